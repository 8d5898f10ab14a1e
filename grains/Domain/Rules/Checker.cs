using System.Globalization;
using CustomerGrains.Domain.Rules.Conditions;
using CustomerGrains.Domain.Rules.Fields;
using CustomerGrains.Domain.Rules.Syntax;

namespace CustomerGrains.Domain.Rules;

/// <summary>Makes conditions of what was written: finds the fields, and checks that the question fits the kind of value. Null = an error was reported.</summary>
sealed partial class Checker(RuleUse use, Problems problems)
{
    public Condition? Check(Node node)
    {
        switch (node)
        {
            case ConstantNode constant:
                return new Constant(constant.Span, constant.Holds);
            case NotNode not:
                return Check(not.Of) is { } of ? new Not(not.Span, of) : null;
            case JoinedNode joined:
                // All of them, so that every error is found.
                var parts = joined.Parts.Select(Check).ToArray();
                return Array.TrueForAll(parts, part => part is not null) ? new Joined(joined.Span, joined.All, parts!) : null;
            case TestNode test:
                return SourceOf(test.Operand) is { } source ? Ask(test, source) : null;
            default:
                return null;
        }
    }

    Source? SourceOf(Operand operand)
    {
        if (operand is CallOperand call)
            return Call(call);
        var path = (PathOperand)operand;
        if (FieldCatalogue.Find(path.Parts) is not var (field, names))
        {
            var objection = FieldCatalogue.Explain(path.Parts, string.Join('.', path.Parts.Select(part => part.Quoted ? Field.Quote(part.Text) : part.Text)));
            problems.Add(path.Span, objection.Message, objection.Suggestion);
            return null;
        }

        if (field.IsAfterStages && use == RuleUse.Stage)
        {
            problems.Add(path.Span, $"a stage's rule can't ask for {names.Path}: stages and segments are decided by it");
            return null;
        }

        if (field.Check?.Invoke(names) is { } wrong)
        {
            var name = path.Parts.FirstOrDefault(part => names.Names.Contains(part.Text), path.Parts[^1]);
            problems.Add(name.Span, wrong.Message, wrong.Suggestion);
            return null;
        }

        return field.Make(names);
    }

    Condition? Ask(TestNode node, Source source) => source switch
    {
        _ when node.Test is Syntax.KnownTest known => Known(node, source, known),
        AnySource any => Ask(node, any),
        ScalarSource scalar => Ask(node, scalar),
        TimeSource time => Ask(node, time),
        TextSource text => Ask(node, text),
        YesNoSource yesNo => Ask(node, yesNo),
        SetSource set => Ask(node, set),
        WindowSource window => Ask(node, window),
        _ => null,
    };

    KnownQuestion? Known(TestNode node, Source source, Syntax.KnownTest known)
    {
        if (source is WindowSource or ScalarSource { MayBeMissing: false })
            problems.Add(node.Test.Span, $"{source.Path} is never missing: compare it with 0", known.Known ? "> 0" : "= 0");
        else if (source is SetSource { AskedWhole: false })
            problems.Add(node.Test.Span, $"ask for a certain one: {source.Path} has \"vip\"");
        else if (!source.MayBeMissing)
            problems.Add(node.Test.Span, $"{source.Path} is never missing");
        else
            return new(node.Span, source, known.Known);
        return null;
    }

    // What a trait is, its sender decides: it is read as what it is compared with.
    Condition? Ask(TestNode node, AnySource any)
    {
        switch (node.Test)
        {
            case BareTest:
                return Ask(node, any.AsYesNo());
            case Syntax.AgeTest:
                return Ask(node, any.AsTime());
            case HasTest:
                return Ask(node, any.AsSet());
            case MatchTest:
                return Ask(node, any.AsText());
            case CompareTest compare:
                return compare.Value.Kind switch
                {
                    LiteralKind.Number or LiteralKind.Money => Ask(node, any.AsNumber()),
                    LiteralKind.Date or LiteralKind.Duration => Ask(node, any.AsTime()),
                    LiteralKind.YesNo => Ask(node, any.AsYesNo()),
                    _ => Ask(node, any.AsText()),
                };
            case InTest list:
                return list.Values.All(value => value.Kind == LiteralKind.Number) ? Ask(node, any.AsNumber()) : Ask(node, any.AsText());
            default:
                return null;
        }
    }

    Condition? Ask(TestNode node, ScalarSource scalar)
    {
        switch (node.Test)
        {
            case CompareTest compare:
                if (Amount(scalar, compare.Value) is not var (bound, currency) || !InRange(scalar, compare.Value, bound))
                    return null;
                return scalar.Falls
                    ? new PredictedQuestion(node.Span, scalar, compare.Comparison, bound, currency)
                    : new ScalarQuestion(node.Span, scalar, compare.Comparison, bound, currency);
            case InTest list:
                return In(node, scalar, list);
            case Syntax.AgeTest:
                problems.Add(node.Test.Span, $"{scalar.Path} has no age: an instant such as orders.last has one; how often something happened within a window is count(orders, 7d)");
                return null;
            default:
                problems.Add(Place(node), Needs(scalar, Hint(scalar)));
                return null;
        }
    }

    Condition? In(TestNode node, ScalarSource scalar, InTest list)
    {
        var bounds = new List<decimal>();
        string? common = scalar.OnlyCurrency;
        foreach (var value in list.Values)
        {
            if (Amount(scalar, value) is not var (bound, currency) || !InRange(scalar, value, bound))
                return null;
            if (bounds.Count > 0 && currency != common)
            {
                problems.Add(value.Span, "all amounts of a list must be of one currency");
                return null;
            }

            common = currency;
            bounds.Add(bound);
        }

        // Predictions fall by themselves, each past its own bound: so each is asked for by itself.
        Condition? any = !scalar.Falls ? new ScalarInQuestion(node.Span, scalar, [.. bounds], common)
            : bounds.Count == 1 ? new PredictedQuestion(node.Span, scalar, Comparison.Equal, bounds[0], common)
            : new Joined(node.Span, all: false, [.. bounds.Select(bound => (Condition)new PredictedQuestion(node.Span, scalar, Comparison.Equal, bound, common))]);
        return list.Negated ? NotMissing(node, scalar, any) : any;
    }

    // A missing value makes every comparison false, this one too.
    static Condition NotMissing(TestNode node, Source source, Condition of) => of is TextQuestion or ScalarInQuestion
        ? new Unlisted(node.Span, source, (Question)of)
        : new Joined(node.Span, all: true, [new KnownQuestion(node.Span, source, known: true), new Not(node.Span, of)]);

    (decimal Bound, string? Currency)? Amount(ScalarSource scalar, Literal value)
    {
        switch (scalar.Type, value.Kind)
        {
            case (FieldType.Number, LiteralKind.Number):
                return (value.Number, null);
            case (FieldType.Money, LiteralKind.Number):
                return (value.Number, scalar.OnlyCurrency);
            case (FieldType.Money, LiteralKind.Money):
                if (scalar.OnlyCurrency is null || scalar.OnlyCurrency == value.Text)
                    return (value.Number, value.Text);
                problems.Add(value.Span, $"{scalar.Path} is in {scalar.OnlyCurrency}", Literals.Number(value.Number));
                return null;
            case (FieldType.Duration, LiteralKind.Duration):
                return Length(value) is { } length ? (length, null) : null;
            case (FieldType.Duration, LiteralKind.Number):
                problems.Add(value.Span, $"{scalar.Path} is a duration: give the number a unit, s, m, h, d or w", $"{Literals.Number(value.Number)}d");
                return null;
            default:
                var number = value.Kind == LiteralKind.Text && decimal.TryParse(value.Text, NumberStyles.Number, CultureInfo.InvariantCulture, out var quoted) ? Literals.Number(quoted)
                    : value.Kind == LiteralKind.Money ? Literals.Number(value.Number) : null;
                problems.Add(value.Span, IsField(value)
                    ? $"a field is compared with a value such as {Hint(scalar)}, not with another field"
                    : Needs(scalar, Hint(scalar)), number);
                return null;
        }
    }

    bool InRange(ScalarSource scalar, Literal value, decimal bound)
    {
        if (scalar.Range is not var (least, most) || (bound >= least && bound <= most))
            return true;
        problems.Add(value.Span, most == decimal.MaxValue
            ? string.Create(CultureInfo.InvariantCulture, $"{scalar.Path} is never below {least}")
            : string.Create(CultureInfo.InvariantCulture, $"{scalar.Path} is always from {least} to {most}"));
        return false;
    }

    Condition? Ask(TestNode node, TimeSource time)
    {
        switch (node.Test)
        {
            case Syntax.AgeTest age:
                return Length(age.Value) is { } length ? new AgeQuestion(node.Span, time, age.Older, length) : null;
            case CompareTest { Value.Kind: LiteralKind.Date } compare:
                if (compare.Comparison is not (Comparison.Equal or Comparison.NotEqual))
                    return new TimeQuestion(node.Span, time, compare.Comparison, (long)compare.Value.Number);
                problems.Add(compare.Span, $"an instant is hardly ever met to the millisecond: use < or >=; for a whole day {time.Path} >= 2026-01-31 and {time.Path} < 2026-02-01");
                return null;
            case CompareTest { Value.Kind: LiteralKind.Duration } compare:
                var word = compare.Comparison is Comparison.More or Comparison.AtLeast ? "older than" : "within";
                problems.Add(compare.Span, $"{time.Path} is an instant: ask for its age by older than or within", $"{word} {Durations.Write((long)Math.Min(compare.Value.Number, Durations.Max))}");
                return null;
            case CompareTest { Value: { Kind: LiteralKind.Text } quoted } when Dates.TryParse(quoted.Text, out var date):
                problems.Add(quoted.Span, "a date is written without quotes", Dates.Write(date));
                return null;
            default:
                problems.Add(Place(node), $"{time.Path} is an instant: ask for its age, such as older than 60d or within 7d, or compare it with a date, such as >= 2026-01-31");
                return null;
        }
    }

    // Positive and not longer than is looked ahead.
    long? Length(Literal value)
    {
        if (value.Kind != LiteralKind.Duration)
        {
            problems.Add(value.Span, "a duration is a number with a unit: 30s, 45m, 12h, 7d or 2w", value.Kind == LiteralKind.Number ? $"{Literals.Number(value.Number)}d" : null);
            return null;
        }

        if (value.Number is > 0 and <= Durations.Max)
            return (long)value.Number;
        problems.Add(value.Span, value.Number <= 0 ? "a duration must be longer than nothing" : "the longest duration is 3650d");
        return null;
    }

    Condition? Ask(TestNode node, TextSource text)
    {
        switch (node.Test)
        {
            case CompareTest compare:
                if (compare.Comparison is not (Comparison.Equal or Comparison.NotEqual))
                {
                    problems.Add(compare.Span, $"{text.Path} is text: use = != in contains, starts with or ends with");
                    return null;
                }

                var equal = compare.Comparison == Comparison.Equal;
                return Text(text, compare.Value) is { } value ? new TextQuestion(node.Span, text, equal ? TextComparison.Is : TextComparison.IsNot, [value]) : null;
            case InTest list:
                var texts = list.Values.Select(each => Text(text, each)).ToArray();
                if (!Array.TrueForAll(texts, each => each is not null))
                    return null;
                var any = new TextQuestion(node.Span, text, TextComparison.In, texts!);
                return list.Negated ? NotMissing(node, text, any) : any;
            case MatchTest match:
                return Text(text, match.Value) is { } part
                    ? new TextQuestion(node.Span, text, match.Match switch { TextMatch.Contains => TextComparison.Contains, TextMatch.StartsWith => TextComparison.StartsWith, _ => TextComparison.EndsWith }, [part])
                    : null;
            case HasTest has:
                problems.Add(has.Span, $"{text.Path} is one text, not a set: use = or contains", has.Values.Count == 1 ? $"= {Field.Quote(has.Values[0].Text)}" : null);
                return null;
            default:
                problems.Add(Place(node), $"{text.Path} is text: compare it with one, such as = \"pro\"");
                return null;
        }
    }

    string? Text(Source source, Literal value)
    {
        if (value.Kind == LiteralKind.Text)
            return value.Text;
        var written = value.Kind is LiteralKind.Word or LiteralKind.YesNo ? value.Text : value.Kind == LiteralKind.Number ? Literals.Number(value.Number) : null;
        if (IsField(value))
            problems.Add(value.Span, "a field is compared with a value such as \"pro\", not with another field");
        else
            problems.Add(value.Span, written is null ? $"{source.Path} is compared with text" : "text is put in quotes", written is null ? null : Field.Quote(written));
        return null;
    }

    YesNoQuestion? Ask(TestNode node, YesNoSource yesNo)
    {
        switch (node.Test)
        {
            case BareTest:
                return new YesNoQuestion(node.Span, yesNo, yes: true);
            case CompareTest { Value.Kind: LiteralKind.YesNo, Comparison: Comparison.Equal or Comparison.NotEqual } compare:
                return new YesNoQuestion(node.Span, yesNo, (compare.Value.Number == 1) == (compare.Comparison == Comparison.Equal));
            case CompareTest { Comparison: Comparison.Equal or Comparison.NotEqual } compare:
                problems.Add(compare.Value.Span, $"{yesNo.Path} is yes or no", compare.Value.Text.ToUpperInvariant() is "GIVEN" or "1" or "YES" or "TRUE" ? "yes" : null);
                return null;
            default:
                problems.Add(Place(node), $"{yesNo.Path} is yes or no: write = yes or = no");
                return null;
        }
    }

    SetQuestion? Ask(TestNode node, SetSource set)
    {
        switch (node.Test)
        {
            case HasTest has:
                var members = has.Values.Select(value => Member(set, value)).ToArray();
                return Array.TrueForAll(members, member => member is not null) ? new SetQuestion(node.Span, set, has.All, members!) : null;
            case CompareTest { Comparison: Comparison.Equal, Value.Kind: LiteralKind.Text or LiteralKind.Word } compare:
                problems.Add(compare.Span, $"{set.Path} is a set: ask whether it has something", $"has {Field.Quote(compare.Value.Text)}");
                return null;
            case MatchTest match:
                problems.Add(match.Span, $"{set.Path} is a set: ask whether it has something", $"has {Field.Quote(match.Value.Text)}");
                return null;
            case InTest { Negated: false } list:
                problems.Add(list.Span, $"{set.Path} is a set: ask whether it has any of these", $"has any {Literals.List(list.Values.Select(value => value.Text))}");
                return null;
            default:
                problems.Add(Place(node), $"{set.Path} is a set: write {set.Path} has \"…\"");
                return null;
        }
    }

    string? Member(SetSource set, Literal value)
    {
        if (Text(set, value) is not { } member)
            return null;
        if (set.Check?.Invoke(member) is not { } objection)
            return member;
        problems.Add(value.Span, objection.Message, objection.Suggestion is { } name ? name.StartsWith('"') ? name : Field.Quote(name) : null);
        return null;
    }

    Question? Ask(TestNode node, WindowSource window)
    {
        if (node.Test is not CompareTest compare)
        {
            problems.Add(Place(node), window.Type == FieldType.Money ? $"{window.Path} is money: compare it, such as >= 500" : $"{window.Path} is a number: compare it, such as >= 3");
            return null;
        }

        if (window.Type == FieldType.Money)
        {
            var amount = Amount(new(FieldType.Money, (state, in _, _) => null) { Path = window.Path, Inputs = [] }, compare.Value);
            return amount is var (bound, currency) ? new SumQuestion(node.Span, window, (PurchaseHappenings)window.Of, compare.Comparison, bound, currency) : null;
        }

        if (compare.Value.Kind != LiteralKind.Number)
        {
            problems.Add(compare.Value.Span, $"{window.Path} is a number: compare it with one, such as 3");
            return null;
        }

        var number = compare.Value.Number;
        if (number != Math.Floor(number) || number < 0)
        {
            problems.Add(compare.Value.Span, $"{window.Path} counts: compare it with a whole number from 0");
            return null;
        }

        var most = window.Of.Kept - (compare.Comparison is Comparison.AtLeast or Comparison.Less ? 0 : 1);
        if (number <= most)
            return new CountQuestion(node.Span, window, compare.Comparison, (int)number);
        problems.Add(compare.Value.Span, string.Create(CultureInfo.InvariantCulture, $"of these the latest {window.Of.Kept} are kept, so within a window {most} is the most to compare with by {compare.Comparison.Symbol()}; count({window.Of.Path}) without a window counts all"));
        return null;
    }

    static bool IsField(Literal value) =>
        value.Kind == LiteralKind.Word && value.Text.Contains('.', StringComparison.Ordinal)
        && FieldCatalogue.Find([.. value.Text.Split('.').Select(part => new PathPart(value.Span, part.Trim(), false))]) is not null;

    // A question that is missing is missed behind its field.
    static Span Place(TestNode node) => node.Test is BareTest ? node.Operand.Span : node.Test.Span;

    static string Needs(ScalarSource scalar, string example) => scalar.Type switch
    {
        FieldType.Money => $"{scalar.Path} is money: compare it with an amount, such as {example}",
        FieldType.Duration => $"{scalar.Path} is a duration: compare it with one, such as {example}",
        _ => $"{scalar.Path} is a number: compare it with one, such as {example}",
    };

    static string Hint(ScalarSource scalar) => scalar.Type switch
    {
        FieldType.Money => ">= 500 or >= 500 GBP",
        FieldType.Duration => "> 2d",
        _ => scalar.Range is (0, 1) ? "< 0.3" : ">= 2",
    };
}
