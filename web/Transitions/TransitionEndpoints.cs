using System.Globalization;
using CustomerGrains.Domain.Rules;
using CustomerGrains.Grains.Rules;
using CustomerGrains.Silo.Customers;
using CustomerGrains.Silo.Rules;
using CustomerGrains.Silo.Transitions;
using CustomerGrains.Web.Customers;
using CustomerGrains.Web.Hosting;
using CustomerGrains.Web.Journeys;
using CustomerGrains.Web.Security;
using CustomerGrains.Web.Segments;

namespace CustomerGrains.Web.Transitions;

/// <summary>Who joined, left and moved on, and why: the latest 90 days.</summary>
static class TransitionEndpoints
{
    const int LongestId = 256;

    public static void MapTransitions(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/transitions", ListAsync).RequireAuthorization(Policies.Agent).WithTags("Segments").Produces<PageReply<TransitionReply>>()
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("Who joined or left a segment or entered a stage within the last 90 days, and why, newest first. segment, stage, customer (any of her ids): only those; before: next of the page before; limit 1 to 500 (default 50).");

    static async Task<IResult> ListAsync(
        string? segment, string? stage, string? customer, string? before, string? limit,
        ITransitions transitions, IDefinitionStore definitions, ICustomerDirectory directory, CustomerReader customers, IRuleBook rules, CancellationToken cancellationToken)
    {
        if (!QueryParameters.TryText("segment", segment, SegmentKey.Longest, out var key, out var problem)
            || !QueryParameters.TryText("stage", stage, StageNames.Longest, out var name, out problem)
            || !QueryParameters.TryText("customer", customer, LongestId, out var id, out problem)
            || !QueryParameters.TryNumber("limit", limit, 1, 500, 50, out var count, out problem))
            return Problems.Bad(problem);
        if (key is not null && name is not null) return Problems.Bad("stage", stage, "Ask for a segment or for a stage, not for both.");
        var at = (long?)null;
        if (!string.IsNullOrEmpty(before))
        {
            if (!long.TryParse(before, NumberStyles.None, CultureInfo.InvariantCulture, out var last)) return Problems.Bad("before", before, "before must be next of the page before; leave it out to start again.");
            at = last;
        }
        // One that was deleted has a past too.
        if (key is not null && (SegmentKey.Wrong(key, "segment") is not null || (await definitions.HistoryAsync(DefinitionKind.Segment, key, cancellationToken)).Count == 0))
            return Problems.Bad("segment", segment, "There is no segment with this key: GET /api/segments lists them.");
        if (name is not null && !(await definitions.HistoryAsync(DefinitionKind.Stage, cancellationToken)).Any(version => version.Definition.Name == name))
            return Problems.Bad("stage", stage, "There is no such stage: GET /api/journey lists them.");
        string[]? ids = null;
        if (id is not null)
        {
            if (await customers.GetAsync(id) is not { } document) return Problems.NotFound("customer", id, "There is no customer with this id.");
            ids = [document.CustomerId, .. await directory.LinksAsync(document.CustomerId, cancellationToken)];
        }
        var page = await transitions.PageAsync(new(key, name, ids, at, null, count), cancellationToken);
        var now = rules.Current;
        return TypedResults.Ok(new PageReply<TransitionReply>(
            [.. page.Items.Select(item => TransitionReply.Of(item, now))], page.Next?.ToString(CultureInfo.InvariantCulture)));
    }
}
