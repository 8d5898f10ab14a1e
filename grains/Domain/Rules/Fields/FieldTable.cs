using CustomerGrains.Domain.Customers;
using CustomerGrains.Domain.Touchpoints;

namespace CustomerGrains.Domain.Rules.Fields;

/// <summary>Short ways to write the tables of fields.</summary>
static class FieldTable
{
    public static RuleInput[] Of(params InputPart[] parts) => [.. parts.Select(part => new RuleInput(part, ""))];

    public static Field Number(
        string path,
        string description,
        string example,
        RuleInput[] inputs,
        Func<CustomerState, decimal?> read,
        string[]? aliases = null,
        (string, string)? unit = null,
        (decimal, decimal)? range = null,
        bool whole = false,
        bool mayBeMissing = true,
        EvidenceFinder? evidence = null,
        Reader<long>? since = null) => new(
        new(path, "number", description, example) { Aliases = aliases ?? [] },
        names => new ScalarSource(FieldType.Number, (state, in _, _) => read(state))
        {
            Path = names.Path, Inputs = inputs, Unit = unit, Range = range, Whole = whole, MayBeMissing = mayBeMissing, Evidence = evidence, Since = since,
        });

    public static Field Count(
        string path, string description, string example, RuleInput[] inputs, (string, string) unit, Func<CustomerState, long> read, string[]? aliases = null, EvidenceFinder? evidence = null) =>
        Number(path, description, example, inputs, state => read(state), aliases, unit, (0, decimal.MaxValue), whole: true, mayBeMissing: false, evidence);

    public static Field Money(
        string path, string description, string example, RuleInput[] inputs, ScalarReader read, string[]? aliases = null, bool mayBeMissing = false, EvidenceFinder? evidence = null) => new(
        new(path, "money", description, example) { Aliases = aliases ?? [] },
        names => new ScalarSource(FieldType.Money, read) { Path = names.Path, Inputs = inputs, MayBeMissing = mayBeMissing, Evidence = evidence });

    public static Field Time(
        string path, string description, string example, RuleInput[] inputs, Func<CustomerState, long?> read, string[]? aliases = null, EvidenceFinder? evidence = null) => new(
        new(path, "time", description, example) { Aliases = aliases ?? [] },
        names => new TimeSource((state, in _) => read(state)) { Path = names.Path, Inputs = inputs, Evidence = evidence });

    public static Field Text(
        string path, string description, string example, RuleInput[] inputs, Func<CustomerState, string?> read, string[]? aliases = null, EvidenceFinder? evidence = null, Reader<long>? since = null) => new(
        new(path, "text", description, example) { Aliases = aliases ?? [] },
        names => TextOf(names.Path, inputs, read, evidence, since));

    public static TextSource TextOf(
        string path, RuleInput[] inputs, Func<CustomerState, string?> read, EvidenceFinder? evidence = null, Reader<long>? since = null) => new(
        (state, in _, out value) =>
        {
            var text = read(state);
            value = text;
            return text is not null;
        })
    {
        Path = path, Inputs = inputs, Evidence = evidence, Since = since,
    };

    /// <summary>The touchpoint of a stamp.</summary>
    public static EvidenceQuery? Message(Stamp? at) => at is null ? null : Messages([at.MessageId]);

    public static EvidenceQuery? Messages(IReadOnlyList<string> ids) => ids.Count == 0 ? null : new([], null, null, null, ids);

    public static EvidenceQuery Named(params string[] names) => new(names, null, null, null, []);
}
