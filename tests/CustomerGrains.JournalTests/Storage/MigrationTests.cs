using CustomerGrains.JournalTests.Support;
using CustomerGrains.Silo.Storage.Migrations;
using CustomerGrains.TestSupport.Postgres;

namespace CustomerGrains.JournalTests.Storage;

/// <summary>The program makes and updates its own tables.</summary>
public abstract class MigrationTests(StoreKind kind) : StoreTests(kind)
{
    [StoreFact]
    public async Task A_second_start_changes_nothing()
    {
        var store = await OpenAsync();
        await store.Journal.AppendAsync(new TestCustomer("ann", store).Next("m1"));
        var applied = await AppliedAsync(store);
        Assert.NotEmpty(applied);
        var again = await OpenAsync();
        Assert.Equal(applied, await AppliedAsync(again));
        Assert.Equal(["m1"], await again.MessageIdsAsync("ann"));
    }

    [StoreFact]
    public async Task Processes_that_start_at_once_wait_for_each_other()
    {
        var stores = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => OpenAsync())));
        await Task.WhenAll(stores.Select((s, i) => s.Journal.AppendAsync(new TestCustomer($"c{i}", s).Next("m1"))));
        var applied = await AppliedAsync(stores[0]);
        Assert.Equal(Enumerable.Range(1, applied.Count).Select(n => (long)n), applied.Select(a => a.Number));
    }

    [StoreFact]
    public async Task A_store_of_a_newer_version_is_refused_with_a_way_out()
    {
        var store = await OpenAsync();
        await store.Database.ExecuteAsync(
            "INSERT INTO migration (number, name, applied_at) VALUES (999, 'from the future', 0)", _ => { }, CancellationToken.None);
        var refused = await Assert.ThrowsAsync<StoreVersionException>(() => OpenAsync());
        Assert.Contains("999", refused.Message, StringComparison.Ordinal);
        Assert.Contains("Store:ConnectionString", refused.Message, StringComparison.Ordinal);
    }

    static Task<List<(long Number, long At)>> AppliedAsync(TestStore store) => store.Database.QueryAsync(
        "SELECT number, applied_at FROM migration ORDER BY number",
        _ => { },
        r => (Convert.ToInt64(r.GetValue(0), null), Convert.ToInt64(r.GetValue(1), null)),
        CancellationToken.None);
}

public sealed class SqliteMigrationTests() : MigrationTests(StoreKind.Sqlite);

[NeedsPostgres]
public sealed class PostgresMigrationTests() : MigrationTests(StoreKind.Postgres);
