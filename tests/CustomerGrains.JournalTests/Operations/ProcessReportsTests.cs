using System.Diagnostics.Metrics;
using System.IO.Compression;
using CustomerGrains.JournalTests.Support;
using CustomerGrains.Silo.Operations;
using CustomerGrains.Silo.Storage;
using CustomerGrains.TestSupport;
using CustomerGrains.TestSupport.Postgres;
using Microsoft.Extensions.Logging.Abstractions;

namespace CustomerGrains.JournalTests.Operations;

/// <summary>What processes over one store tell each other of themselves.</summary>
[NeedsPostgres]
public sealed class ProcessReportsTests() : StoreTests(StoreKind.Postgres)
{
    [StoreFact]
    public async Task Each_process_sees_the_others_whole_until_they_fall_silent()
    {
        var store = await OpenAsync();
        using var measured = new Measured();
        using var history = new MeterHistory(measured.Meters, store.Clock, NullLogger<MeterHistory>.Instance);
        measured.Meters.Create("CustomerGrains").CreateCounter<long>("customergrains.ingest.refused", "{request}").Add(3, new KeyValuePair<string, object?>("status", "503"));
        history.Sample();
        using var silo = Reports(store, history, "one:1", "silo");
        using var web = Reports(store, history, "two:1", "web");
        await silo.PublishAsync(CancellationToken.None);
        await silo.PublishAsync(CancellationToken.None);
        await web.PublishAsync(CancellationToken.None);

        var other = Assert.Single(await web.OthersAsync(CancellationToken.None));
        Assert.Equal(("one:1", "silo", "trouble"), (other.Name, other.Role, other.State));
        var report = await web.FindAsync("one:1", CancellationToken.None);
        Assert.Equal("senders-503", report!.Findings[0].Key);
        Assert.Equal(store.Clock.GetUtcNow(), report.History.Times[0]);
        Assert.Equal<double?>([3], report.History.Instruments.Single(each => each.Name == "customergrains.ingest.refused").Series[0].Values);
        Assert.Null(await web.FindAsync("three:1", CancellationToken.None));

        // As if it had said nothing for a while.
        await store.Database.ExecuteAsync("UPDATE process_report SET at = at - 100000 WHERE name = 'one:1'", _ => { }, CancellationToken.None);
        Assert.Empty(await web.OthersAsync(CancellationToken.None));
        Assert.Null(await web.FindAsync("one:1", CancellationToken.None));
        await web.PublishAsync(CancellationToken.None);
        Assert.Equal(["two:1"], await store.Database.QueryAsync("SELECT name FROM process_report", _ => { }, r => r.GetString(0), CancellationToken.None));
    }

    [StoreFact]
    public async Task A_report_of_another_version_is_no_report()
    {
        var store = await OpenAsync();
        using var measured = new Measured();
        using var history = new MeterHistory(measured.Meters, store.Clock, NullLogger<MeterHistory>.Instance);
        using var reports = Reports(store, history, "one:1", "web");
        await reports.PublishAsync(CancellationToken.None);
        var other = new byte[100];
        Assert.True(BrotliEncoder.TryCompress("\"something else\""u8, other, out var length));
        await store.Database.ExecuteAsync("UPDATE process_report SET name = 'two:1', body = @body", c => c.With("@body", other[..length]), CancellationToken.None);

        Assert.Null(await reports.FindAsync("two:1", CancellationToken.None));
    }

    static ProcessReports Reports(TestStore store, MeterHistory history, string name, string role) => new(
        new(StoreProvider.Postgres, "", "", 1), store.Database, history,
        new(name, role, "embedded", "postgres", "1", ".NET", 2, 1_000_000_000_000, DateTimeOffset.UnixEpoch), store.Clock, NullLogger<ProcessReports>.Instance);
}
