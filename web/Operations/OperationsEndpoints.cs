using CustomerGrains.Silo.Operations;
using CustomerGrains.Web.Hosting;
using CustomerGrains.Web.Security;

namespace CustomerGrains.Web.Operations;

/// <summary>How the processes are, for those who run them.</summary>
static class OperationsEndpoints
{
    const int LongestName = 200;

    public static void MapOperations(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/operations", ReadAsync).RequireAuthorization(Policies.Operator).WithTags("Operations").Produces<OperationsReply>()
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("What a process measured in the last quarter of an hour, in steps of 5 s, and what is behind: the one that answers, or process= another over the same store. after= the sample of the answer before gives only what came since. For operators.");

    static async Task<IResult> ReadAsync(string? after, string? process, ProcessReports reports, CancellationToken cancellationToken)
    {
        if (!QueryParameters.TryNumber("after", after, 0, int.MaxValue, int.MaxValue, out var known, out var problem)
            || !QueryParameters.TryText("process", process, LongestName, out var name, out problem))
            return Problems.Bad(problem);
        var own = reports.Own();
        var shown = name is null || name == own.Process.Name ? own : await reports.FindAsync(name, cancellationToken);
        if (shown is null) return Problems.NotFound("process", name!, "No such process has said anything in the last half minute. Leave process out to see which there are.");
        var history = string.IsNullOrEmpty(after) ? shown.History : shown.History.After(known);
        return TypedResults.Ok(new OperationsReply(
            shown.AsOf, shown.Process, new(own.Process.Name, own.Process.Role, own.State, 0), await reports.OthersAsync(cancellationToken), shown.State, shown.Findings,
            MeterHistory.Step.TotalSeconds, MeterHistory.Kept, MeterHistory.Recent, history.Sample, history.Times, history.Instruments));
    }
}
