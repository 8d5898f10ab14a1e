using CustomerGrains.Domain.Customers;
using CustomerGrains.Domain.Journal;
using CustomerGrains.Domain.Rules.Syntax;

namespace CustomerGrains.Domain.Rules;

/// <summary>All rules in force. Immutable and thread-safe: a turn uses one from beginning to end.</summary>
public sealed class RuleSet
{
    readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);
    readonly Touches _touches;

    RuleSet(long generation, StageRule[] stages, SegmentRule[] segments, ActionRule[] actions, BrokenDefinition[] broken)
    {
        Generation = generation;
        Stages = stages;
        Segments = segments;
        Actions = actions;
        Broken = broken;
        for (var i = 0; i < segments.Length; i++)
            _places[segments[i].Key] = i;
        _touches = new(stages, segments);
    }

    /// <summary>No rules, generation 0.</summary>
    public static RuleSet Empty { get; } = new(0, [], [], [], []);

    /// <summary>Rises with every publication.</summary>
    public long Generation { get; }

    /// <summary>The journey's stages, from first to last.</summary>
    public IReadOnlyList<StageRule> Stages { get; }

    /// <summary>The segments in the order in which they must be evaluated: those that a rule mentions come before it.</summary>
    public IReadOnlyList<SegmentRule> Segments { get; }

    /// <summary>The next best actions, the most urgent first.</summary>
    public IReadOnlyList<ActionRule> Actions { get; }

    /// <summary>Definitions that are left out, each with the reason.</summary>
    public IReadOnlyList<BrokenDefinition> Broken { get; }

    /// <summary>Makes a set of the latest versions of all definitions. What does not compile is kept aside in <see cref="Broken"/>: this never throws for a rule.</summary>
    public static RuleSet Of(long generation, IEnumerable<Definition> definitions)
    {
        ArgumentNullException.ThrowIfNull(definitions);
        var broken = new List<BrokenDefinition>();
        var rules = new List<(Definition Definition, Rule Rule)>();
        var latest = definitions.GroupBy(definition => (definition.Kind, definition.Key)).Select(versions => versions.MaxBy(definition => definition.Version)!);
        foreach (var definition in latest.Where(definition => definition.Kind != DefinitionKind.Alert).OrderBy(definition => definition.Order).ThenBy(definition => definition.Key, StringComparer.Ordinal))
        {
            var reading = RuleText.Read(definition.Rule, RuleGraph.UseOf(definition.Kind));
            if (reading.Rule is { } rule)
                rules.Add((definition, rule));
            else
                broken.Add(new(definition, reading.Errors));
        }

        return new(
            generation,
            [.. rules.Where(rule => rule.Definition.Kind == DefinitionKind.Stage).Select((rule, place) =>
                new StageRule(rule.Definition.Key, rule.Definition.Name, rule.Definition.Version, rule.Definition.PublishedAt, rule.Rule, place))],
            InOrder([.. rules.Where(rule => rule.Definition.Kind == DefinitionKind.Segment)], broken),
            [.. rules.Where(rule => rule.Definition.Kind == DefinitionKind.Action).Select(rule => new ActionRule(rule.Definition.Key, rule.Definition.Name, rule.Rule))],
            [.. broken]);
    }

    /// <summary>The place of a segment in <see cref="Segments"/>, or -1.</summary>
    public int IndexOf(string segmentKey) => _places.TryGetValue(segmentKey, out var place) ? place : -1;

    /// <summary>
    /// Which rules an entry can change the answer of, besides time: cheap, called for every event. An entry that can change anything (an absorbed id)
    /// selects everything; a decision selects the rules that mention it.
    /// </summary>
    public RuleSelection TouchedBy(JournalEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return _touches.Of(entry);
    }

    /// <summary>The stage she is in: the last one whose rule holds, and the first instant at which that may change by time alone.</summary>
    public StageVerdict StageOf(CustomerState state, in RuleContext context)
    {
        var next = long.MaxValue;
        for (var i = Stages.Count - 1; i >= 0; i--)
        {
            var verdict = Stages[i].Rule.Evaluate(state, context);
            next = Math.Min(next, verdict.NextChange);
            if (verdict.Holds)
                return new(Stages[i], next);
        }

        return new(null, next);
    }

    // Depth first: what a rule mentions comes before it. What goes round in a circle can't be ordered and is left out.
    static SegmentRule[] InOrder(List<(Definition Definition, Rule Rule)> segments, List<BrokenDefinition> broken)
    {
        var mentions = segments.ToDictionary(segment => segment.Definition.Key, segment => segment.Rule.Segments, StringComparer.Ordinal);
        var sound = new Dictionary<string, SegmentRule>(StringComparer.Ordinal);
        foreach (var (definition, rule) in segments)
        {
            if (CycleOf(definition.Key, mentions) is { } cycle)
                broken.Add(new(definition, [Problems.Of(definition.Rule, RuleGraph.PlaceOf(definition.Rule, cycle[1]), RuleGraph.CycleMessage(cycle))]));
            else
                sound[definition.Key] = new(definition.Key, definition.Name, definition.Version, definition.PublishedAt, rule);
        }

        var ordered = new List<SegmentRule>();
        var placed = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (definition, _) in segments)
            Place(definition.Key);
        return [.. ordered];

        void Place(string key)
        {
            if (!sound.TryGetValue(key, out var segment) || !placed.Add(key))
                return;
            foreach (var mentioned in segment.Rule.Segments)
                Place(mentioned);
            ordered.Add(segment);
        }
    }

    static List<string>? CycleOf(string key, Dictionary<string, IReadOnlyList<string>> mentions)
    {
        foreach (var mentioned in mentions[key])
        {
            if (RuleGraph.PathBetween(mentioned, key, mentions) is { } path)
                return [key, .. path];
        }

        return null;
    }
}

/// <summary>The stage a customer is in.</summary>
/// <param name="Stage">The stage, or null if no stage's rule holds.</param>
/// <param name="NextChange">As in <see cref="Verdict"/>.</param>
public readonly record struct StageVerdict(StageRule? Stage, long NextChange);

/// <summary>Which rules of a <see cref="RuleSet"/> are meant.</summary>
public sealed class RuleSelection
{
    readonly int[] _segments;

    internal RuleSelection(bool stages, int[] segments)
    {
        Stages = stages;
        _segments = segments;
    }

    /// <summary>Whether the stages are among them.</summary>
    public bool Stages { get; }

    /// <summary>Indexes of <see cref="RuleSet.Segments"/>, ascending, which is the order of evaluation.</summary>
    public ReadOnlySpan<int> Segments => _segments;
}
