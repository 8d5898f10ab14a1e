using System.Globalization;
using CustomerGrains.Contracts.FollowUps;
using CustomerGrains.Domain.Customers;
using CustomerGrains.Domain.Decisions;
using CustomerGrains.Domain.Experience;
using CustomerGrains.Domain.FollowUps;
using CustomerGrains.Domain.Identity;
using CustomerGrains.Domain.Journal;
using CustomerGrains.Domain.Journeys;
using CustomerGrains.Domain.Preferences;
using CustomerGrains.Domain.Rules;
using CustomerGrains.Domain.Touchpoints;
using CustomerGrains.Domain.Value;
using CustomerGrains.Domain.Value.Actions;

namespace CustomerGrains.Contracts.Customers;

/// <summary>Builds the parts of a <see cref="CustomerView"/>.</summary>
static class CustomerParts
{
    const int ShareDecimals = 2;
    const int WeightDecimals = 4;

    public static IReadOnlyDictionary<string, RawJson> Values(IReadOnlyList<Trait> traits)
    {
        var values = new OrderedDictionary<string, RawJson>(StringComparer.Ordinal);
        foreach (var trait in traits)
        {
            if (!trait.Value.IsNull)
                values.Add(trait.Key, trait.Value);
        }

        return values;
    }

    public static TouchpointsView Touchpoints(TouchpointCounts? counts)
    {
        var byName = new OrderedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var name in counts?.CountsByName ?? [])
            byName.Add(name.Name, name.Count);
        return new(
            counts?.Total ?? 0,
            NotZero(Enum.GetValues<EntryKind>().Where(kind => kind < EntryKind.StageEntered), TouchpointRow.KindOf, kind => counts?.Of(kind) ?? 0),
            NotZero(Enum.GetValues<Channel>(), ChannelNames.Of, channel => counts?.Of(channel) ?? 0),
            byName,
            counts?.Other ?? 0);
    }

    public static CartView Cart(Cart? cart, ReportingCurrency reporting)
    {
        var items = cart?.Items ?? [];
        var currencies = items.Where(item => item.Price is not null).Select(item => CurrencyOf(item, reporting)).Distinct().ToList();
        var single = currencies.Count == 1;
        return new(
            [.. items.Select(item => new CartItemView(item.ProductId, item.Name, item.Quantity, item.Price, CurrencyOf(item, reporting)))],
            items.Sum(item => item.Quantity),
            Math.Round(items.Sum(item => (item.Price ?? 0) * item.Quantity * (single ? 1 : reporting.RateOf(item.Currency) ?? 0)), 6),
            single ? currencies[0] : reporting.Currency,
            cart?.Updated);
    }

    public static JourneyView Journey(IReadOnlyList<StageEntry> stages, RuleSet rules) => new(
        stages.Count == 0 ? null : stages[^1].Stage,
        stages.Count == 0 ? null : stages[^1].At,
        [.. stages.Select(stage => new StageView(stage.Stage, stage.From, stage.At, stage.Because, DecisionCauses.Of(stage.Cause)))],
        [.. rules.Stages.Select(stage => stage.Name)]);

    public static IReadOnlyList<SegmentView> Segments(CustomerState state, RuleSet rules, RuleContext context) =>
    [
        .. state.Segments.Select(membership =>
        {
            var place = rules.IndexOf(membership.Key);
            var rule = place < 0 ? null : rules.Segments[place];
            return new SegmentView(
                membership.Key,
                rule?.Name ?? membership.Key,
                membership.Since,
                Until(state, rule, context),
                membership.Because,
                DecisionCauses.Of(membership.Cause));
        }),
    ];

    public static IReadOnlyList<ActionView> Actions(RuleSet rules, CustomerState state, in RuleContext context) =>
        [.. NextBestActions.Of(rules, state, context).Select(action => new ActionView(action.Key, action.Title, action.Reason))];

    // Of a rule that is about to put her out, or that was not in force yet, nothing is foretold.
    static DateTimeOffset? Until(CustomerState state, SegmentRule? segment, in RuleContext context)
    {
        if (segment is not { Rule.DependsOnTime: true } || segment.PublishedAt > context.Now || !segment.Rule.Evaluate(state, context).Holds)
            return null;
        var until = segment.Rule.Foresee(state, context);
        return until == long.MaxValue ? null : DateTimeOffset.FromUnixTimeMilliseconds(until);
    }

    public static PreferencesView Preferences(CustomerState state, DateTimeOffset asOf) => new(
        Values(state.Choices),
        [.. state.Consents.Select(c => new ConsentView(c.Purpose, c.Channel, c.Given, c.At.At, c.At.MessageId))],
        [.. Weighed(state.Interests?.Channels, asOf).Select(i => new ChannelInterest(i.Of.Key, i.Share, i.Weight, i.Of.Count, i.Of.Last))],
        [.. Weighed(state.Interests?.Categories, asOf, state.Interests?.OtherCategories).Select(i => new CategoryInterest(i.Of.Key, i.Share, i.Weight, i.Of.Count, i.Of.Last))],
        [.. Weighed(state.Interests?.ByHour, asOf).Select(i =>
            new HourInterest(int.Parse(i.Of.Key, CultureInfo.InvariantCulture), i.Share, i.Weight, i.Of.Count, i.Of.Last))]);

    public static ExperienceView Experience(Scores? scores, Tickets? tickets, FollowUpList? followUps)
    {
        var (csat, nps, ces) = (scores?.Csat, scores?.Nps, scores?.Ces);
        var all = tickets?.All ?? [];
        return new(
            new(csat?.Last, csat?.At?.At, csat?.Comment, csat is null ? null : ScoreRules.Csat(csat.Top, csat.Answers), csat?.Answers ?? 0),
            new(nps?.Last, nps?.At?.At, nps?.Comment, nps is null ? null : ScoreRules.Nps(nps.Top, nps.Low, nps.Answers), nps?.Answers ?? 0),
            new(
                ces?.Last,
                ces?.At?.At,
                ces?.Comment,
                ces is null ? null : ScoreRules.CesMean(ces.Sum, ces.Answers),
                ces is null ? null : ScoreRules.CesShare(ces.Top, ces.Answers),
                ces?.Answers ?? 0),
            [.. all.Where(ticket => ticket.IsOpen).Select(ticket => new TicketView(ticket.TicketId, ticket.Subject, ticket.Opened, ticket.Updated))],
            all.Count(ticket => !ticket.IsOpen),
            tickets?.TimeToResolve?.TotalSeconds,
            FollowUpView.From(followUps));
    }

    static string CurrencyOf(CartItem item, ReportingCurrency reporting) => item.Currency.Length == 0 ? reporting.Currency : item.Currency;

    static OrderedDictionary<string, long> NotZero<T>(IEnumerable<T> keys, Func<T, string> nameOf, Func<T, long> countOf)
    {
        var counts = new OrderedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var key in keys)
        {
            if (countOf(key) is > 0 and var count)
                counts.Add(nameOf(key), count);
        }

        return counts;
    }

    // Heaviest first; equal weights by name, so that the list does not jump.
    static IEnumerable<(Interest Of, decimal Share, decimal Weight)> Weighed(IReadOnlyList<Interest>? interests, DateTimeOffset asOf, Interest? others = null)
    {
        var weighed = (interests ?? []).Select(interest => (Of: interest, Weight: interest.WeightAt(asOf))).ToList();
        var sum = weighed.Sum(interest => interest.Weight) + (others?.WeightAt(asOf) ?? 0);
        return weighed
            .OrderByDescending(interest => interest.Weight)
            .ThenBy(interest => interest.Of.Key, StringComparer.Ordinal)
            .Select(interest => (
                interest.Of,
                sum > 0 ? Math.Round((decimal)(100 * interest.Weight / sum), ShareDecimals) : 0,
                Math.Round((decimal)Math.Min(interest.Weight, 1e15), WeightDecimals)));
    }
}
