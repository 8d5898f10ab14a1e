using System.Text.Json.Serialization;
using CustomerGrains.Domain.Touchpoints;

namespace CustomerGrains.Domain.Experience;

/// <summary>Counts of answers to one metric, and the last answer.</summary>
public sealed class ScoreTotals
{
    /// <summary>Answers.</summary>
    [JsonInclude, JsonPropertyName("n")]
    public long Answers { get; internal set; }

    /// <summary>Sum of the scores.</summary>
    [JsonInclude, JsonPropertyName("sum")]
    public long Sum { get; internal set; }

    /// <summary>Good answers: CSAT 4-5, NPS 9-10 (promoters), CES 5-7.</summary>
    [JsonInclude, JsonPropertyName("top")]
    public long Top { get; internal set; }

    /// <summary>NPS 0-6 (detractors); 0 for the other metrics.</summary>
    [JsonInclude, JsonPropertyName("low")]
    public long Low { get; internal set; }

    /// <summary>When the last answer was given.</summary>
    [JsonInclude, JsonPropertyName("at")]
    public Stamp? At { get; internal set; }

    /// <summary>The last score by event time.</summary>
    [JsonInclude, JsonPropertyName("last")]
    public int Last { get; internal set; }

    /// <summary>What was said with it, at most 300 characters, or null.</summary>
    [JsonInclude, JsonPropertyName("comment")]
    public string? Comment { get; internal set; }

    internal void Apply(Stamp at, in SurveyAnswer answer)
    {
        Answers++;
        Sum += answer.Score;
        Top += ScoreRules.IsTop(answer.Metric, answer.Score) ? 1 : 0;
        Low += ScoreRules.IsLow(answer.Metric, answer.Score) ? 1 : 0;
        if (At is not null && At > at)
            return;
        (At, Last, Comment) = (at, answer.Score, answer.Comment);
    }

    internal void Add(ScoreTotals other)
    {
        Answers += other.Answers;
        Sum += other.Sum;
        Top += other.Top;
        Low += other.Low;
        if (other.At is { } at && !(At is not null && At > at))
            (At, Last, Comment) = (at, other.Last, other.Comment);
    }
}

/// <summary>What a customer answered.</summary>
public sealed class Scores
{
    /// <summary>Satisfaction, or null before the first answer.</summary>
    [JsonInclude, JsonPropertyName("csat")]
    public ScoreTotals? Csat { get; internal set; }

    /// <summary>Recommendation, or null before the first answer.</summary>
    [JsonInclude, JsonPropertyName("nps")]
    public ScoreTotals? Nps { get; internal set; }

    /// <summary>Effort, or null before the first answer.</summary>
    [JsonInclude, JsonPropertyName("ces")]
    public ScoreTotals? Ces { get; internal set; }

    internal void Apply(Stamp at, in SurveyAnswer answer)
    {
        var totals = answer.Metric switch
        {
            SurveyMetric.Csat => Csat ??= new(),
            SurveyMetric.Nps => Nps ??= new(),
            _ => Ces ??= new(),
        };
        totals.Apply(at, answer);
    }

    /// <summary>Adds what was answered elsewhere, as if it had been answered here.</summary>
    internal void Add(Scores other)
    {
        if (other.Csat is { } csat)
            (Csat ??= new()).Add(csat);
        if (other.Nps is { } nps)
            (Nps ??= new()).Add(nps);
        if (other.Ces is { } ces)
            (Ces ??= new()).Add(ces);
    }
}
