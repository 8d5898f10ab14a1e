using CustomerGrains.Domain.Experience;

namespace CustomerGrains.Domain.FollowUps;

/// <summary>Which answers open a follow-up.</summary>
/// <param name="Csat">The greatest satisfaction (1 to 5) that does; null: none.</param>
/// <param name="Nps">The greatest likelihood to recommend (0 to 10) that does; null: none.</param>
/// <param name="Ces">The greatest ease (1 to 7) that does; null: none.</param>
/// <param name="Horizon">What was answered longer ago than this when it arrives opens none: history that is imported is not news.</param>
public sealed record FollowUpPolicy(int? Csat, int? Nps, int? Ces, TimeSpan Horizon)
{
    /// <summary>CSAT 1-2, NPS 0-6, CES 1-3, of the last 30 days.</summary>
    public static FollowUpPolicy Default { get; } = new(2, 6, 3, TimeSpan.FromDays(30));

    /// <summary>Whether a score is low.</summary>
    public bool IsLow(SurveyMetric metric, int score) => score <= (metric switch
    {
        SurveyMetric.Csat => Csat,
        SurveyMetric.Nps => Nps,
        _ => Ces,
    });
}
