using CustomerGrains.JournalTests.Support;
using Microsoft.Data.Sqlite;

namespace CustomerGrains.JournalTests.Storage;

/// <summary>SQLite's snapshots are a file of their own, and only a cache.</summary>
public sealed class SnapshotFileTests() : StoreTests(StoreKind.Sqlite)
{
    string SnapshotFile => new SqliteConnectionStringBuilder(Options.SnapshotConnectionString).DataSource;

    [Fact]
    public async Task A_deleted_or_damaged_snapshot_file_is_made_anew_and_the_journal_stays()
    {
        var first = await OpenAsync();
        await first.Journal.AppendAsync(new TestCustomer("ann", first).Next("m1"));
        await first.DisposeAsync();
        SqliteConnection.ClearAllPools();

        foreach (var harm in (Action[])[() => File.Delete(SnapshotFile), () => File.WriteAllText(SnapshotFile, new string('x', 5_000)), FromTheFuture])
        {
            harm();
            foreach (var rest in (string[])["-wal", "-shm"])
                File.Delete(SnapshotFile + rest);
            await using var store = await TestStore.OpenAsync(Options);
            Assert.Equal(["m1"], await store.MessageIdsAsync("ann"));
            await using var connection = new SqliteConnection(Options.SnapshotConnectionString);
            await connection.OpenAsync();
            await using var count = connection.CreateCommand();
            count.CommandText = "SELECT count(*) FROM OrleansQuery";
            Assert.Equal(4L, await count.ExecuteScalarAsync());
        }
    }

    [Fact]
    public async Task A_damaged_journal_is_never_thrown_away()
    {
        var file = new SqliteConnectionStringBuilder(Options.ConnectionString).DataSource;
        await File.WriteAllTextAsync(file, new string('x', 5_000));
        var refused = await Assert.ThrowsAsync<Silo.Storage.StoreOptionsException>(() => OpenAsync());
        Assert.Contains(file, refused.Message, StringComparison.Ordinal);
        Assert.Equal(5_000, new FileInfo(file).Length);
    }

    void FromTheFuture()
    {
        using var connection = new SqliteConnection(Options.SnapshotConnectionString + ";Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "INSERT INTO migration VALUES (77, 'from the future', 0); PRAGMA wal_checkpoint(TRUNCATE)";
        command.ExecuteNonQuery();
    }
}
