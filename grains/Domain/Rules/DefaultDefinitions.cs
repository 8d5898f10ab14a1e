namespace CustomerGrains.Domain.Rules;

/// <summary>What a new store begins with: a journey and a few segments that are of use from the first event on.</summary>
public static class DefaultDefinitions
{
    /// <summary>Who published them.</summary>
    public const string Author = "customergrains";

    /// <summary>The journey's stages, in order: the last whose rule holds is hers.</summary>
    public static IReadOnlyList<Definition> Stages { get; } = Numbered(
        DefinitionKind.Stage,
        ("aware", "Aware", "always", "Did something, whatever it was."),
        ("considering", "Considering", "looks.count > 0", "Looked at a product, a list or a search."),
        ("buying", "Buying", "cart.items > 0 or checkout.last is known", "Has something in the cart, or began to check out."),
        ("new", "New", "orders.count >= 1", "Ordered for the first time."),
        ("loyal", "Loyal", "orders.days >= 2", "Ordered on two days or more."),
        ("advocate", "Advocate", "referrals.count > 0 or (orders.count >= 1 and nps.last >= 9)", "Recommends us: a referral, or a buyer whose last NPS answer is 9 or 10."),
        ("at-risk", "At risk", "orders.count >= 1 and last(orders) older than 90d", "Ordered, but not for 90 days."),
        ("lapsed", "Lapsed", "orders.count >= 1 and last(orders) older than 365d", "Ordered, but not for a year."));

    /// <summary>The segments.</summary>
    public static IReadOnlyList<Definition> Segments { get; } = Numbered(
        DefinitionKind.Segment,
        ("cart-abandoned", "Cart abandoned", "cart.items > 0 and cart.updated older than 30m", "Something lies in the cart and nobody touched it for half an hour."),
        ("big-spenders", "Big spenders", "sum(orders, 365d) >= 1000", "Ordered for 1,000 or more within a year, in the reporting currency."),
        ("frequent-buyers", "Frequent buyers", "count(orders, 180d) >= 3", "Ordered three times or more within half a year."),
        ("win-back", "Win back", "orders.count >= 2 and last(orders) older than 60d and last(orders) within 365d", "Bought again and again, then stayed away for two months."),
        ("detractors", "Detractors", "nps.last <= 6", "Gave 0 to 6 as the last NPS answer."),
        ("promoters", "Promoters", "nps.last >= 9", "Gave 9 or 10 as the last NPS answer."),
        ("open-tickets", "Open tickets", "tickets.open > 0", "Waits for an answer from us."),
        ("new-this-week", "New this week", "firstSeen within 7d", "Came for the first time within seven days."),
        ("engaged-this-week", "Engaged this week", "count(touchpoints, 7d) >= 10", "Ten touchpoints or more within seven days."));

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Definition> All { get; } = [.. Stages, .. Segments];

    static IReadOnlyList<Definition> Numbered(DefinitionKind kind, params (string Key, string Name, string Rule, string Description)[] definitions) =>
        [.. definitions.Select((each, place) => new Definition(kind, each.Key, 1, place + 1, each.Name, each.Rule, each.Description, 0, Author))];
}
