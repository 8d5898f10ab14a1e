using System.Text;
using CustomerGrains.Domain.Customers;
using CustomerGrains.Domain.Rules.Fields;
using CustomerGrains.Domain.Rules.Syntax;

namespace CustomerGrains.Domain.Rules.Conditions;

/// <summary>
/// A predicted number against another. Predictions are those of the beginning of the day and never rise while nothing happens, so the day on which the answer
/// turns is found by halving.
/// </summary>
sealed class PredictedQuestion(Span span, ScalarSource source, Comparison comparison, decimal bound, string? currency) : Question(span, source)
{
    static readonly long MostDays = (long)Rule.Horizon.TotalDays + 1;

    public override bool DependsOnTime => true;

    public override int Cost => 20;

    public override Verdict Evaluate(CustomerState state, in RuleContext context)
    {
        if (source.Read(state, context, currency) is not { } value)
            return new(false, long.MaxValue);
        var order = value.CompareTo(bound);
        var next = order < 0 ? long.MaxValue : FirstDay(state, context, order == 0 || comparison is Comparison.AtLeast or Comparison.Less);
        return new(comparison.Holds(order), next);
    }

    // The first day on which the value is below the bound, or is not above it.
    long FirstDay(CustomerState state, in RuleContext context, bool below)
    {
        var today = Days.Start(context.Now);
        var (low, high) = (0L, 1L);
        while (!HasFallen(state, context, today + (high * Days.Length), below))
        {
            if (high == MostDays)
                return long.MaxValue;
            (low, high) = (high, Math.Min(high * 2, MostDays));
        }

        while (high - low > 1)
        {
            var middle = (low + high) / 2;
            if (HasFallen(state, context, today + (middle * Days.Length), below))
                high = middle;
            else
                low = middle;
        }

        return today + (high * Days.Length);
    }

    bool HasFallen(CustomerState state, in RuleContext context, long day, bool below) =>
        source.Read(state, context with { Now = day }, currency) is { } value && (below ? value < bound : value <= bound);

    protected override string? Actual(CustomerState state, in RuleContext context) => source.ShowIn(state, context, currency);

    protected override string Expected(in RuleContext context) => comparison.Words() + source.Shown(bound, currency ?? context.Currency?.Currency);

    protected override void PrintTest(StringBuilder text) => text.Append(' ').Append(comparison.Symbol()).Append(' ').Append(Literals.Scalar(source.Type, bound, currency));
}
