using System.Text.Json;
using System.Text.Json.Serialization;
using CustomerGrains.Contracts.Customers;
using CustomerGrains.Domain.Customers;
using CustomerGrains.Domain.Decisions;
using CustomerGrains.Domain.Rules;

namespace CustomerGrains.Contracts.Segments;

/// <summary>Why a customer is in a segment (or a stage) or not.</summary>
/// <param name="CustomerId">The customer.</param>
/// <param name="Key">The segment's key; "stage/" and its name for a stage.</param>
/// <param name="Name">Its name for people.</param>
/// <param name="Rule">The rule's text.</param>
/// <param name="Version">The rule's version.</param>
/// <param name="Member">Whether she is in it: what was decided.</param>
/// <param name="Since">Since when, or null if she is not.</param>
/// <param name="Cause">event, time, rule or link; null if she is not in it.</param>
/// <param name="Because">The message that caused it, or null.</param>
/// <param name="Why">The conditions that decide, with their values, in one line.</param>
/// <param name="Changes">When that changes if nothing more happens, or null for never.</param>
/// <param name="Root">The rule, condition by condition.</param>
public sealed record EvidenceView(
    string CustomerId,
    string Key,
    string Name,
    string Rule,
    int Version,
    bool Member,
    DateTimeOffset? Since,
    string? Cause,
    string? Because,
    string Why,
    ChangeView? Changes,
    ConditionView Root)
{
    /// <summary>What a stage's key begins with.</summary>
    public const string StagePrefix = "stage/";

    // A map whose rules may change every day is foretold for some years, not for ever.
    const int MostSteps = 1_000;

    /// <summary>The evidence at an instant; null if there is no such segment, or nothing is known of the customer.</summary>
    /// <param name="state">The customer as she is, or was at <see cref="RuleContext.Now"/>.</param>
    /// <param name="rules">The rules in force.</param>
    /// <param name="key">A segment's key, or "stage/" and the name of a stage.</param>
    /// <param name="context">The instant and what is measured with.</param>
    public static EvidenceView? From(CustomerState state, RuleSet rules, string key, in RuleContext context)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(rules);
        ArgumentNullException.ThrowIfNull(key);
        if (state.Version == 0)
            return null;
        if (key.StartsWith(StagePrefix, StringComparison.Ordinal))
            return OfStage(state, rules, key, context);
        var place = rules.IndexOf(key);
        if (place < 0)
            return null;
        var segment = rules.Segments[place];
        var membership = state.MembershipOf(key);
        var because = membership is null ? default : new Decided(membership.Since, membership.Cause, membership.Because);
        return Of(state, key, segment.Name, segment.Version, segment.Rule, because, context);
    }

    /// <summary>UTF-8 JSON, camelCase.</summary>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, ViewJson.Default.EvidenceView);

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="JsonException">Something else.</exception>
    public static EvidenceView FromJson(ReadOnlySpan<byte> json) =>
        JsonSerializer.Deserialize(json, ViewJson.Default.EvidenceView) ?? throw new JsonException("null is no evidence.");

    static EvidenceView? OfStage(CustomerState state, RuleSet rules, string key, in RuleContext context)
    {
        var name = key[StagePrefix.Length..];
        foreach (var stage in rules.Stages)
        {
            if (stage.Name != name)
                continue;
            var entered = state.Stage == name ? state.Stages[^1] : null;
            var because = entered is null ? default : new Decided(entered.At, entered.Cause, entered.Because);
            return Of(state, key, stage.Name, stage.Version, stage.Rule, because, context) with { Changes = ChangeOfStage(state, rules, name, context) };
        }

        return null;
    }

    // Her stage is the last one whose rule holds: so the map is asked when she comes and goes, not the one rule.
    static ChangeView? ChangeOfStage(CustomerState state, RuleSet rules, string name, in RuleContext context)
    {
        var isHers = state.Stage == name;
        var (at, end) = (context, context.Now + (long)Domain.Rules.Rule.Horizon.TotalMilliseconds);
        for (var step = 0; step < MostSteps && at.Now <= end; step++)
        {
            var verdict = rules.StageOf(state, at);
            if (((verdict.Stage?.Name ?? state.Stage) == name) != isHers)
                return new(DateTimeOffset.FromUnixTimeMilliseconds(at.Now), isHers ? "leaves" : "joins");
            at = at with { Now = verdict.NextChange };
        }

        return null;
    }

    static EvidenceView Of(CustomerState state, string key, string name, int version, Rule rule, in Decided decided, in RuleContext context)
    {
        var explanation = rule.Explain(state, context);
        var member = decided.Since is not null;
        // A segment's membership that differs from the answer is about to change: a deadline passes this very moment, or a backfill is on its way to her.
        // Of a stage the answer alone does not say: a later stage's rule may hold too.
        var pending = member != explanation.Root.Holds && !key.StartsWith(StagePrefix, StringComparison.Ordinal);
        var changes = pending ? context.Now : rule.Foresee(state, context);
        return new(
            state.Id,
            key,
            name,
            rule.Text,
            version,
            member,
            decided.Since,
            member ? DecisionCauses.Of(decided.Cause) : null,
            decided.Because,
            explanation.Why,
            changes == long.MaxValue ? null : new(DateTimeOffset.FromUnixTimeMilliseconds(changes), (pending ? member : explanation.Root.Holds) ? "leaves" : "joins"),
            ConditionView.From(explanation.Root));
    }

    readonly record struct Decided(DateTimeOffset? Since, DecisionCause Cause, string? Because);
}

/// <summary>When the answer changes.</summary>
/// <param name="At">The instant.</param>
/// <param name="To">leaves or joins.</param>
public sealed record ChangeView(DateTimeOffset At, string To);

/// <summary>A condition, or several joined; see <see cref="ConditionNode"/>.</summary>
/// <param name="Text">As it is written in the rule.</param>
/// <param name="Kind">all, any, not or condition.</param>
/// <param name="Holds">Whether it holds.</param>
/// <param name="Actual">What was found, for people, or null.</param>
/// <param name="Expected">What it is compared with, for people, or null.</param>
/// <param name="ChangesAt">When it turns into the opposite with no further event, or null.</param>
/// <param name="Since">Since when it is as it is, or null where that is not known.</param>
/// <param name="Children">The joined ones.</param>
/// <param name="Events">The latest touchpoints behind it; to be read from the journal by whoever shows them.</param>
/// <param name="EventCount">How many there are, or null where nobody counted.</param>
public sealed record ConditionView(
    string Text,
    string Kind,
    bool Holds,
    string? Actual,
    string? Expected,
    DateTimeOffset? ChangesAt,
    DateTimeOffset? Since,
    IReadOnlyList<ConditionView> Children,
    IReadOnlyList<EvidenceEventView> Events,
    long? EventCount)
{
    /// <summary>Which touchpoints belong into <see cref="Events"/>; left out of what is shown.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public EvidenceQuery? Evidence { get; init; }

    internal static ConditionView From(ConditionNode node) => new(
        node.Text,
        node.Kind,
        node.Holds,
        node.Actual,
        node.Expected,
        Time(node.ChangesAt),
        Time(node.Since),
        [.. node.Children.Select(From)],
        [],
        null)
    {
        Evidence = node.Evidence,
    };

    static DateTimeOffset? Time(long? time) => time is { } at ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null;
}

/// <summary>A touchpoint behind a condition.</summary>
/// <param name="MessageId">The sender's id.</param>
/// <param name="At">When it happened.</param>
/// <param name="Name">Its name.</param>
/// <param name="CustomerId">The id in whose journal it is.</param>
/// <param name="Seq">Its place there.</param>
public sealed record EvidenceEventView(string MessageId, DateTimeOffset At, string Name, string CustomerId, long Seq);
