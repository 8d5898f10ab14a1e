namespace CustomerGrains.Domain.Rules;

/// <summary>What is defined. The numbers are stored: never change or reuse one.</summary>
public enum DefinitionKind : byte
{
    /// <summary>A segment.</summary>
    Segment = 1,

    /// <summary>A stage of the journey.</summary>
    Stage = 2,

    /// <summary>A next best action.</summary>
    Action = 3,

    /// <summary>An alert's threshold; its text is not a rule about customers.</summary>
    Alert = 4,
}

/// <summary>A published version of a segment, stage, action or alert.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Key">Its key within its kind: a-z, 0-9 and -.</param>
/// <param name="Version">From 1.</param>
/// <param name="Order">The place among its kind: stages from first to last, actions from most to least urgent.</param>
/// <param name="Name">Its name for people; of a stage, what the journey calls it.</param>
/// <param name="Rule">The rule's text.</param>
/// <param name="Description">What it is for, or null.</param>
/// <param name="PublishedAt">When, in Unix milliseconds.</param>
/// <param name="PublishedBy">Who.</param>
public sealed record Definition(
    DefinitionKind Kind,
    string Key,
    int Version,
    int Order,
    string Name,
    string Rule,
    string? Description,
    long PublishedAt,
    string PublishedBy);

/// <summary>A definition that is left out because its rule does not work (any more).</summary>
/// <param name="Definition">What was published.</param>
/// <param name="Errors">Why it does not work.</param>
public sealed record BrokenDefinition(Definition Definition, IReadOnlyList<RuleError> Errors);

/// <summary>A segment.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Name">Its name for people.</param>
/// <param name="Version">The published version.</param>
/// <param name="PublishedAt">When, in Unix milliseconds.</param>
/// <param name="Rule">Who is in it.</param>
public sealed record SegmentRule(string Key, string Name, int Version, long PublishedAt, Rule Rule);

/// <summary>A stage of the journey.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Name">What the journey calls it.</param>
/// <param name="Version">The published version.</param>
/// <param name="PublishedAt">When, in Unix milliseconds.</param>
/// <param name="Rule">Who is in it, unless a later stage's rule holds too.</param>
/// <param name="Place">From 0, the first.</param>
public sealed record StageRule(string Key, string Name, int Version, long PublishedAt, Rule Rule, int Place);

/// <summary>A next best action.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Title">What to do.</param>
/// <param name="Rule">For whom.</param>
public sealed record ActionRule(string Key, string Title, Rule Rule);
