using CustomerGrains.Domain.Customers;
using CustomerGrains.Domain.Journal;

namespace CustomerGrains.Domain.Rules;

/// <summary>All rules in force. Immutable and thread-safe: a turn uses one from beginning to end.</summary>
public sealed class RuleSet
{
    RuleSet(long generation) => Generation = generation;

    /// <summary>No rules, generation 0.</summary>
    public static RuleSet Empty { get; } = new(0);

    /// <summary>Rises with every publication.</summary>
    public long Generation { get; }

    /// <summary>The journey's stages, from first to last.</summary>
    public IReadOnlyList<StageRule> Stages { get; private init; } = [];

    /// <summary>The segments in the order in which they must be evaluated: those that a rule mentions come before it.</summary>
    public IReadOnlyList<SegmentRule> Segments { get; private init; } = [];

    /// <summary>The next best actions, the most urgent first.</summary>
    public IReadOnlyList<ActionRule> Actions { get; private init; } = [];

    /// <summary>Definitions that are left out, each with the reason.</summary>
    public IReadOnlyList<BrokenDefinition> Broken { get; private init; } = [];

    /// <summary>Makes a set of the latest versions of all definitions. What does not compile is kept aside in <see cref="Broken"/>: this never throws for a rule.</summary>
    public static RuleSet Of(long generation, IEnumerable<Definition> definitions)
    {
        ArgumentNullException.ThrowIfNull(definitions);
        throw new NotImplementedException();
    }

    /// <summary>The place of a segment in <see cref="Segments"/>, or -1.</summary>
    public int IndexOf(string segmentKey) => throw new NotImplementedException();

    /// <summary>
    /// Which rules an entry can change the answer of, besides time: cheap, called for every event. An entry that can change anything (an absorbed id)
    /// selects everything; a decision selects the rules that mention it.
    /// </summary>
    public RuleSelection TouchedBy(JournalEntry entry) => throw new NotImplementedException();

    /// <summary>The stage she is in: the last one whose rule holds, and the first instant at which that may change by time alone.</summary>
    public StageVerdict StageOf(CustomerState state, in RuleContext context) => throw new NotImplementedException();
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
