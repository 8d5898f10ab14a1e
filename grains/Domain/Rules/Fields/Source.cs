using CustomerGrains.Domain.Customers;

namespace CustomerGrains.Domain.Rules.Fields;

enum FieldType : byte
{
    Number,
    Money,
    Duration,
    Time,
    Text,
    Set,
    YesNo,

    /// <summary>What a trait is, its sender decides: it is read as what it is compared with.</summary>
    Any,
}

/// <summary>Reads a value of a customer; null = it is missing.</summary>
delegate T? Reader<T>(CustomerState state, in RuleContext context)
    where T : struct;

/// <summary>Reads an amount in a currency, or with null in the reporting currency; null = it is missing.</summary>
delegate decimal? ScalarReader(CustomerState state, in RuleContext context, string? currency);

/// <summary>Reads a text without making one.</summary>
delegate bool TextReader(CustomerState state, in RuleContext context, out ReadOnlySpan<char> value);

delegate EvidenceQuery? EvidenceFinder(CustomerState state, in RuleContext context);

/// <summary>Something that can be asked of a customer. Immutable.</summary>
abstract class Source(FieldType type)
{
    /// <summary>As the rule writes it, in the vocabulary's spelling.</summary>
    public string Path { get; init; } = "";

    public FieldType Type { get; } = type;

    /// <summary>What changes it.</summary>
    public required RuleInput[] Inputs { get; init; }

    /// <summary>Which touchpoints are behind it.</summary>
    public EvidenceFinder? Evidence { get; init; }

    /// <summary>Since when the value is what it is, where that is known.</summary>
    public Reader<long>? Since { get; init; }

    /// <summary>Whether it can be missing.</summary>
    public bool MayBeMissing { get; init; } = true;

    public abstract bool IsKnown(CustomerState state, in RuleContext context);

    /// <summary>The value for people, or null if it is missing.</summary>
    public abstract string? Show(CustomerState state, in RuleContext context);
}

/// <summary>A number, money or duration (in milliseconds).</summary>
sealed class ScalarSource(FieldType type, ScalarReader read) : Source(type)
{
    public ScalarReader Read { get; } = read;

    /// <summary>The currency it is in, whatever is asked for; null = any.</summary>
    public string? OnlyCurrency { get; init; }

    /// <summary>The least and the most it can be.</summary>
    public (decimal Min, decimal Max)? Range { get; init; }

    /// <summary>Only whole numbers occur.</summary>
    public bool Whole { get; init; }

    /// <summary>Whether it falls (never rises) while time passes: a prediction.</summary>
    public bool Falls { get; init; }

    /// <summary>What it counts: one and many.</summary>
    public (string One, string Many)? Unit { get; init; }

    public override bool IsKnown(CustomerState state, in RuleContext context) => Read(state, context, OnlyCurrency) is not null;

    public override string? Show(CustomerState state, in RuleContext context) => ShowIn(state, context, OnlyCurrency);

    public string? ShowIn(CustomerState state, in RuleContext context, string? currency) =>
        Read(state, context, currency) is { } value ? Shown(value, currency ?? context.Currency?.Currency) : null;

    public string Shown(decimal value, string? currency) => Type switch
    {
        FieldType.Money => Fields.Shown.Money(value, currency),
        FieldType.Duration => Fields.Shown.Duration((long)value),
        _ => Unit is { } unit ? $"{Fields.Shown.Number(value)} {(value == 1 ? unit.One : unit.Many)}" : Fields.Shown.Number(value),
    };
}

/// <summary>An instant, in Unix milliseconds.</summary>
sealed class TimeSource(Reader<long> read) : Source(FieldType.Time)
{
    public Reader<long> Read { get; } = read;

    public override bool IsKnown(CustomerState state, in RuleContext context) => Read(state, context) is not null;

    public override string? Show(CustomerState state, in RuleContext context) =>
        Read(state, context) is { } time ? Shown.Time(time, context.Now) : null;
}

sealed class TextSource(TextReader read) : Source(FieldType.Text)
{
    public TextReader Read { get; } = read;

    public override bool IsKnown(CustomerState state, in RuleContext context) => Read(state, context, out _);

    public override string? Show(CustomerState state, in RuleContext context) =>
        Read(state, context, out var text) ? Shown.Text(text) : null;
}

sealed class YesNoSource(Reader<bool> read) : Source(FieldType.YesNo)
{
    public Reader<bool> Read { get; } = read;

    public override bool IsKnown(CustomerState state, in RuleContext context) => Read(state, context) is not null;

    public override string? Show(CustomerState state, in RuleContext context) =>
        Read(state, context) is { } value ? value ? "yes" : "no" : null;
}

delegate bool SetReader(CustomerState state, in RuleContext context, string member);

/// <summary>Several texts, whatever their case.</summary>
sealed class SetSource(SetReader has, Func<CustomerState, IReadOnlyList<string>> list) : Source(FieldType.Set)
{
    public SetReader Has { get; } = has;

    public Func<CustomerState, IReadOnlyList<string>> List { get; } = list;

    /// <summary>Whether it makes sense to ask if there are any.</summary>
    public bool AskedWhole { get; init; } = true;

    /// <summary>What a member adds to <see cref="Source.Inputs"/>: a segment that is mentioned.</summary>
    public Func<string, RuleInput>? InputOf { get; init; }

    /// <summary>Why a text can't be a member, with a better one, or null.</summary>
    public Func<string, Objection?>? Check { get; init; }

    public override bool IsKnown(CustomerState state, in RuleContext context) => List(state).Count > 0;

    public override string? Show(CustomerState state, in RuleContext context) =>
        List(state) is { Count: > 0 } members ? Shown.List(members) : null;
}

/// <summary>Why something written does not do, and what would.</summary>
sealed record Objection(string Message, string? Suggestion = null);

/// <summary>Something said about her, of whatever type.</summary>
sealed class AnySource : Source
{
    readonly Func<CustomerState, Identity.Trait?> _find;
    readonly string[] _inner;

    /// <param name="find">The trait.</param>
    /// <param name="inner">The names below it, where it is an object.</param>
    public AnySource(Func<CustomerState, Identity.Trait?> find, params string[] inner)
        : base(FieldType.Any) => (_find, _inner) = (find, inner);

    public ScalarSource AsNumber() => new(FieldType.Number, (state, in _, _) => JsonValues.Number(Find(state)))
    {
        Path = Path, Inputs = Inputs, Evidence = Evidence, Since = Since,
    };

    public TextSource AsText() => new((state, in _, out value) => JsonValues.TryText(Find(state), out value))
    {
        Path = Path, Inputs = Inputs, Evidence = Evidence, Since = Since,
    };

    public YesNoSource AsYesNo() => new((state, in _) => JsonValues.YesNo(Find(state)))
    {
        Path = Path, Inputs = Inputs, Evidence = Evidence, Since = Since,
    };

    public TimeSource AsTime() => new((state, in _) => JsonValues.Time(Find(state)))
    {
        Path = Path, Inputs = Inputs, Evidence = Evidence, Since = Since,
    };

    public SetSource AsSet() => new((state, in _, member) => JsonValues.Has(Find(state), member), state => JsonValues.List(Find(state)))
    {
        Path = Path, Inputs = Inputs, Evidence = Evidence, Since = Since,
    };

    public override bool IsKnown(CustomerState state, in RuleContext context) => Find(state) is { IsNull: false };

    public override string? Show(CustomerState state, in RuleContext context) =>
        Find(state) is { IsNull: false } value ? Shown.Json(value.Text) : null;

    Identity.RawJson Find(CustomerState state) =>
        _find(state) is { } trait ? _inner.Length == 0 ? trait.Value : JsonValues.Inner(trait.Value, _inner) : Identity.RawJson.Null;
}
