using System.Text;
using CustomerGrains.Domain.Journal;
using CustomerGrains.Domain.Touchpoints;
using CustomerGrains.Grains.Customers;
using CustomerGrains.Grains.Journal;
using CustomerGrains.TestSupport;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Storage;

namespace CustomerGrains.GrainTests;

/// <summary>A snapshot is a cache: whatever is in it, the customer is what the journal says, and the next snapshot is right again.</summary>
public sealed class SnapshotTests : IDisposable
{
    const string Id = "ann";
    const int Long = JournalStart.WholeLimit * 3;

    readonly OneSnapshot _storage = new();
    readonly Measured _measured = new();
    readonly CustomerMetrics _metrics;

    public SnapshotTests()
    {
        _metrics = new(_measured.Meters);
        _measured.Listen();
    }

    public void Dispose() => _measured.Dispose();

    [Fact]
    public async Task What_follows_a_snapshot_is_folded_onto_it()
    {
        await SnapshotOfAsync(JournalOf("a", Long));
        var journal = JournalOf("a", Long + 5);
        var snapshots = Snapshots();

        var loaded = await LoadAsync(journal, snapshots);

        Assert.Equal(await FoldAsync(journal), loaded.State.ToJson());
        Assert.Equal(Long, snapshots.Seq);
        Assert.Equal(1, _measured["customergrains.customers.loaded/snapshot"]);
    }

    [Theory]
    [InlineData(Long + 5)]
    [InlineData(Long)]
    [InlineData(Long - 5)]
    public async Task A_snapshot_of_another_history_is_left_aside_and_replaced(int length)
    {
        await SnapshotOfAsync(JournalOf("a", Long));
        var journal = JournalOf("b", length);
        var snapshots = Snapshots();

        var loaded = await LoadAsync(journal, snapshots);

        Assert.Equal(await FoldAsync(journal), loaded.State.ToJson());
        Assert.Equal(0, snapshots.Seq);
        Assert.Equal(2, _measured["customergrains.customers.loaded/rebuilt"]); // when there was none yet, and now
        await snapshots.WriteAsync(loaded.State, loaded.Last!.Value);
        await AssertStoredAsync(journal, length);
        Assert.Equal(2, _measured["customergrains.customers.snapshots"]);
    }

    [Theory]
    [InlineData("""{"format":0,"id":"ann","version":96}""")]
    [InlineData("""{"format":2,"id":"ann","version":"many"}""")]
    [InlineData("""{"format":2,"id":"ann","version":96,"recent":[["x",1,2]]}""")]
    [InlineData("[]")]
    public async Task A_snapshot_that_cannot_be_read_is_left_aside_and_replaced(string state)
    {
        var journal = JournalOf("a", Long);
        await SnapshotOfAsync(journal);
        _storage.Stored!.State = Encoding.UTF8.GetBytes(state);
        var snapshots = Snapshots();

        var loaded = await LoadAsync(journal, snapshots);

        Assert.Equal(await FoldAsync(journal), loaded.State.ToJson());
        Assert.Equal(0, snapshots.Seq);
        await snapshots.WriteAsync(loaded.State, loaded.Last!.Value);
        await AssertStoredAsync(journal, Long);
    }

    [Fact]
    public async Task A_storage_that_fails_costs_time_and_nothing_else()
    {
        var journal = JournalOf("a", Long);
        await SnapshotOfAsync(journal);
        _storage.Fails = true;

        var loaded = await LoadAsync(journal, Snapshots());

        Assert.Equal(await FoldAsync(journal), loaded.State.ToJson());
    }

    static MemoryJournal JournalOf(string lineage, int length)
    {
        var journal = new MemoryJournal();
        var at = new DateTimeOffset(2026, 1, 5, 12, 0, 0, TimeSpan.Zero);
        var entries = Enumerable.Range(1, length)
            .Select(seq => new JournalEntry(seq, EntryKind.Track, Channel.Web, $"{lineage}{seq}", "Product Viewed", at.AddMinutes(seq), at.AddMinutes(seq), "{}"u8.ToArray()))
            .ToList();
        Assert.True(journal.AppendAsync(new(Id, entries, [], null, [])).IsCompletedSuccessfully);
        return journal;
    }

    static async Task<byte[]> FoldAsync(MemoryJournal journal) =>
        (await new CustomerHistory(journal).FoldAsync(Id, long.MaxValue, CancellationToken.None)).ToJson();

    Task<LoadedCustomer> LoadAsync(MemoryJournal journal, CustomerSnapshots snapshots) =>
        new CustomerLoader(journal, new CustomerHistory(journal), _metrics, new FakeClock()).LoadAsync(Id, () => snapshots, CancellationToken.None);

    CustomerSnapshots Snapshots() => new(_storage, Id, _metrics, NullLogger.Instance);

    async Task SnapshotOfAsync(MemoryJournal journal)
    {
        var snapshots = Snapshots();
        var loaded = await LoadAsync(journal, snapshots);
        await snapshots.WriteAsync(loaded.State, loaded.Last!.Value);
        Assert.Equal(loaded.State.Version, _storage.Stored!.Seq);
    }

    async Task AssertStoredAsync(MemoryJournal journal, long seq)
    {
        Assert.Equal(seq, _storage.Stored!.Seq);
        var snapshots = Snapshots();
        Assert.Equal(await FoldAsync(journal), (await LoadAsync(journal, snapshots)).State.ToJson());
        Assert.Equal(seq, snapshots.Seq);
    }

    // Room for one record, with an ETag as a real storage has.
    sealed class OneSnapshot : IGrainStorage
    {
        int _version;

        public CustomerSnapshot? Stored { get; private set; }

        public bool Fails { get; set; }

        public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
        {
            if (Fails)
            {
                throw new TimeoutException("out of reach, for a test");
            }

            grainState.RecordExists = Stored is not null;
            grainState.ETag = $"{_version}";
            if (Stored is { } stored)
            {
                grainState.State = (T)(object)new CustomerSnapshot { Seq = stored.Seq, Anchor = stored.Anchor, State = stored.State };
            }

            return Task.CompletedTask;
        }

        public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
        {
            if (Stored is not null && grainState.ETag != $"{_version}")
            {
                throw new InconsistentStateException("another version is stored");
            }

            Stored = (CustomerSnapshot)(object)grainState.State!;
            grainState.ETag = $"{++_version}";
            return Task.CompletedTask;
        }

        public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => throw new NotSupportedException();
    }
}
