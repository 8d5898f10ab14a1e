using CustomerGrains.Domain.Journal;
using CustomerGrains.Grains.Journal;
using CustomerGrains.JournalTests.Support;
using CustomerGrains.Silo.Storage.Sqlite;

namespace CustomerGrains.JournalTests.Journal;

public sealed class CheckpointTests() : StoreTests(StoreKind.Sqlite)
{
    [Fact]
    public async Task The_log_starts_over_instead_of_growing_for_ever()
    {
        var store = await OpenAsync();
        var log = new FileInfo(((SqliteDatabase)store.Database).File + "-wal");
        var (before, length) = (-1L, 0L);
        // 2 MB each: a checkpoint is due after four, and has all the others to come about.
        for (var i = 0; i < 40 && length != before; i++)
        {
            JournalEntry[] entries = [.. Enumerable.Range(1, 60).Select(n => TestCustomer.Entry(n, $"m{n}") with { Body = new byte[32 << 10] })];
            await store.Journal.AppendAsync(new Commit($"c{i}", entries, [], null, []));
            log.Refresh();
            (before, length) = (length, log.Length);
        }

        Assert.Equal(before, length);
    }
}
