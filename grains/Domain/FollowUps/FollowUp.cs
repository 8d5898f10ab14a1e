using System.Text.Json.Serialization;
using CustomerGrains.Domain.Experience;
using CustomerGrains.Domain.Touchpoints;

namespace CustomerGrains.Domain.FollowUps;

/// <summary>How far a follow-up is. The numbers are stored.</summary>
public enum FollowUpState : byte
{
    /// <summary>Nobody has it.</summary>
    Open = 0,

    /// <summary>Somebody takes care of it.</summary>
    Taken = 1,

    /// <summary>It is over.</summary>
    Resolved = 2,
}

/// <summary>What somebody wrote down about a follow-up.</summary>
/// <param name="Time">When, in Unix milliseconds.</param>
/// <param name="By">Who.</param>
/// <param name="Text">What, at most <see cref="FollowUp.MaxText"/> characters.</param>
public sealed record FollowUpNote(
    [property: JsonPropertyName("at")] long Time, [property: JsonPropertyName("by")] string By, [property: JsonPropertyName("text")] string Text)
{
    /// <summary>When.</summary>
    [JsonIgnore]
    public DateTimeOffset At => DateTimeOffset.FromUnixTimeMilliseconds(Time);
}

/// <summary>A low score that somebody has to see to: the fold of what was decided and done about it. Immutable, so that what changed is another object.</summary>
public sealed record FollowUp
{
    /// <summary>Notes and outcomes are no longer than this.</summary>
    public const int MaxText = 1_000;

    /// <summary>So many notes are kept, the latest; the journal has all.</summary>
    public const int MaxNotes = 10;

    /// <summary>So many commands are remembered, the latest, to be done once.</summary>
    internal const int MaxCommands = 10;

    /// <summary>Which: the same for ever, also when she becomes part of another customer.</summary>
    [JsonPropertyName("id")]
    public required string Id { get; init; }

    /// <summary>What was asked.</summary>
    [JsonPropertyName("metric")]
    public SurveyMetric Metric { get; init; }

    /// <summary>When the first low answer arrived, in Unix milliseconds.</summary>
    [JsonPropertyName("opened")]
    public long OpenedTime { get; init; }

    /// <summary>The latest low answer by event time: when it was given, and its message.</summary>
    [JsonPropertyName("answer")]
    public required Stamp Answer { get; init; }

    /// <summary>Its score.</summary>
    [JsonPropertyName("score")]
    public int Score { get; init; }

    /// <summary>What was said with it, or null.</summary>
    [JsonPropertyName("comment")]
    public string? Comment { get; init; }

    /// <summary>How many low answers there were until it was resolved.</summary>
    [JsonPropertyName("answers")]
    public int Answers { get; init; }

    /// <summary>Who has it, or had it when it was resolved; null if nobody.</summary>
    [JsonPropertyName("takenBy")]
    public string? TakenBy { get; init; }

    /// <summary>Since when, in Unix milliseconds.</summary>
    [JsonPropertyName("taken")]
    public long TakenTime { get; init; }

    /// <summary>The latest notes, oldest first.</summary>
    [JsonPropertyName("notes")]
    public IReadOnlyList<FollowUpNote>? Notes { get; init; }

    /// <summary>How many notes there are, those that are not kept among them.</summary>
    [JsonPropertyName("noteCount")]
    public int NoteCount { get; init; }

    /// <summary>Who resolved it; "" if it went on as another one (<see cref="MergedInto"/>).</summary>
    [JsonPropertyName("resolvedBy")]
    public string? ResolvedBy { get; init; }

    /// <summary>When, in Unix milliseconds.</summary>
    [JsonPropertyName("resolved")]
    public long ResolvedTime { get; init; }

    /// <summary>What came of it, or null.</summary>
    [JsonPropertyName("outcome")]
    public string? Outcome { get; init; }

    /// <summary>The follow-up as which it goes on since two ids turned out to be one customer, or null.</summary>
    [JsonPropertyName("mergedInto")]
    public string? MergedInto { get; init; }

    /// <summary>The latest commands that were done.</summary>
    [JsonPropertyName("commands")]
    public IReadOnlyList<string>? Commands { get; init; }

    /// <summary>How far it is.</summary>
    [JsonIgnore]
    public FollowUpState State => ResolvedBy is not null ? FollowUpState.Resolved : TakenBy is not null ? FollowUpState.Taken : FollowUpState.Open;

    /// <summary>When the first low answer arrived.</summary>
    [JsonIgnore]
    public DateTimeOffset OpenedAt => DateTimeOffset.FromUnixTimeMilliseconds(OpenedTime);

    /// <summary>Since when somebody has it, or null.</summary>
    [JsonIgnore]
    public DateTimeOffset? TakenAt => TakenBy is null ? null : DateTimeOffset.FromUnixTimeMilliseconds(TakenTime);

    /// <summary>When it was resolved, or null.</summary>
    [JsonIgnore]
    public DateTimeOffset? ResolvedAt => ResolvedBy is null ? null : DateTimeOffset.FromUnixTimeMilliseconds(ResolvedTime);

    /// <summary>Another low answer. The latest by event time counts, whichever arrives last.</summary>
    internal FollowUp With(Stamp at, int score, string? comment, int answers = 1) => at > Answer
        ? this with { Answer = at, Score = score, Comment = comment, Answers = Answers + answers }
        : this with { Answers = Answers + answers };

    internal FollowUp With(FollowUpNote note) => this with { Notes = [.. (Notes ?? []).TakeLast(MaxNotes - 1), note], NoteCount = NoteCount + 1 };

    internal FollowUp After(string command) => this with { Commands = [.. (Commands ?? []).TakeLast(MaxCommands - 1), command] };
}
