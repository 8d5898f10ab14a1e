using CustomerGrains.Silo.Backfills;
using CustomerGrains.Web.Hosting;
using CustomerGrains.Web.Security;

namespace CustomerGrains.Web.Backfills;

/// <summary>What became of the evaluations of everybody.</summary>
static class BackfillEndpoints
{
    public static void MapBackfills(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/backfills", ListAsync).RequireAuthorization(Policies.Agent).WithTags("Segments").Produces<BackfillsReply>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .WithSummary("After a rule is published everybody is looked at, also who did nothing lately: how far that is, newest first. limit 1 to 200 (default 20).");

    static async Task<IResult> ListAsync(string? limit, IBackfills backfills, CancellationToken cancellationToken)
    {
        if (!QueryParameters.TryNumber("limit", limit, 1, 200, 20, out var count, out var problem)) return Problems.Bad(problem);
        // Of those that are not over memory knows more than the store.
        var running = backfills.Current.ToDictionary(progress => progress.Id);
        var all = await backfills.ListAsync(count, cancellationToken);
        return TypedResults.Ok(new BackfillsReply(
            [.. all.Select(progress => BackfillReply.Of(progress.State != BackfillState.Done && running.TryGetValue(progress.Id, out var now) ? now : progress))]));
    }
}
