using CustomerGrains.Domain.Experience;

namespace CustomerGrains.Domain.FollowUps;

/// <summary>Metrics and states in words, as the store, the API and the screens have them.</summary>
public static class FollowUpWords
{
    /// <summary>csat, nps or ces.</summary>
    public static string Of(SurveyMetric metric) => metric switch
    {
        SurveyMetric.Csat => "csat",
        SurveyMetric.Nps => "nps",
        _ => "ces",
    };

    /// <summary>open, taken or resolved.</summary>
    public static string Of(FollowUpState state) => state switch
    {
        FollowUpState.Open => "open",
        FollowUpState.Taken => "taken",
        _ => "resolved",
    };

    /// <summary>The metric of a word, or null.</summary>
    public static SurveyMetric? MetricOf(string? word) => word switch
    {
        "csat" => SurveyMetric.Csat,
        "nps" => SurveyMetric.Nps,
        "ces" => SurveyMetric.Ces,
        _ => null,
    };
}
