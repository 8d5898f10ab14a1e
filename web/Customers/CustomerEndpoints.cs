using CustomerGrains.Contracts.Customers;
using CustomerGrains.Domain.Rules;
using CustomerGrains.Domain.Touchpoints;
using CustomerGrains.Grains.Journal;
using CustomerGrains.Silo.Rules;
using CustomerGrains.Web.Hosting;
using CustomerGrains.Web.Security;
using CustomerGrains.Web.Segments;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CustomerGrains.Web.Customers;

/// <summary>Customers: lists, one of them now or at an instant, her touchpoints.</summary>
static class CustomerEndpoints
{
    const int LongestId = 256;
    const int LongestQuery = 200;
    const int LongestName = 500;
    const int IdSegment = 2; // of /api/customers/{id}

    public static void MapCustomers(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/customers").RequireAuthorization(Policies.Agent).WithTags("Customers")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status401Unauthorized);
        group.MapGet("", SearchAsync)
            .WithSummary("Customers, latest seen first. query: words in id, name, e-mail or phone; stage: in this stage of the journey; segment: in the segment with this key; limit 1 to 200 (default 50); cursor: next of the page before.");
        group.MapGet("{id}", GetAsync).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status410Gone).Produces<CustomerView>()
            .WithSummary("One customer as she is now or, with at (ISO 8601), as she was known then (410 if that was removed by policy). Any of her ids will do.");
        group.MapGet("{id}/touchpoints", GetTouchpointsAsync).ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("Her touchpoints and those of her linked ids, newest event first. channel and name (as shown): only those; before: next of the page before; limit 1 to 500 (default 50); at: only what had arrived by then. The last page says with removedUntil if older ones were removed by policy.");
    }

    static async Task<Results<Ok<PageReply<CustomerRowReply>>, ProblemHttpResult>> SearchAsync(
        string? query, string? stage, string? segment, string? limit, string? cursor, CustomerReader customers, IDefinitionStore definitions, CancellationToken cancellationToken)
    {
        if (!QueryParameters.TryText("query", query, LongestQuery, out var text, out var problem)
            || !QueryParameters.TryText("stage", stage, LongestQuery, out var inStage, out problem)
            || !QueryParameters.TryText("segment", segment, SegmentKey.Longest, out var inSegment, out problem)
            || !QueryParameters.TryNumber("limit", limit, 1, 200, 50, out var count, out problem))
            return Problems.Bad(problem);
        if (inSegment is not null && (SegmentKey.Wrong(inSegment) is not null || await definitions.FindAsync(DefinitionKind.Segment, inSegment, cancellationToken) is null))
            return Problems.Bad("segment", segment, "There is no segment with this key: GET /api/segments lists them.");
        try
        {
            return TypedResults.Ok(await customers.SearchAsync(new(text, inStage, count, cursor) { Segment = inSegment }, cancellationToken));
        }
        catch (FormatException e)
        {
            return Problems.Bad("cursor", cursor, e.Message);
        }
    }

    static async Task<Results<Utf8Json, Ok<CustomerView>, ProblemHttpResult>> GetAsync(
        string id, string? at, HttpContext context, CustomerReader customers, CancellationToken cancellationToken)
    {
        id = RouteText.Segment(context, id, IdSegment);
        if (Wrong(id) is { } wrong) return wrong;
        if (!QueryParameters.TryInstant("at", at, out var instant, out var problem)) return Problems.Bad(problem);
        if (instant is not { } then) return await customers.GetAsync(id) is { } document ? new Utf8Json(document.Json) : Unknown(id);
        try
        {
            if (await customers.GetAsOfAsync(id, then, cancellationToken) is { } view) return TypedResults.Ok(view);
        }
        catch (HistoryRemovedException removed)
        {
            return Removed(at!, removed);
        }
        return Problems.NotFound("at", at!, "Nothing had been received of this customer by then.");
    }

    static async Task<Results<Ok<PageReply<TouchpointRow>>, ProblemHttpResult>> GetTouchpointsAsync(
        string id, string? channel, string? name, string? before, string? at, string? limit, HttpContext context, CustomerReader customers, CancellationToken cancellationToken)
    {
        id = RouteText.Segment(context, id, IdSegment);
        if (Wrong(id) is { } wrong) return wrong;
        var only = ChannelNames.Parse(channel);
        if (only is null && !string.IsNullOrEmpty(channel)) return Problems.Bad("channel", channel, $"channel must be one of {ChannelNames.All}.");
        if (!QueryParameters.TryText("name", name, LongestName, out var shown, out var unusable)) return Problems.Bad(unusable);
        if (!QueryParameters.TryNumber("limit", limit, 1, 500, 50, out var count, out var problem)
            || !QueryParameters.TryInstant("at", at, out var instant, out problem))
            return Problems.Bad(problem);
        try
        {
            return await customers.TouchpointsAsync(id, before, count, only, shown, instant, cancellationToken) is { } page ? TypedResults.Ok(page) : Unknown(id);
        }
        catch (FormatException e)
        {
            return Problems.Bad("before", before, e.Message);
        }
    }

    static ProblemHttpResult? Wrong(string id) => QueryParameters.TryText("id", id, LongestId, out _, out var problem) ? null : Problems.Bad(problem);

    /// <summary>410: what was known then was removed by the policy for old touchpoints.</summary>
    public static ProblemHttpResult Removed(string at, HistoryRemovedException removed) =>
        Problems.Gone("at", at, $"What was known of this customer then was removed by the policy for old touchpoints: ask for {removed.Until:O} or later.");

    static ProblemHttpResult Unknown(string id) => Problems.NotFound("id", id, "There is no customer with this id.");
}
