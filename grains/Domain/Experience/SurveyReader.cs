using System.Text.Json;
using CustomerGrains.Domain.Touchpoints;

namespace CustomerGrains.Domain.Experience;

/// <summary>What a survey asks.</summary>
public enum SurveyMetric : byte
{
    /// <summary>Customer satisfaction, 1 to 5.</summary>
    Csat,

    /// <summary>Likelihood to recommend, 0 to 10.</summary>
    Nps,

    /// <summary>Ease ("made it easy"), 1 to 7.</summary>
    Ces,
}

/// <summary>A valid answer.</summary>
readonly record struct SurveyAnswer(SurveyMetric Metric, int Score, string? Comment);

/// <summary>Reads Survey Answered {metric, score, comment}.</summary>
static class SurveyReader
{
    public const int MaxComment = 300;

    public static SurveyAnswer? Read(JsonElement properties, out FieldError? error)
    {
        var fields = new Fields(properties, "properties");
        var metric = fields.Required("metric", 20, "\"csat\", \"nps\" or \"ces\"") switch
        {
            null => (SurveyMetric?)null,
            var name when name.Equals("csat", StringComparison.OrdinalIgnoreCase) => SurveyMetric.Csat,
            var name when name.Equals("nps", StringComparison.OrdinalIgnoreCase) => SurveyMetric.Nps,
            var name when name.Equals("ces", StringComparison.OrdinalIgnoreCase) => SurveyMetric.Ces,
            _ => Unknown(ref fields),
        };
        int? score = metric switch
        {
            SurveyMetric.Csat => fields.Whole("score", 1, 5),
            SurveyMetric.Nps => fields.Whole("score", 0, 10),
            SurveyMetric.Ces => fields.Whole("score", 1, 7),
            _ => null,
        };
        if (metric is not null && score is null)
            fields.Fail("score", "is missing: send a whole number");
        error = fields.Error;
        return metric is { } asked && score is { } given ? new(asked, given, fields.Note("comment", MaxComment)) : null;
    }

    static SurveyMetric? Unknown(ref Fields fields)
    {
        fields.Fail("metric", "must be csat, nps or ces");
        return null;
    }
}
