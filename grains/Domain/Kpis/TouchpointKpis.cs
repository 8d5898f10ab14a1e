using CustomerGrains.Domain.Experience;
using CustomerGrains.Domain.Journal;
using CustomerGrains.Domain.Touchpoints;
using CustomerGrains.Domain.Value;

namespace CustomerGrains.Domain.Kpis;

/// <summary>What one touchpoint adds to the counters: a function of the touchpoint, and of the stage and segments she was in when it arrived.</summary>
public static class TouchpointKpis
{
    /// <summary>Adds the changes that the touchpoint causes; entries that are not touchpoints cause none.</summary>
    /// <param name="deltas">Where to add.</param>
    /// <param name="touchpoint">The entry.</param>
    /// <param name="scopes">Where the customer was when it arrived, before its own effects.</param>
    /// <param name="sign">1 to count it, -1 to take it back.</param>
    public static void AddTo(List<KpiDelta> deltas, JournalEntry touchpoint, KpiScopes scopes, int sign = 1)
    {
        ArgumentNullException.ThrowIfNull(deltas);
        ArgumentNullException.ThrowIfNull(touchpoint);
        ArgumentNullException.ThrowIfNull(scopes);
        if (!touchpoint.IsTouchpoint)
            return;
        var known = touchpoint.Kind == EntryKind.Track ? Catalogue.Default.Find(touchpoint.Name) : null;
        var minute = KpiDelta.MinuteOf(touchpoint.OccurredAt);
        var scopedMinute = ScopedMinuteOf(touchpoint, minute);
        var set = scopes.Events(touchpoint.Channel);
        var dimension = TouchpointDimension.Of(touchpoint.Kind, touchpoint.Channel, known);
        deltas.Add(new(minute, Metrics.Events, "", sign));
        deltas.Add(new(TouchpointDimension.MinuteOf(touchpoint), Metrics.Touchpoints, dimension, sign));
        // The events of a scope are the sum of these.
        deltas.Add(new(scopedMinute, Metrics.Touchpoints, dimension, sign, set));
        var to = new Sink(deltas, minute, scopedMinute, set, sign);
        switch (known?.Meaning)
        {
            case Meaning.OrderCompleted or Meaning.OrderRefunded or Meaning.OrderCancelled:
                AddOrder(to, touchpoint);
                break;
            case Meaning.SurveyAnswered:
                AddAnswer(to, touchpoint);
                break;
        }
    }

    /// <summary>
    /// The minute in which a touchpoint counts in scopes. One that was too old for every window when it arrived counts in the first minute of its day: charts
    /// of all time are by day, and years of imported history don't fill the table with minutes of every scope.
    /// </summary>
    static long ScopedMinuteOf(JournalEntry touchpoint, long minute) =>
        TouchpointDimension.MinuteOf(touchpoint) == KpiDelta.Gauge ? minute - (minute % (24 * 60)) : minute;

    static void AddOrder(Sink to, JournalEntry touchpoint)
    {
        using var e = FoldedEvent.Of(touchpoint);
        var (amount, currency) = OrderReader.Read(e.Properties, e.Meaning, out _);
        var isOrder = e.Meaning == Meaning.OrderCompleted;
        to.Add(isOrder ? Metrics.Orders : Metrics.Refunds, currency, 1);
        to.Add(isOrder ? Metrics.Gross : Metrics.Refunded, currency, amount);
        to.Add(Metrics.Cancelled, currency, e.Meaning == Meaning.OrderCancelled ? 1 : 0);
    }

    static void AddAnswer(Sink to, JournalEntry touchpoint)
    {
        using var e = FoldedEvent.Of(touchpoint);
        if (SurveyReader.Read(e.Properties, out _) is not { } answer)
            return;
        var top = ScoreRules.IsTop(answer.Metric, answer.Score) ? 1 : 0;
        switch (answer.Metric)
        {
            case SurveyMetric.Csat:
                to.Add(Metrics.CsatAnswers, "", 1);
                to.Add(Metrics.CsatSatisfied, "", top);
                break;
            case SurveyMetric.Nps:
                to.Add(Metrics.NpsAnswers, "", 1);
                to.Add(Metrics.NpsPromoters, "", top);
                to.Add(Metrics.NpsDetractors, "", ScoreRules.IsLow(answer.Metric, answer.Score) ? 1 : 0);
                break;
            default:
                to.Add(Metrics.CesAnswers, "", 1);
                to.Add(Metrics.CesSum, "", answer.Score);
                to.Add(Metrics.CesEasy, "", top);
                break;
        }
    }

    readonly record struct Sink(List<KpiDelta> Deltas, long Minute, long ScopedMinute, ScopeSet Scopes, int Sign)
    {
        // A delta of nothing would only cost the journal a row.
        public void Add(string metric, string dimension, decimal value)
        {
            if (value == 0)
                return;
            Deltas.Add(new(Minute, metric, dimension, Sign * value));
            Deltas.Add(new(ScopedMinute, metric, dimension, Sign * value, Scopes));
        }
    }
}
