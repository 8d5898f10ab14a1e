using System.Text.Json;
using CustomerGrains.Domain.Customers;
using CustomerGrains.Domain.Identity;
using CustomerGrains.Domain.Rules;
using CustomerGrains.Domain.Value;

namespace CustomerGrains.Contracts.Customers;

/// <summary>A customer as the API, the hub and the screens show her.</summary>
/// <param name="Id">Her id.</param>
/// <param name="Version">Rises with every journal entry.</param>
/// <param name="AsOf">The time for which the weights of preferences are given.</param>
/// <param name="Known">Whether she was ever identified.</param>
/// <param name="DisplayName">Name, else e-mail, else null.</param>
/// <param name="Traits">What was said about her.</param>
/// <param name="Links">The ids that became part of her.</param>
/// <param name="FirstSeen">Her first touchpoint.</param>
/// <param name="LastSeen">Her latest touchpoint.</param>
/// <param name="Touchpoints">How many, by kind, channel and name.</param>
/// <param name="Cart">What lies in her cart.</param>
/// <param name="Journey">Her stage and how she came there.</param>
/// <param name="Preferences">What she prefers.</param>
/// <param name="Value">What she bought.</param>
/// <param name="Experience">How she feels about us.</param>
/// <param name="Segments">The segments she is in.</param>
/// <param name="Recent">Her latest 20 touchpoints, newest first.</param>
/// <param name="NextBestActions">What to do for her, most urgent first, at most 3.</param>
public sealed record CustomerView(
    string Id,
    long Version,
    DateTimeOffset AsOf,
    bool Known,
    string? DisplayName,
    IReadOnlyDictionary<string, RawJson> Traits,
    IReadOnlyList<LinkView> Links,
    DateTimeOffset? FirstSeen,
    DateTimeOffset? LastSeen,
    TouchpointsView Touchpoints,
    CartView Cart,
    JourneyView Journey,
    PreferencesView Preferences,
    ValueView Value,
    ExperienceView Experience,
    IReadOnlyList<SegmentView> Segments,
    IReadOnlyList<TouchpointRow> Recent,
    IReadOnlyList<ActionView> NextBestActions)
{
    /// <summary>The customer as she is (or was) at <paramref name="asOf"/>, money in the reporting currency.</summary>
    /// <param name="state">The customer then.</param>
    /// <param name="asOf">The instant.</param>
    /// <param name="reporting">The currency of totals.</param>
    /// <param name="rules">The rules in force: names, the journey's map and when she leaves; her memberships themselves are in the state.</param>
    /// <param name="predictions">Who predicts value, or null.</param>
    public static CustomerView From(
        CustomerState state, DateTimeOffset asOf, ReportingCurrency reporting, RuleSet? rules = null, IPredictions? predictions = null)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(reporting);
        rules ??= RuleSet.Empty;
        var context = new RuleContext(asOf.ToUnixTimeMilliseconds(), reporting, predictions);
        return new(
            state.Id,
            state.Version,
            asOf,
            state.Known,
            state.DisplayName,
            CustomerParts.Values(state.Traits),
            [.. state.Links.Select(link => new LinkView(link.Id, link.Since))],
            state.FirstSeen,
            state.LastSeen,
            CustomerParts.Touchpoints(state.Touchpoints),
            CustomerParts.Cart(state.Cart, reporting),
            CustomerParts.Journey(state.Stages, rules),
            CustomerParts.Preferences(state, asOf),
            ValueView.From(state.Purchases, reporting, predictions?.Explain(state, context.Now)),
            CustomerParts.Experience(state.Scores, state.Tickets, state.FollowUps),
            CustomerParts.Segments(state, rules, context),
            [.. state.Recent.Reverse().Select(touchpoint => TouchpointRow.From(state.Id, touchpoint))],
            CustomerParts.Actions(rules, state, context));
    }

    /// <summary>UTF-8 JSON, camelCase.</summary>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, ViewJson.Default.CustomerView);
}
