using CustomerGrains.Contracts.Segments;
using CustomerGrains.Domain.Rules;
using CustomerGrains.Grains.Journal;
using CustomerGrains.Grains.Rules;
using CustomerGrains.Web.Customers;
using CustomerGrains.Web.Hosting;
using CustomerGrains.Web.Journeys;
using CustomerGrains.Web.Security;

namespace CustomerGrains.Web.Segments;

/// <summary>Why somebody is in a segment, or not.</summary>
static class EvidenceEndpoints
{
    const int LongestId = 256;
    const int IdSegment = 2; // of /api/customers/{id}/segments/{key}
    const int NameSegment = 4;

    public static void MapEvidence(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/customers/{id}").RequireAuthorization(Policies.Agent).WithTags("Customers");
        group.MapGet("segments/{key}", GetSegmentAsync).Produces<EvidenceView>()
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict)
            .WithSummary("Why she is in a segment or not: each condition with what was found and the touchpoints behind it, since when, and when that changes with no further event. at (ISO 8601): as it was known then, by the rule of that time.");
        group.MapGet("stages/{name}", GetStageAsync).Produces<EvidenceView>()
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict)
            .WithSummary("The same of a stage of the journey. She is in the last stage whose rule holds.");
    }

    static Task<IResult> GetSegmentAsync(
        string id, string key, string? at, HttpContext context, EvidenceReader evidence, CustomerReader customers, IRuleBook rules, CancellationToken cancellationToken) =>
        SegmentKey.Wrong(key) is { } wrong
            ? Task.FromResult<IResult>(Problems.Bad(wrong))
            : GetAsync(new(RouteText.Segment(context, id, IdSegment), key, at), "key", key, evidence, customers, rules, cancellationToken);

    static Task<IResult> GetStageAsync(
        string id, string name, string? at, HttpContext context, EvidenceReader evidence, CustomerReader customers, IRuleBook rules, CancellationToken cancellationToken)
    {
        name = RouteText.Segment(context, name, NameSegment);
        return QueryParameters.TryText("name", name, StageNames.Longest, out _, out var problem)
            ? GetAsync(new(RouteText.Segment(context, id, IdSegment), EvidenceView.StagePrefix + name, at), "name", name, evidence, customers, rules, cancellationToken)
            : Task.FromResult<IResult>(Problems.Bad(problem));
    }

    static async Task<IResult> GetAsync(
        Question question, string field, string value, EvidenceReader evidence, CustomerReader customers, IRuleBook rules, CancellationToken cancellationToken)
    {
        if (!QueryParameters.TryText("id", question.Id, LongestId, out _, out var problem)
            || !QueryParameters.TryInstant("at", question.At, out var instant, out problem))
            return Problems.Bad(problem);
        var then = instant is { } at ? await evidence.RulesAsync(at, cancellationToken) : rules.Current;
        if (Broken(then, question.Key) is { } broken)
            return Problems.Conflict(field, value, $"Version {broken.Definition.Version} of its rule can't be evaluated: {string.Join(' ', broken.Errors.Select(error => error.Message))}");
        if (!Holds(then, question.Key))
        {
            return Problems.NotFound(field, value, instant is null
                ? $"There is no such {Word(field)}: {List(field)} lists them."
                : $"There was no such {Word(field)} at that time: {List(field)} has its versions.");
        }
        if (instant is { } past)
        {
            try
            {
                return await evidence.AsOfAsync(question.Id, then, question.Key, past, cancellationToken) is { } known
                    ? TypedResults.Ok(known)
                    : Problems.NotFound("at", question.At!, "Nothing had been received of this customer by then.");
            }
            catch (HistoryRemovedException removed)
            {
                return CustomerEndpoints.Removed(question.At!, removed);
            }
        }
        if (await evidence.NowAsync(question.Id, question.Key, cancellationToken) is { } found) return TypedResults.Ok(found);
        return await customers.GetAsync(question.Id) is null
            ? Problems.NotFound("id", question.Id, "There is no customer with this id.")
            : Problems.Unavailable("It was published a moment ago: try again.");
    }

    static bool Holds(RuleSet rules, string key) => key.StartsWith(EvidenceView.StagePrefix, StringComparison.Ordinal)
        ? rules.Stages.Any(stage => stage.Name == key[EvidenceView.StagePrefix.Length..])
        : rules.IndexOf(key) >= 0;

    static BrokenDefinition? Broken(RuleSet rules, string key) => rules.Broken.FirstOrDefault(broken =>
        (broken.Definition.Kind == DefinitionKind.Segment && broken.Definition.Key == key)
        || (broken.Definition.Kind == DefinitionKind.Stage && EvidenceView.StagePrefix + broken.Definition.Name == key));

    static string Word(string field) => field == "key" ? "segment" : "stage";

    static string List(string field) => field == "key" ? "GET /api/segments" : "GET /api/journey";

    /// <summary>What was asked: whom, about what, and as of when.</summary>
    sealed record Question(string Id, string Key, string? At);
}
