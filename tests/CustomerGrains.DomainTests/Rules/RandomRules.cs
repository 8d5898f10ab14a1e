using System.Globalization;

namespace CustomerGrains.DomainTests.Rules;

/// <summary>Makes rules of every kind of condition, from a seed, about what <see cref="Support.RandomEvents"/> makes; remembers their spans of time.</summary>
sealed class RandomRules(int seed, bool predictions = true)
{
    static readonly string[] Names =
        ["Product Viewed", "viewed product", "Product Added", "Order Completed", "Message Opened", "Checkout Started", "Viewed Home Page", "Something1", "Nothing"];

    static readonly string[] Spans = ["30s", "90m", "1h", "12h", "1d", "1d12h", "7d", "2w", "40d", "90d"];

    static readonly string[] Counts =
    [
        "orders.count", "value.orders", "orders.days", "refunds.count", "orders.cancelled", "touchpoints.count", "cart.items", "cart.quantity", "tickets.open",
        "tickets.resolved", "looks.count", "referrals.count", "nps.answers", "csat.answers", "links.count", "categories.Category1.count", "channels.web.count",
        "value.unconverted", "value.byCurrency.GBP.orders",
    ];

    static readonly string[] Amounts = ["value.gross", "value.net", "value.refunded", "value.averageOrder", "cart.total", "orders.gross", "value.byCurrency.EUR.gross"];

    static readonly string[] Times =
    [
        "last(orders)", "ordered", "refunded", "seen", "firstSeen", "cart.updated", "last(\"Product Viewed\")", "last(channel \"mobile\")", "first(orders)", "nps.at",
        "checkout.last", "journey.since", "segments.vip.since", "tickets.updated", "tickets.oldestOpen", "categories.Category1.last", "last(touchpoints)", "refunds.last",
    ];

    static readonly string[] Texts = ["id", "displayName", "traits.trait1", "journey.stage", "journey.from", "channels.favourite", "categories.favourite", "nps.comment", "preferences.explicit.choice1"];

    readonly Random _random = new(seed);

    public string Rule(int depth = 3) => depth == 0 || _random.Next(3) == 0 ? Condition() : _random.Next(5) switch
    {
        0 => $"not {Inner(depth)}",
        1 or 2 => string.Join(" and ", Parts(depth)),
        _ => string.Join(" or ", Parts(depth)),
    };

    string[] Parts(int depth) => [.. Enumerable.Range(0, 2 + _random.Next(2)).Select(_ => Inner(depth))];

    string Inner(int depth) => _random.Next(3) == 0 ? Condition() : $"({Rule(depth - 1)})";

    string Condition() => _random.Next(predictions ? 17 : 15) switch
    {
        0 or 1 => $"{Pick(Counts)} {Comparison()} {Small()}",
        2 => $"{Pick(Amounts)} {Comparison()} {Pick("0", "10", "49.5", "200")}",
        3 => $"{Pick("value.gross", "value.net", "cart.total", "value.refunded")} {Comparison()} {Pick("0", "50")} {Pick("GBP", "EUR", "USD")}",
        4 or 5 => $"{Pick(Times)} {Pick("older than", "within")} {Span()}",
        6 or 7 => $"count({What()}, {Span()}) {Comparison()} {Pick("0", "1", "2", "3", "8")}",
        8 => $"sum({Pick("orders", "refunds")}, {Span()}) {Comparison()} {Pick("0", "0.1", "20", "100")}{Pick("", "", " GBP")}",
        9 => $"{Pick(Texts)} {Pick("= \"Loyal\"", "!= \"text\"", "in (\"text\", \"Web\", \"Category1\")", "contains \"a\"", "starts with \"N\"", "ends with \"1\"", "not in (\"text\")")}",
        10 => $"{Pick(Times)} {Pick("<", "<=", ">", ">=")} 2025-12-{_random.Next(1, 32).ToString("00", CultureInfo.InvariantCulture)}",
        11 => Pick("segments has \"vip\"", "segments has any (\"vip\", \"other\")", "journey.history has \"Loyal\"", "consents has \"purpose1\"", "channels has all (\"web\", \"mobile\")", "categories has \"category1\"", "cart.products has \"p1\"", "traits.trait2 has \"text\""),
        12 => Pick("known", "known = no", "consents.purpose1", "consents.purpose2.email = no", "traits.trait3 = yes", "traits.trait4", "always", "never"),
        13 => $"{Pick([.. Texts, .. Times, "nps.last", "nps.score", "traits.trait5", "consents.purpose1", "hours.favourite", "categories"])} is {Pick("known", "missing")}",
        14 => $"{Pick("nps.last", "nps.score", "csat.share", "ces.mean", "hours.favourite", "traits.trait6", "channels.web.share", "categories.Category2.share")} {Comparison()} {Pick("1", "4.5", "7")}",
        15 => $"value.predicted.{Pick("alive", "returns12m")} {Comparison()} {Pick("0", "0.3", "0.5", "0.9", "1")}",
        _ => Pick("value.rfm.recency in (2, 3)", "value.rfm.frequency >= 3", "value.predicted.value12m < 100", "value.predicted.orders12m = 1.5", "value.predicted.alive not in (0.5, 1)"),
    };

    string What() => _random.Next(2) == 0 ? $"\"{Pick(Names)}\"" : Pick("orders", "refunds", "touchpoints", "channel \"web\"", "channel \"mobile\"", "channel \"server\"");

    string Span() => Pick(Spans);

    string Small() => _random.Next(6).ToString(CultureInfo.InvariantCulture);

    string Comparison() => Pick("=", "!=", "<", "<=", ">", ">=");

    string Pick(params string[] choices) => choices[_random.Next(choices.Length)];

    /// <summary>All spans of time that rules are made with, in milliseconds.</summary>
    public static IReadOnlyList<long> SpanLengths { get; } =
        [30_000, 5_400_000, 3_600_000, 43_200_000, 86_400_000, 129_600_000, 604_800_000, 1_209_600_000, 3_456_000_000, 7_776_000_000];
}
