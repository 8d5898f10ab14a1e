namespace CustomerGrains.Domain.Experience;

/// <summary>
/// The published definitions of the experience metrics, once for customers and for counters. Percentages are 0 to 100, rounded to 4 decimals;
/// null where nobody answered.
/// </summary>
public static class ScoreRules
{
    const int Decimals = 4;

    /// <summary>
    /// Net Promoter Score = % of 9-10 minus % of 0-6, of all answers 0-10; -100 to 100
    /// (F. F. Reichheld, The One Number You Need to Grow, Harvard Business Review, December 2003).
    /// </summary>
    public static decimal? Nps(decimal promoters, decimal detractors, decimal answers) => Percent(promoters - detractors, answers);

    /// <summary>CSAT = share of 4-5 of all answers 1-5 (top two boxes; not the mean); 0 to 100.</summary>
    public static decimal? Csat(decimal satisfied, decimal answers) => Percent(satisfied, answers);

    /// <summary>
    /// CES 2.0 share = share of 5-7 of all answers 1-7, 7 = easiest; 0 to 100
    /// (M. Dixon, N. Toman, R. DeLisi, The Effortless Experience, 2013, for the 7-point scale).
    /// </summary>
    public static decimal? CesShare(decimal easy, decimal answers) => Percent(easy, answers);

    /// <summary>CES mean, 1 to 7.</summary>
    public static decimal? CesMean(decimal sum, decimal answers) => answers == 0 ? null : Math.Round(sum / answers, Decimals);

    /// <summary>CSAT 4-5, NPS 9-10, CES 5-7.</summary>
    public static bool IsTop(SurveyMetric metric, int score) => metric switch
    {
        SurveyMetric.Csat => score >= 4,
        SurveyMetric.Nps => score >= 9,
        _ => score >= 5,
    };

    /// <summary>NPS 0-6; the other metrics have no such part.</summary>
    public static bool IsLow(SurveyMetric metric, int score) => metric == SurveyMetric.Nps && score <= 6;

    static decimal? Percent(decimal part, decimal answers) => answers == 0 ? null : Math.Round(100 * part / answers, Decimals);
}
