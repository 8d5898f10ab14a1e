using System.Globalization;
using System.Text;
using CustomerGrains.Domain.Customers;
using CustomerGrains.Domain.Rules.Fields;
using CustomerGrains.Domain.Rules.Syntax;

namespace CustomerGrains.Domain.Rules.Conditions;

/// <summary>
/// How often something happened within a window that ends now. The answer needs no count: there were at least n if the n-th latest is inside, and there are
/// until that one leaves.
/// </summary>
sealed class CountQuestion(Span span, WindowSource source, Comparison comparison, int bound) : Question(span, source)
{
    readonly Happenings _of = source.Of;
    readonly long _window = source.Window;

    public override bool DependsOnTime => true;

    public override int Cost => source.Of is AllHappenings ? 8 : 3;

    public override Verdict Evaluate(CustomerState state, in RuleContext context)
    {
        switch (comparison)
        {
            case Comparison.AtLeast:
                return AtLeast(state, context.Now, bound);
            case Comparison.More:
                return AtLeast(state, context.Now, bound + 1);
            case Comparison.Less:
                return Opposite(AtLeast(state, context.Now, bound));
            case Comparison.AtMost:
                return Opposite(AtLeast(state, context.Now, bound + 1));
            default:
                var equal = Equal(AtLeast(state, context.Now, bound), AtLeast(state, context.Now, bound + 1));
                return comparison == Comparison.Equal ? equal : Opposite(equal);
        }
    }

    Verdict AtLeast(CustomerState state, long now, int n)
    {
        if (n <= 0)
            return new(true, long.MaxValue);
        var nth = _of.Latest(state, now, n, out var later);
        return nth > now - _window ? new(true, Math.Min(nth + _window, later)) : new(false, later);
    }

    static Verdict Opposite(Verdict verdict) => verdict with { Holds = !verdict.Holds };

    static Verdict Equal(Verdict atLeast, Verdict more) => (atLeast.Holds, more.Holds) switch
    {
        (true, false) => new(true, Math.Min(atLeast.NextChange, more.NextChange)),
        (true, true) => new(false, more.NextChange),
        _ => new(false, atLeast.NextChange),
    };

    protected override long? Since(CustomerState state, in RuleContext context, bool holds)
    {
        var n = comparison switch
        {
            Comparison.AtLeast or Comparison.Less => bound,
            Comparison.More or Comparison.AtMost => bound + 1,
            _ => 0,
        };
        if (n == 0)
            return null;
        if (AtLeast(state, context.Now, n).Holds)
            return _of.HeldSince(state, context.Now, n, _window);
        var nth = _of.Latest(state, context.Now, n, out _);
        return nth == long.MinValue ? null : nth + _window;
    }

    protected override string Expected(in RuleContext context) =>
        string.Create(CultureInfo.InvariantCulture, $"{comparison.Words()}{bound} within {Shown.Duration(_window)}");

    protected override EvidenceQuery? Evidence(CustomerState state, in RuleContext context) => source.WindowEvidence(state, context.Now);

    protected override void PrintTest(StringBuilder text) =>
        text.Append(CultureInfo.InvariantCulture, $" {comparison.Symbol()} {bound}");
}

/// <summary>The money of orders, or of refunds, within a window that ends now.</summary>
sealed class SumQuestion(Span span, WindowSource source, PurchaseHappenings of, Comparison comparison, decimal bound, string? currency) : Question(span, source)
{
    readonly long _window = source.Window;

    public override bool DependsOnTime => true;

    public override int Cost => 5;

    public override Verdict Evaluate(CustomerState state, in RuleContext context) => comparison switch
    {
        Comparison.AtLeast => Reaches(state, context, orMore: false),
        Comparison.More => Reaches(state, context, orMore: true),
        Comparison.Less => Opposite(Reaches(state, context, orMore: false)),
        Comparison.AtMost => Opposite(Reaches(state, context, orMore: true)),
        _ => Equals(state, context),
    };

    static Verdict Opposite(Verdict verdict) => verdict with { Holds = !verdict.Holds };

    // Amounts are not negative: from the latest backwards, the one that reaches the bound is the one whose leaving ends it.
    Verdict Reaches(CustomerState state, in RuleContext context, bool orMore)
    {
        if (orMore ? bound < 0 : bound <= 0)
            return new(true, long.MaxValue);
        var lines = of.Lines(state);
        var end = PurchaseHappenings.EndOf(lines, context.Now);
        var later = end < lines.Length ? lines[end].Time : long.MaxValue;
        var sum = 0m;
        for (var i = end - 1; i >= 0 && lines[i].Time > context.Now - _window; i--)
        {
            sum += lines[i].Amount * Currencies.Factor(lines[i].Currency, currency, context);
            if (orMore ? sum > bound : sum >= bound)
                return new(true, Math.Min(lines[i].Time + _window, later));
        }

        return new(false, later);
    }

    Verdict Equals(CustomerState state, in RuleContext context)
    {
        var lines = of.Lines(state);
        var end = PurchaseHappenings.EndOf(lines, context.Now);
        var next = end < lines.Length ? lines[end].Time : long.MaxValue;
        var sum = 0m;
        for (var i = end - 1; i >= 0 && lines[i].Time > context.Now - _window; i--)
        {
            sum += lines[i].Amount * Currencies.Factor(lines[i].Currency, currency, context);
            next = Math.Min(next, lines[i].Time + _window);
        }

        return new(comparison.Holds(sum.CompareTo(bound)), next);
    }

    protected override string? Actual(CustomerState state, in RuleContext context) =>
        Shown.Money(Sum(state, context), currency ?? context.Currency?.Currency);

    decimal Sum(CustomerState state, in RuleContext context)
    {
        var sum = 0m;
        foreach (var line in of.Lines(state))
        {
            if (line.Time <= context.Now && line.Time > context.Now - _window)
                sum += line.Amount * Currencies.Factor(line.Currency, currency, context);
        }

        return sum;
    }

    protected override string Expected(in RuleContext context) =>
        $"{comparison.Words()}{Shown.Money(bound, currency ?? context.Currency?.Currency)} within {Shown.Duration(_window)}";

    protected override EvidenceQuery? Evidence(CustomerState state, in RuleContext context) => source.WindowEvidence(state, context.Now);

    protected override void PrintTest(StringBuilder text) =>
        text.Append(' ').Append(comparison.Symbol()).Append(' ').Append(Literals.Scalar(FieldType.Money, bound, currency));
}

/// <summary>What happened within a window that ends now: later than its beginning, until now.</summary>
sealed class WindowSource(FieldType type, Happenings of, long window) : Source(type)
{
    public Happenings Of { get; } = of;

    /// <summary>In milliseconds.</summary>
    public long Window { get; } = window;

    public override bool IsKnown(CustomerState state, in RuleContext context) => true;

    public override string? Show(CustomerState state, in RuleContext context)
    {
        var count = Of.CountIn(state, context.Now - Window, context.Now);
        return string.Create(CultureInfo.InvariantCulture, $"{count}{(count >= Of.Kept ? " or more" : "")}");
    }

    public EvidenceQuery? WindowEvidence(CustomerState state, long now) =>
        Of.CountIn(state, now - Window, now) == 0 ? null : Of.Evidence(state, now - Window, now);
}
