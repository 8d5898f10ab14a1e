using CustomerGrains.Domain.Touchpoints;

namespace CustomerGrains.Domain.Rules;

/// <summary>Why a rule holds or does not.</summary>
/// <param name="Root">The rule, as its conditions nest.</param>
/// <param name="Why">The conditions that decide, with their values, in one line of at most about 200 characters: "cart.items = 2, cart.updated 12:03 (45 min ago)".</param>
public sealed record RuleExplanation(ConditionNode Root, string Why);

/// <summary>A condition, or several joined.</summary>
/// <param name="Text">As it is written in the rule.</param>
/// <param name="Kind">"all" (joined by and), "any" (joined by or), "not" (one child), or "condition".</param>
/// <param name="Holds">Whether it holds.</param>
/// <param name="Actual">What was found, for people: "2 products", "512.30 GBP", "2026-01-05 12:03 UTC (45 min ago)"; null for joined ones.</param>
/// <param name="Expected">What it is compared with, for people: "more than 0"; null for joined ones.</param>
/// <param name="ChangesAt">When it turns into the opposite with no further event, in Unix milliseconds; null = not by time alone (within ten years).</param>
/// <param name="Since">Since when it is as it is, in Unix milliseconds, where that is known; else null.</param>
/// <param name="Evidence">Which touchpoints are behind the value; null where there are none.</param>
/// <param name="Children">The joined ones; empty for a condition.</param>
public sealed record ConditionNode(
    string Text,
    string Kind,
    bool Holds,
    string? Actual,
    string? Expected,
    long? ChangesAt,
    long? Since,
    EvidenceQuery? Evidence,
    IReadOnlyList<ConditionNode> Children);

/// <summary>
/// Which touchpoints are behind a value: those of <paramref name="MessageIds"/> where the state knows them; else (it is empty) those that go by one of the
/// names, on the channel, within the window; no names = whatever the name.
/// </summary>
/// <param name="Names">Names as they are counted.</param>
/// <param name="Channel">The channel, or null for all.</param>
/// <param name="From">Events later than this, in Unix milliseconds; null = from the beginning.</param>
/// <param name="Through">Events until this, this included; null = all.</param>
/// <param name="MessageIds">Exactly these.</param>
public sealed record EvidenceQuery(IReadOnlyList<string> Names, Channel? Channel, long? From, long? Through, IReadOnlyList<string> MessageIds);
