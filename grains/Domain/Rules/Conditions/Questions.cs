using System.Globalization;
using System.Text;
using CustomerGrains.Domain.Customers;
using CustomerGrains.Domain.Rules.Fields;
using CustomerGrains.Domain.Rules.Syntax;

namespace CustomerGrains.Domain.Rules.Conditions;

/// <summary>A number, money or duration against another.</summary>
sealed class ScalarQuestion(Span span, ScalarSource source, Comparison comparison, decimal bound, string? currency) : Question(span, source)
{
    public override Verdict Evaluate(CustomerState state, in RuleContext context) =>
        new(source.Read(state, context, currency) is { } value && comparison.Holds(value.CompareTo(bound)), long.MaxValue);

    protected override string? Actual(CustomerState state, in RuleContext context) => source.ShowIn(state, context, currency);

    protected override string Expected(in RuleContext context) => comparison.Words() + source.Shown(bound, currency ?? context.Currency?.Currency);

    protected override void PrintTest(StringBuilder text) => text.Append(' ').Append(comparison.Symbol()).Append(' ').Append(Literals.Scalar(source.Type, bound, currency));
}

/// <summary>A number, money or duration that is one of several.</summary>
sealed class ScalarInQuestion(Span span, ScalarSource source, decimal[] bounds, string? currency) : Question(span, source)
{
    public override Verdict Evaluate(CustomerState state, in RuleContext context) =>
        new(source.Read(state, context, currency) is { } value && Array.IndexOf(bounds, value) >= 0, long.MaxValue);

    protected override string? Actual(CustomerState state, in RuleContext context) => source.ShowIn(state, context, currency);

    protected override string Expected(in RuleContext context)
    {
        var shown = currency ?? context.Currency?.Currency;
        return $"one of {string.Join(", ", bounds.Select(bound => source.Shown(bound, shown)))}";
    }

    protected override void PrintTest(StringBuilder text) =>
        text.Append(" in (").AppendJoin(", ", bounds.Select(bound => Literals.Scalar(source.Type, bound, currency))).Append(')');
}

/// <summary>An instant before or after another.</summary>
sealed class TimeQuestion(Span span, TimeSource source, Comparison comparison, long bound) : Question(span, source)
{
    protected override string Is => " ";

    public override Verdict Evaluate(CustomerState state, in RuleContext context) =>
        new(source.Read(state, context) is { } time && comparison.Holds(time.CompareTo(bound)), long.MaxValue);

    protected override string Expected(in RuleContext context)
    {
        var when = Shown.Instant(bound, long.MinValue);
        return comparison switch
        {
            Comparison.Less => $"before {when}",
            Comparison.AtMost => $"at {when} or before",
            Comparison.More => $"after {when}",
            _ => $"at {when} or later",
        };
    }

    protected override void PrintTest(StringBuilder text) => text.Append(' ').Append(comparison.Symbol()).Append(' ').Append(Dates.Write(bound));
}

/// <summary>How long ago an instant is: at least so long (older than), or less (within).</summary>
sealed class AgeQuestion(Span span, TimeSource source, bool older, long age) : Question(span, source)
{
    public override bool DependsOnTime => true;

    protected override string Is => " ";

    public override Verdict Evaluate(CustomerState state, in RuleContext context)
    {
        if (source.Read(state, context) is not { } time)
            return new(false, long.MaxValue);
        var turns = time + age;
        return context.Now < turns ? new(!older, turns) : new(older, long.MaxValue);
    }

    protected override long? Since(CustomerState state, in RuleContext context, bool holds) =>
        source.Read(state, context) is { } time ? holds == older ? time + age : time : null;

    protected override string Expected(in RuleContext context) => older ? $"{Shown.Duration(age)} ago or longer" : $"less than {Shown.Duration(age)} ago";

    protected override void PrintTest(StringBuilder text) => text.Append(older ? " older than " : " within ").Append(Durations.Write(age));
}

enum TextComparison : byte
{
    Is,
    IsNot,
    In,
    Contains,
    StartsWith,
    EndsWith,
}

/// <summary>A text against others, whatever their case.</summary>
sealed class TextQuestion(Span span, TextSource source, TextComparison comparison, string[] texts) : Question(span, source)
{
    public override Verdict Evaluate(CustomerState state, in RuleContext context) => new(Holds(state, context), long.MaxValue);

    bool Holds(CustomerState state, in RuleContext context)
    {
        if (!source.Read(state, context, out var value))
            return false;
        foreach (var text in texts)
        {
            if (Holds(value, text))
                return comparison != TextComparison.IsNot;
        }

        return comparison == TextComparison.IsNot;
    }

    bool Holds(ReadOnlySpan<char> value, string text) => comparison switch
    {
        TextComparison.Contains => value.Contains(text, StringComparison.OrdinalIgnoreCase),
        TextComparison.StartsWith => value.StartsWith(text, StringComparison.OrdinalIgnoreCase),
        TextComparison.EndsWith => value.EndsWith(text, StringComparison.OrdinalIgnoreCase),
        _ => value.Equals(text, StringComparison.OrdinalIgnoreCase),
    };

    protected override string Expected(in RuleContext context)
    {
        var quoted = string.Join(", ", texts.Select(text => Shown.Text(text)));
        return comparison switch
        {
            TextComparison.IsNot => $"not {quoted}",
            TextComparison.In => $"one of {quoted}",
            TextComparison.Contains => $"contains {quoted}",
            TextComparison.StartsWith => $"starts with {quoted}",
            TextComparison.EndsWith => $"ends with {quoted}",
            _ => quoted,
        };
    }

    protected override void PrintTest(StringBuilder text) => text.Append(comparison switch
    {
        TextComparison.Is => " = ",
        TextComparison.IsNot => " != ",
        TextComparison.In => " in ",
        TextComparison.Contains => " contains ",
        TextComparison.StartsWith => " starts with ",
        _ => " ends with ",
    }).Append(comparison == TextComparison.In ? Literals.List(texts) : Field.Quote(texts[0]));
}

/// <summary>Whether something is the case.</summary>
sealed class YesNoQuestion(Span span, YesNoSource source, bool yes) : Question(span, source)
{
    public override Verdict Evaluate(CustomerState state, in RuleContext context) => new(source.Read(state, context) == yes, long.MaxValue);

    protected override string Expected(in RuleContext context) => yes ? "yes" : "no";

    protected override void PrintTest(StringBuilder text) => text.Append(yes ? " = yes" : " = no");
}

/// <summary>Whether there is a value at all.</summary>
sealed class KnownQuestion(Span span, Source source, bool known) : Question(span, source)
{
    public override Verdict Evaluate(CustomerState state, in RuleContext context) => new(Asked.IsKnown(state, context) == known, long.MaxValue);

    protected override string Expected(in RuleContext context) => known ? "anything" : "nothing";

    protected override void PrintTest(StringBuilder text) => text.Append(known ? " is known" : " is missing");
}

/// <summary>Whether texts are in a set: any of them, or all.</summary>
sealed class SetQuestion(Span span, SetSource source, bool all, string[] members) : Question(span, source)
{
    // A set is looked through: what else is asked may spare that.
    public override int Cost => 4;

    public override IEnumerable<RuleInput> Inputs => source.InputOf is { } inputOf ? members.Select(inputOf) : base.Inputs;

    public override Verdict Evaluate(CustomerState state, in RuleContext context)
    {
        foreach (var member in members)
        {
            if (source.Has(state, context, member) != all)
                return new(!all, long.MaxValue);
        }

        return new(all, long.MaxValue);
    }

    protected override string? Actual(CustomerState state, in RuleContext context) => base.Actual(state, context) ?? "none";

    protected override string Expected(in RuleContext context) =>
        members.Length == 1 ? $"has {Shown.Text(members[0])}" : $"{(all ? "all" : "any")} of {string.Join(", ", members.Select(member => Shown.Text(member)))}";

    public override void AddReasons(List<string> reasons, CustomerState state, in RuleContext context)
    {
        foreach (var member in members)
            reasons.Add($"{Label} {(source.Has(state, context, member) ? "has" : "without")} {Shown.Text(member)}");
    }

    protected override void PrintTest(StringBuilder text) =>
        text.Append(members.Length == 1 ? $" has {Field.Quote(members[0])}" : $" has {(all ? "all" : "any")} {Literals.List(members)}");
}

/// <summary>Values as rules write them.</summary>
static class Literals
{
    public static string Scalar(FieldType type, decimal value, string? currency) => type switch
    {
        FieldType.Duration => Durations.Write((long)value),
        FieldType.Money when currency is not null => $"{Number(value)} {currency}",
        _ => Number(value),
    };

    public static string Number(decimal value) => value.ToString(CultureInfo.InvariantCulture);

    public static string List(IEnumerable<string> texts) => $"({string.Join(", ", texts.Select(Field.Quote))})";
}
