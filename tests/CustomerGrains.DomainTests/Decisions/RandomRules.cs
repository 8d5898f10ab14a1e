using System.Globalization;
using CustomerGrains.Domain.Journal;
using CustomerGrains.Domain.Rules;
using CustomerGrains.Domain.Touchpoints;

namespace CustomerGrains.DomainTests.Decisions;

/// <summary>Rules and events that have much to do with each other, from a seed. Spans are a few units long: seconds, or days.</summary>
sealed class RandomRules(int seed, string unit, long unitMilliseconds)
{
    public const int Names = 5;

    readonly Random _random = new(seed);
    readonly HashSet<long> _spans = [0];
    int _messages;

    public IReadOnlyList<long> Spans => [.. _spans];

    public RuleSet Rules(int segments, int generation = 1, long publishedAt = 0)
    {
        string[] stages =
        [
            "Aware", "always",
            "Considering", "looks.count > 0",
            "Buying", "cart.items > 0",
            "New", "orders.count >= 1",
            "Loyal", $"orders.count >= 2 and ordered within {Span()}",
            "At risk", $"orders.count >= 1 and last(orders) older than {Span()}",
        ];
        var definitions = new List<Definition>();
        for (var i = 0; i < stages.Length; i += 2)
            definitions.Add(Stage(i / 2, stages[i], stages[i + 1], generation, publishedAt));
        for (var i = 0; i < segments; i++)
            definitions.Add(Segment(i, Rule(i, depth: 2), generation, publishedAt));
        var rules = RuleSet.Of(generation, definitions);
        Assert.Empty(rules.Broken.Select(broken => $"{broken.Definition.Rule}: {broken.Errors[0].Message}"));
        return rules;
    }

    /// <summary>An event that arrives at an instant and happened then or some spans before.</summary>
    public JournalEntry Event(long receivedAt)
    {
        var (kind, name, properties) = _random.Next(11) switch
        {
            0 => (EntryKind.Track, "Order Completed", $$""" "properties":{"total":{{_random.Next(1, 300)}}} """),
            1 => (EntryKind.Track, "Order Refunded", """ "properties":{"total":5} """),
            2 => (EntryKind.Track, "Product Added", """ "properties":{"product_id":"p","price":5} """),
            3 => (EntryKind.Track, "Cart Cleared", """ "properties":{} """),
            4 => (EntryKind.Track, "Survey Answered", $$""" "properties":{"metric":"nps","score":{{_random.Next(11)}}} """),
            5 => (EntryKind.Track, _random.Next(2) == 0 ? "Ticket Opened" : "Ticket Resolved", """ "properties":{"ticket_id":"t"} """),
            6 => (EntryKind.Identify, "", $$""" "traits":{"plan":"{{(_random.Next(2) == 0 ? "pro" : "basic")}}"} """),
            7 => (EntryKind.Track, $"Something {_random.Next(Names)}", """ "properties":{} """),
            _ => (EntryKind.Track, "Product Viewed", """ "properties":{} """),
        };
        var late = _random.Next(3) == 0 ? _random.NextInt64(5 * unitMilliseconds) : _random.Next(3);
        return Entry(kind, name, $"{{{properties}}}", receivedAt - late, receivedAt, _random.Next(2) == 0 ? Channel.Web : Channel.Mobile);
    }

    public JournalEntry Entry(EntryKind kind, string name, string body, long occurredAt, long receivedAt, Channel channel = Channel.Web) => new(
        0,
        kind,
        channel,
        $"m{++_messages}",
        name,
        DateTimeOffset.FromUnixTimeMilliseconds(occurredAt),
        DateTimeOffset.FromUnixTimeMilliseconds(receivedAt),
        System.Text.Encoding.UTF8.GetBytes(body));

    public static Definition Segment(int i, string rule, int version = 1, long publishedAt = 0) =>
        new(DefinitionKind.Segment, $"s{i}", version, i, $"Segment {i}", rule, null, publishedAt, "test");

    public static Definition Stage(int i, string name, string rule, int version = 1, long publishedAt = 0) =>
        new(DefinitionKind.Stage, $"stage-{i}", version, i, name, rule, null, publishedAt, "test");

    string Rule(int segment, int depth) => (depth == 0 ? 3 : _random.Next(5)) switch
    {
        0 => $"({Rule(segment, depth - 1)} and {Rule(segment, depth - 1)})",
        1 => $"({Rule(segment, depth - 1)} or {Rule(segment, depth - 1)})",
        2 => $"not ({Rule(segment, depth - 1)})",
        _ => Condition(segment),
    };

    string Condition(int segment) => _random.Next(16) switch
    {
        0 => "cart.items > 0",
        1 => $"cart.updated older than {Span()}",
        2 => $"last(orders) older than {Span()}",
        3 => $"ordered within {Span()}",
        4 => $"count(\"Product Viewed\", {Span()}) >= {_random.Next(1, 4)}",
        5 => $"count(\"Something {_random.Next(Names)}\", {Span()}) = {_random.Next(1, 3)}",
        6 => $"sum(orders, {Span()}) >= {_random.Next(100, 500)}",
        7 => $"nps.last <= {_random.Next(3, 9)}",
        8 => $"seen within {Span()}",
        9 => $"refunded within {Span()}",
        10 => "traits.plan = \"pro\"",
        11 => $"journey.since older than {Span()}",
        12 => "journey.stage = \"New\"",
        13 when segment > 0 => $"segments has \"s{_random.Next(segment)}\"",
        14 when segment > 0 => $"segments.s{_random.Next(segment)}.since older than {Span()}",
        _ => $"count(\"Product Viewed\", {Span()}) < 2",
    };

    string Span()
    {
        var units = _random.Next(1, 5);
        _spans.Add(units * unitMilliseconds);
        return string.Create(CultureInfo.InvariantCulture, $"{units}{unit}");
    }
}
