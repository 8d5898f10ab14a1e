using CustomerGrains.Silo.Operations;
using CustomerGrains.Web.Hosting;
using CustomerGrains.Web.Security;

namespace CustomerGrains.Web.Operations;

/// <summary>How the process is, for those who run it.</summary>
static class OperationsEndpoints
{
    public static void MapOperations(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/operations", Read).RequireAuthorization(Policies.Operator).WithTags("Operations").Produces<OperationsReply>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .WithSummary("What the process that answers measured in the last quarter of an hour, in steps of 5 s, and what is behind. after= the sample of the answer before gives only what came since. For operators.");

    static IResult Read(string? after, MeterHistory history, ProcessInfo process, TimeProvider clock)
    {
        if (!QueryParameters.TryNumber("after", after, 0, int.MaxValue, int.MaxValue, out var known, out var problem)) return Problems.Bad(problem);
        var all = history.Read();
        var findings = HealthJudge.Judge(all, process);
        var shown = string.IsNullOrEmpty(after) ? all : history.Read(known);
        return TypedResults.Ok(new OperationsReply(
            clock.GetUtcNow(), process, StateOf(findings), findings, MeterHistory.Step.TotalSeconds, MeterHistory.Kept, MeterHistory.Recent, shown.Sample, shown.Times, shown.Instruments));
    }

    static string StateOf(IReadOnlyList<Finding> findings) => findings.Select(finding => finding.Level).DefaultIfEmpty().Max() switch
    {
        FindingLevel.Trouble => "trouble",
        FindingLevel.Behind => "behind",
        _ => "ok",
    };
}
