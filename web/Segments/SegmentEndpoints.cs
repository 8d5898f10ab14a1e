using CustomerGrains.Domain.Rules;
using CustomerGrains.Silo.Rules;
using CustomerGrains.Web.Flows;
using CustomerGrains.Web.Hosting;
using CustomerGrains.Web.Rules;
using CustomerGrains.Web.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CustomerGrains.Web.Segments;

/// <summary>Segments: how many are in them, what they are, and who may change them.</summary>
static class SegmentEndpoints
{
    const int LongestName = 100;
    const int LongestDescription = 2_000;

    static readonly string[] _windows = ["1h", "24h", "30d"];

    public static void MapSegments(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/segments").RequireAuthorization(Policies.Agent).WithTags("Segments");
        group.MapGet("", ListAsync).Produces<SegmentsReply>()
            .WithSummary("All segments with their rules, sizes, and how many joined and left within the last hour and day.");
        group.MapGet("{key}", GetAsync).Produces<SegmentDetailReply>()
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("One segment with all its versions.");
        group.MapGet("{key}/series", GetSeriesAsync).Produces<SegmentSeriesReply>()
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("Who joined, who left and how many there were at the end of each step. window: 1h (60 minutes), 24h (24 hours, the default) or 30d (30 days).");
        group.MapPost("preview", PreviewAsync).WithMetadata(new JsonShape(typeof(RuleToPreview))).Produces<PreviewReply>()
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status429TooManyRequests)
            .WithSummary("Whom a rule would find, with a sample and the reasons; with a key also who would join and leave that segment. Saves nothing.");
        group.MapPut("{key}", PublishAsync).RequireAuthorization(Policies.Operator).WithMetadata(new JsonShape(typeof(SegmentToPublish))).Produces<SegmentReply>()
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status409Conflict)
            .WithSummary("Publishes a segment: from now on everybody is decided by this rule, and those who did nothing lately are looked at one after the other. version: the one that was edited, 0 for a new segment. For operators.");
        group.MapDelete("{key}", DeleteAsync).RequireAuthorization(Policies.Operator).Produces(StatusCodes.Status204NoContent)
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict)
            .WithSummary("Ends a segment and all memberships of it. Its versions stay, and its key can be published again. version: only if this is the one that is there. For operators.");
    }

    static async Task<IResult> ListAsync(SegmentReader segments, CancellationToken cancellationToken) => TypedResults.Ok(await segments.AllAsync(cancellationToken));

    static async Task<IResult> GetAsync(string key, SegmentReader segments, CancellationToken cancellationToken)
    {
        if (SegmentKey.Wrong(key) is { } wrong) return Problems.Bad(wrong);
        return await segments.FindAsync(key, cancellationToken) is { } found ? TypedResults.Ok(found) : Unknown(key);
    }

    static async Task<IResult> GetSeriesAsync(string key, string? window, IDefinitionStore definitions, FlowBoard flows, CancellationToken cancellationToken)
    {
        if (SegmentKey.Wrong(key) is { } wrong) return Problems.Bad(wrong);
        if (!QueryParameters.TryWord("window", window, _windows, "24h", out var name, out var problem)) return Problems.Bad(problem);
        // A segment that was deleted has a past too.
        if ((await definitions.HistoryAsync(DefinitionKind.Segment, key, cancellationToken)).Count == 0) return Unknown(key);
        var series = flows.SegmentSeries(key, name);
        return TypedResults.Ok(new SegmentSeriesReply(series.Step, series.Buckets));
    }

    static async Task<IResult> PreviewAsync(HttpContext context, SegmentPreviews previews)
    {
        var body = await JsonFields.ReadAsync(context.Request);
        var rule = body.Rule("rule");
        var key = body.Has("key") ? body.Text("key", SegmentKey.Longest) : null;
        if (key is not null && body.Problem is null && SegmentKey.Wrong(key) is { } wrong) body.Fail(wrong);
        return body.Problem ?? await previews.RunAsync(rule, key, context.RequestAborted);
    }

    static async Task<IResult> PublishAsync(string key, HttpContext context, IDefinitionStore definitions, RuleChecker checker, SegmentReader segments)
    {
        var body = await JsonFields.ReadAsync(context.Request);
        if (SegmentKey.Wrong(key) is { } wrong) body.Fail(wrong);
        var name = body.Text("name", LongestName);
        var rule = body.Rule("rule");
        var description = body.Lines("description", LongestDescription);
        var version = body.Has("version") ? body.Number("version", 0, int.MaxValue) : (int?)null;
        if (body.Problem is null) body.Fail("rule", rule, await checker.ErrorsAsync(rule, DefinitionKind.Segment, key, context.RequestAborted));
        if (body.Problem is { } problem) return problem;

        var draft = new DefinitionDraft(DefinitionKind.Segment, key, name, rule, string.IsNullOrWhiteSpace(description) ? null : description.Trim(), version);
        // Whoever hangs up now still has published it: half a publication there is not.
        var reply = await definitions.PublishAsync(draft, context.User.Identity?.Name ?? "", CancellationToken.None);
        return reply.Status == PublishStatus.Published ? TypedResults.Ok(segments.Reply(reply.Current!)) : Stale(version, reply.Current);
    }

    static async Task<IResult> DeleteAsync(string key, string? version, HttpContext context, IDefinitionStore definitions)
    {
        if (SegmentKey.Wrong(key) is { } wrong) return Problems.Bad(wrong);
        if (!QueryParameters.TryNumber("version", version, 1, int.MaxValue, 0, out var expected, out var problem)) return Problems.Bad(problem);
        var current = await definitions.LoadAsync(context.RequestAborted);
        var mentioning = RuleGraph.Mentioning(key, current.Items);
        if (mentioning.Count > 0)
        {
            var who = string.Join(", ", mentioning.Select(each => each.Kind == DefinitionKind.Segment ? $"the segment {each.Key}" : $"the {Word(each.Kind)} {each.Name}"));
            return Problems.Conflict("key", key, $"It is mentioned by {who}: change or delete that first.");
        }
        var reply = await definitions.DeleteAsync(DefinitionKind.Segment, key, expected == 0 ? null : expected, context.User.Identity?.Name ?? "", CancellationToken.None);
        return reply.Status switch
        {
            PublishStatus.Published => TypedResults.NoContent(),
            PublishStatus.Conflict => Stale(expected, reply.Current),
            _ => Unknown(key),
        };
    }

    static ProblemHttpResult Unknown(string key) => Problems.NotFound("key", key, "There is no segment with this key: GET /api/segments lists them.");

    static ProblemHttpResult Stale(int? edited, Definition? current)
    {
        var reason = (edited, current) switch
        {
            (0, not null) => $"There is a segment {current.Key} already, published by {current.PublishedBy}: choose another key, or edit that one.",
            (_, null) => "The segment was deleted since: publish it with version 0 to make it anew.",
            _ => $"Version {current!.Version} was published by {current.PublishedBy} since: look at it, then publish with version {current.Version}.",
        };
        return Problems.Conflict("version", edited?.ToString(System.Globalization.CultureInfo.InvariantCulture), reason, current is null ? null : VersionReply.Of(current));
    }

    static string Word(DefinitionKind kind) => kind switch
    {
        DefinitionKind.Stage => "stage",
        DefinitionKind.Action => "action",
        _ => "alert",
    };
}
