using CustomerGrains.JournalTests.Support;
using CustomerGrains.TestSupport.Postgres;

namespace CustomerGrains.JournalTests.Journal;

/// <summary>Invariant 1: a process killed under load loses nothing it had acknowledged and applies nothing twice.</summary>
public abstract class CrashTests(StoreKind kind) : StoreTests(kind)
{
    [StoreFact]
    public async Task A_killed_process_loses_nothing_acknowledged_and_leaves_exact_counters()
    {
        var acknowledged = new List<(string Customer, string MessageId)>();
        // Killed three times at different moments; each time the next process goes on.
        foreach (var after in (int[])[37, 400, 1_500])
        {
            acknowledged.AddRange(await CrashChild.RunAndKillAsync(Options, after));
            var store = await OpenAsync();
            await FaultTests.AssertAllThereAsync(store, acknowledged);
        }

        Assert.Equal(acknowledged.Count, acknowledged.Distinct().Count());
    }
}

public sealed class SqliteCrashTests() : CrashTests(StoreKind.Sqlite);

[NeedsPostgres]
public sealed class PostgresCrashTests() : CrashTests(StoreKind.Postgres);
