using System.Text;
using CustomerGrains.Domain.Customers;
using CustomerGrains.Domain.Journal;
using FsCheck;
using FsCheck.Fluent;

namespace CustomerGrains.DomainTests.Support;

/// <summary>Folds, and journals for property tests.</summary>
static class Folding
{
    public static CustomerState Fold(IEnumerable<JournalEntry> entries, string id = "ada")
    {
        var state = new CustomerState(id);
        foreach (var entry in entries)
            state.Apply(entry with { Seq = state.Version + 1 });
        return state;
    }

    public static string Facts(this CustomerState state) => Encoding.UTF8.GetString(state.FactsToJson());

    public static string Json(this CustomerState state) => Encoding.UTF8.GetString(state.ToJson());

    public static JournalEntry[] Shuffled(this JournalEntry[] entries, int seed)
    {
        var shuffled = entries.ToArray();
        new Random(seed).Shuffle(shuffled);
        return shuffled;
    }

    /// <summary>Journals of up to a few hundred events; a failing one is made smaller by leaving events out.</summary>
    public static Arbitrary<JournalEntry[]> Journals { get; } = Arb.From(
        from seed in Gen.Choose(0, int.MaxValue - 1)
        from theme in Gen.Elements(Enum.GetValues<Theme>())
        from variety in Gen.Elements(3, 30, 150)
        from count in Gen.Choose(1, theme == Theme.Everything ? 120 : 260)
        select new RandomEvents(seed, variety).Journal(count, theme),
        Smaller);

    public static Arbitrary<int> Seeds { get; } = Gen.Choose(0, int.MaxValue - 1).ToArbitrary();

    static IEnumerable<JournalEntry[]> Smaller(JournalEntry[] journal)
    {
        for (var size = journal.Length / 2; size > 0; size /= 2)
        {
            for (var from = 0; from + size <= journal.Length; from += size)
                yield return [.. journal[..from], .. journal[(from + size)..]];
        }
    }
}
