using CustomerGrains.Contracts.FollowUps;
using CustomerGrains.Domain.FollowUps;
using CustomerGrains.Silo.FollowUps;
using CustomerGrains.Web.Hosting;
using CustomerGrains.Web.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CustomerGrains.Web.FollowUps;

/// <summary>Low scores that somebody has to see to.</summary>
static class FollowUpEndpoints
{
    const int MostItems = 200;
    const int LongestId = 100;

    public static void MapFollowUps(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/followups").RequireAuthorization(Policies.Agent).WithTags("Follow-ups");
        group.MapGet("", ListAsync).Produces<FollowUpsReply>().ProducesProblem(StatusCodes.Status400BadRequest)
            .WithSummary("Low scores to be seen to: those that nobody has first, oldest first. state: open, taken or resolved (latest first) only; mine=true: only those that you have or had; metric: csat, nps or ces only; limit 1 to 200 (default 50); cursor: next of the page before.");
        Map<FollowUpStep>(group, "take", "Says that you take care of it. 409 says who has it already.", (id, context, calls) => DoAsync(FollowUpAct.Take, null, id, context, calls));
        Map<FollowUpNoting>(group, "note", "Writes something down about it: {text}, at most 1,000 characters.", (id, context, calls) => DoAsync(FollowUpAct.Note, "text", id, context, calls));
        Map<FollowUpResolution>(group, "resolve", "Ends it with what came of it: {outcome}, at most 1,000 characters. For whoever has it; of one that nobody has, for everybody.", (id, context, calls) => DoAsync(FollowUpAct.Resolve, "outcome", id, context, calls));
        Map<FollowUpStep>(group, "release", "Hands it back. For whoever has it, and for operators.", (id, context, calls) => DoAsync(FollowUpAct.Release, null, id, context, calls));
    }

    static void Map<T>(RouteGroupBuilder group, string act, string summary, Func<string, HttpContext, FollowUpCalls, Task<IResult>> handler) =>
        group.MapPost($"{{id}}/{act}", handler).WithSummary(summary).WithMetadata(new JsonShape(typeof(T))).Produces<FollowUpView>()
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);

    static async Task<Results<Ok<FollowUpsReply>, ProblemHttpResult>> ListAsync(
        string? state, string? mine, string? metric, string? limit, string? cursor, HttpContext context, IFollowUps followUps, CancellationToken cancellationToken)
    {
        FieldProblem? problem;
        if ((!string.IsNullOrEmpty(state) && !QueryParameters.TryWord("state", state, ["open", "taken", "resolved"], null, out _, out problem))
            || !QueryParameters.TryWord("mine", mine, ["true", "false"], "false", out var isMine, out problem)
            || (!string.IsNullOrEmpty(metric) && !QueryParameters.TryWord("metric", metric, ["csat", "nps", "ces"], null, out _, out problem))
            || !QueryParameters.TryNumber("limit", limit, 1, MostItems, 50, out var count, out problem))
            return Problems.Bad(problem);
        FollowUpState? wanted = state switch
        {
            "open" => FollowUpState.Open,
            "taken" => FollowUpState.Taken,
            "resolved" => FollowUpState.Resolved,
            _ => null,
        };
        try
        {
            var page = await followUps.PageAsync(new(wanted, isMine == "true" ? NameOf(context) : null, FollowUpWords.MetricOf(metric), count, cursor), cancellationToken);
            var counts = await followUps.CountAsync(cancellationToken);
            return TypedResults.Ok(new FollowUpsReply([.. page.Items.Select(FollowUpRowReply.Of)], page.Next, counts.Open, counts.Taken, counts.Oldest));
        }
        catch (FormatException e)
        {
            return Problems.Bad("cursor", cursor, e.Message);
        }
    }

    static async Task<IResult> DoAsync(FollowUpAct act, string? words, string id, HttpContext context, FollowUpCalls calls)
    {
        var body = await JsonFields.ReadOptionalAsync(context.Request);
        var command = body.Has("commandId") ? body.Text("commandId", LongestId) : Guid.NewGuid().ToString("N");
        var text = words is null ? null : body.Lines(words, FollowUp.MaxText)?.Trim();
        if (words is not null && body.IsObject && body.Problem is null && string.IsNullOrEmpty(text))
            body.Fail(words, null, $"{words} must be text of 1 to {FollowUp.MaxText} characters.");
        if (body.Problem is { } problem) return problem;
        var followUps = context.RequestServices.GetRequiredService<IFollowUps>();
        if (id.Length > LongestId || await followUps.FindAsync(id, context.RequestAborted) is not { } row) return Unknown(id);
        var leads = context.User.IsInRole(Roles.Operator) || context.User.IsInRole(Roles.Admin);
        var reply = await calls.DoAsync(row.CustomerId, new(command, (byte)act, id, NameOf(context), text, ForOthers: leads && act == FollowUpAct.Release));
        return reply.Outcome switch
        {
            FollowUpStatus.Done => new Utf8Json(reply.Json),
            FollowUpStatus.Unknown => row.ResolvedAt is null ? Unknown(id) : Resolved(id, row.ResolvedBy, row.ResolvedAt),
            FollowUpStatus.TakenByAnother => Problems.Conflict(
                "id", id, $"{reply.By} has had it since {reply.At:yyyy-MM-dd HH:mm:ss} UTC: ask for it to be handed back first.", new FollowUpConflict("taken", reply.By, reply.At)),
            FollowUpStatus.Resolved => Resolved(id, reply.By, reply.At),
            FollowUpStatus.Busy => Problems.Retry(StatusCodes.Status429TooManyRequests, TimeSpan.FromSeconds(1), "More is being written than the store can take: try again with the same commandId."),
            _ => Problems.Unavailable("The store can't be reached, and whether this was done is unknown: try again with the same commandId."),
        };
    }

    static ProblemHttpResult Resolved(string id, string? by, DateTimeOffset? at)
    {
        var how = string.IsNullOrEmpty(by) ? "It goes on as another one of the same customer" : $"{by} resolved it";
        return Problems.Conflict("id", id, $"{how}, at {at:yyyy-MM-dd HH:mm:ss} UTC: nothing can be done about it any more.", new FollowUpConflict("resolved", by, at));
    }

    static ProblemHttpResult Unknown(string id) => Problems.NotFound("id", id, "There is no such follow-up. GET /api/followups lists them.");

    static string NameOf(HttpContext context) => context.User.Identity?.Name ?? "";
}
