using System.Globalization;
using CustomerGrains.Domain.Rules;

namespace CustomerGrains.Benchmarks.Rules;

/// <summary>
/// Segments as a shop has them, as many as wanted: a fifth of them ask for what every product view changes (views, categories, how active she is), the others
/// for orders, carts, answers, tickets, traits, consents, stages and each other. Most are narrow, as among a thousand most are.
/// </summary>
static class SegmentMix
{
    static readonly Func<int, string>[] Kinds =
    [
        n => $"count(\"Product Viewed\", {1 + (n % 30)}d) >= {3 + (n % 20)} and not ordered within {7 + (n % 30)}d and traits.plan = \"plan{n % 20}\"",
        n => $"cart.items > {n % 3} and cart.updated older than {30 + (n % 600)}m",
        n => $"orders.count >= {2 + (n % 5)} and last(orders) older than {30 + (n % 300)}d and nps.last <= {n % 7}",
        n => $"sum(orders, {30 + (n % 335)}d) >= {100 + (n % 900)}",
        n => $"traits.plan = \"plan{n % 20}\" and traits.seats >= {n % 50}",
        n => $"categories has \"category-{n % 40}\" and orders.count = {n % 3}",
        n => $"nps.last >= {n % 11}",
        n => $"tickets.open > 0 and tickets.oldestOpen older than {1 + (n % 10)}d",
        n => $"consents.marketing = yes and journey.stage = \"{(n % 2 == 0 ? "Loyal" : "New")}\"",
        n => $"value.gross >= {100 * (1 + (n % 50))} GBP",
        n => $"count(touchpoints, {1 + (n % 14)}d) >= {5 + (n % 40)} and traits.country = \"c{n % 30}\"",
        n => $"refunds.count >= {1 + (n % 4)} and refunded within {30 + (n % 60)}d",
        n => $"count(\"Message Opened\", {7 + (n % 60)}d) = 0 and count(\"Message Delivered\", {7 + (n % 60)}d) >= {2 + (n % 4)}",
        n => n < 20 ? "orders.days >= 3" : $"segments has \"segment-{n % 20}\" and value.averageOrder >= {20 + (n % 200)}",
        n => $"traits.country in (\"c{n % 30}\", \"c{(n + 1) % 30}\")",
        n => $"journey.stage = \"At risk\" and journey.since older than {7 + (n % 60)}d",
        n => $"csat.share < {50 + (n % 50)} or ces.mean < {1 + (n % 6)}",
        n => $"count(\"Checkout Started\", {1 + (n % 14)}d) >= {1 + (n % 3)} and count(orders, {1 + (n % 14)}d) = 0",
        n => $"firstSeen within {1 + (n % 90)}d and traits.plan = \"plan{n % 20}\"",
        n => $"orders.first within {10 + (n % 350)}d and orders.count >= {1 + (n % 4)}",
    ];

    /// <summary>The first so many; the smaller mix is the beginning of the larger one.</summary>
    public static RuleSet Of(int count)
    {
        var definitions = Enumerable.Range(0, count).Select(n => new Definition(
            DefinitionKind.Segment, string.Create(CultureInfo.InvariantCulture, $"segment-{n}"), 1, n, $"Segment {n}", Kinds[n % Kinds.Length](n / Kinds.Length * 7), null, 0, "benchmark"));
        var rules = RuleSet.Of(1, [.. DefaultDefinitions.Stages, .. definitions]);
        return rules.Broken.Count == 0 ? rules : throw new InvalidOperationException(rules.Broken[0].Errors[0].Message);
    }
}
