using System.Data.Common;
using System.Globalization;
using System.Text;
using CustomerGrains.Contracts.Customers;
using CustomerGrains.Contracts.Touchpoints;
using CustomerGrains.Domain.Customers;
using CustomerGrains.Domain.Decisions;
using CustomerGrains.Domain.Journal;
using CustomerGrains.Domain.Rules;
using CustomerGrains.Domain.Touchpoints;
using CustomerGrains.Grains.Customers;
using CustomerGrains.Grains.Journal;
using CustomerGrains.Grains.Rules;
using CustomerGrains.Grains.Value;
using CustomerGrains.Silo.Backfills;
using CustomerGrains.Silo.Cluster;
using CustomerGrains.Silo.Customers;
using CustomerGrains.Silo.Deadlines;
using CustomerGrains.Silo.FollowUps;
using CustomerGrains.Silo.Hosting;
using CustomerGrains.Silo.Journal;
using CustomerGrains.Silo.Kpis;
using CustomerGrains.Silo.Retention;
using CustomerGrains.Silo.Rules;
using CustomerGrains.Silo.Storage;
using CustomerGrains.Silo.Transitions;
using CustomerGrains.TestSupport;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CustomerGrains.JournalTests.Support;

/// <summary>A whole silo over one test's store: customers, sweeper, backfills. A second one over the same store is a second process.</summary>
sealed class TestSilo : IAsyncDisposable
{
    static readonly CancellationToken None = CancellationToken.None;

    readonly IHost _host;
    bool _disposed;

    TestSilo(IHost host) => _host = host;

    public IGrainFactory Grains => Get<IGrainFactory>();

    public IJournalReader Reader => Get<IJournalReader>();

    public ITransitions Transitions => Get<ITransitions>();

    public IFollowUps FollowUps => Get<IFollowUps>();

    public ICustomerDirectory Directory => Get<ICustomerDirectory>();

    public IKpiStore Kpis => Get<IKpiStore>();

    public IDefinitionStore Definitions => Get<IDefinitionStore>();

    public IBackfills Backfills => Get<IBackfills>();

    public IPreview Preview => Get<IPreview>();

    public BackfillService BackfillService => Get<BackfillService>();

    public BackfillTable BackfillTable => Get<BackfillTable>();

    public DueTable Dues => Get<DueTable>();

    public ClusterLocks Locks => Get<ClusterLocks>();

    public StoreDatabase Database => Get<StoreDatabase>();

    public RuleSet Rules => Get<IRuleBook>().Current;

    public RetentionPass Retention => Get<RetentionPass>();

    public StoreOptions Options => Get<StoreOptions>();

    public TimeProvider Clock => Get<TimeProvider>();

    public long Now => Clock.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Starts it. Its loops turn by the system's clock, but see the time of the given one.</summary>
    /// <param name="options">The store.</param>
    /// <param name="clock">The calendar; null = the system's.</param>
    /// <param name="at">Called at each step of each transaction.</param>
    /// <param name="calls">Stands between the sweeper or the backfill and the customers.</param>
    public static async Task<TestSilo> StartAsync(
        StoreOptions options, TimeProvider? clock, Action<Step, CommitGroup?>? at = null, Func<ICustomerCalls, ICustomerCalls>? calls = null)
    {
        var builder = Host.CreateApplicationBuilder(["--hostBuilder:reloadConfigOnChange=false"]);
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(
            [new("Store:Provider", options.Provider.ToString()), new("Store:ConnectionString", options.ConnectionString), new("Value:ReportingCurrency", "GBP")]);
        builder.AddCustomerGrainsSilo();
        if (clock is not null)
            builder.Services.AddFakeClock(clock);
        if (calls is not null)
            builder.Services.AddSingleton<ICustomerCalls>(provider => calls(new GrainCalls(provider.GetRequiredService<IGrainFactory>())));
        if (at is not null)
        {
            var real = builder.Services.Last(s => s.ServiceType == typeof(IJournalStore));
            builder.Services.AddSingleton<IJournalStore>(provider => new FaultyStore(
                (IJournalStore)(real.ImplementationFactory?.Invoke(provider) ?? ActivatorUtilities.CreateInstance(provider, real.ImplementationType!))) { At = at });
        }

        var host = builder.Build();
        await host.StartAsync();
        return new(host);
    }

    public async ValueTask DisposeAsync()
    {
        if (_disposed)
            return;
        _disposed = true;
        await _host.StopAsync();
        if (_host is IAsyncDisposable disposable)
            await disposable.DisposeAsync();
    }

    /// <summary>Records an event that happens now.</summary>
    public async Task RecordAsync(string id, string messageId, string name, string properties = "{}")
    {
        var now = Clock.GetUtcNow().ToWholeMilliseconds();
        var body = $$$"""{"type":"track","userId":"{{{id}}}","event":"{{{name}}}","messageId":"{{{messageId}}}","properties":{{{properties}}}}""";
        var reply = await Grains.GetGrain<ICustomerGrain>(id).Record(
            new([new(messageId, (byte)EntryKind.Track, name, (byte)Channel.Web, id, null, null, now, now, Encoding.UTF8.GetBytes(body))]));
        Assert.Equal(RecordStatus.Recorded, reply.Outcome);
    }

    public Task AddToCartAsync(string id, string messageId) =>
        RecordAsync(id, messageId, "Product Added", """{"product_id":"p1","name":"Shoe","price":10,"quantity":1,"currency":"GBP"}""");

    public Task BuyAsync(string id, string messageId, decimal total = 20) =>
        RecordAsync(id, messageId, "Order Completed", string.Create(CultureInfo.InvariantCulture, $$"""{"order_id":"{{messageId}}","total":{{total}},"currency":"GBP"}"""));

    /// <summary>Publishes a segment; the backfill comes by itself, or with <see cref="BackfillAsync"/>.</summary>
    public async Task PublishAsync(string key, string rule)
    {
        Assert.Empty(RuleText.Read(rule, RuleUse.Segment).Errors);
        Assert.Equal(PublishStatus.Published, (await Definitions.PublishAsync(new(DefinitionKind.Segment, key, key, rule), "test", None)).Status);
    }

    /// <summary>Wakes everybody who is due, and those who are due again by now.</summary>
    public async Task SweepAsync()
    {
        // What a process that just died held is free as soon as the server has noticed.
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        for (var i = 0; i < 1_500 && await Locks.SlicesAsync(_ => false, None) is { Count: < DueSlice.Count }; i++)
            await timer.WaitForNextTickAsync();
        var sweeper = Get<Sweeper>();
        for (var looks = 0; looks < 3; looks++)
        {
            while (await sweeper.SweepAsync(None))
            {
            }

            await sweeper.DrainAsync(None);
        }
    }

    /// <summary>Forgets old follow-ups now.</summary>
    public Task<long> PurgeFollowUpsAsync() => Get<FollowUpPurge>().PurgeAsync(None);

    /// <summary>Ends when no backfill is left.</summary>
    public async Task BackfillAsync() => Assert.True(await BackfillService.WorkAsync(None));

    /// <summary>The customer as her journal has her.</summary>
    public Task<CustomerState> StateAsync(string id) => new CustomerHistory(Reader).FoldAsync(id, long.MaxValue, None);

    public async Task<IReadOnlyList<string>> SegmentsAsync(string id) => [.. (await StateAsync(id)).Segments.Select(m => m.Key)];

    public async Task<List<string>> AllIdsAsync()
    {
        var ids = new List<string>();
        await foreach (var id in Directory.AllIdsAsync(None))
            ids.Add(id);
        return ids;
    }

    public Outlook OutlookOf(CustomerState state) =>
        Outlook.Of(state, Rules, new(Now, Get<IReportingCurrency>().Current, Get<IPredictions>()));

    /// <summary>
    /// What is written beside the journal says what the journal says: each decision is one transition, members are members, everybody is due in time, and
    /// the counters are those of a recount.
    /// </summary>
    public async Task AssertAgreesAsync()
    {
        // All as of one instant: the silo lives on meanwhile.
        var (entries, listed, memberships, dues) = await Database.RunAsync(
            async (connection, token) =>
            {
                await using var transaction = await Database.BeginSnapshotAsync(connection, token);
                return (
                    await ReadAsync($"SELECT customer_id, {JournalReader.Columns} FROM journal ORDER BY customer_id, seq", r => (Id: r.GetString(0), Entry: JournalReader.Entry(r, 1))),
                    await ReadAsync(
                        "SELECT customer_id, seq, kind, name, occurred_at FROM transition",
                        r => $"{r.GetString(0)} {r.GetInt64(1)} {(EntryKind)r.GetInt16(2)} {(r.GetInt16(2) < (int)EntryKind.FollowUpOpened ? r.GetString(3) : "")} {r.Time(4):O}"),
                    await ReadAsync("SELECT segment, customer_id, since FROM membership", r => $"{r.GetString(0)} {r.GetString(1)} {r.GetInt64(2)}"),
                    await ReadAsync("SELECT customer_id, due_at FROM due", r => (Id: r.GetString(0), At: r.GetInt64(1))));

                Task<List<T>> ReadAsync<T>(string sql, Func<DbDataReader, T> row) => connection.QueryAsync(sql, c => c.Transaction = transaction, row, token);
            },
            None);

        var customers = new Dictionary<string, CustomerState>();
        foreach (var (id, entry) in entries)
        {
            if (!customers.TryGetValue(id, out var state))
                customers.Add(id, state = new(id));
            state.Apply(entry);
        }

        Assert.Equal(
            entries.Where(e => e.Entry.IsDecision || e.Entry.Kind is EntryKind.FollowUpOpened or EntryKind.FollowUpResolved)
                .Select(e => $"{e.Id} {e.Entry.Seq} {e.Entry.Kind} {(e.Entry.IsDecision ? e.Entry.Name : "")} {e.Entry.OccurredAt:O}").Order(StringComparer.Ordinal),
            listed.Order(StringComparer.Ordinal));
        Assert.Equal(
            customers.Values.SelectMany(c => c.Segments, (c, m) => $"{m.Key} {c.Id} {m.SinceTime}").Order(StringComparer.Ordinal), memberships.Order(StringComparer.Ordinal));
        foreach (var state in customers.Values)
        {
            if (OutlookOf(state) is { Differs: false, Next: not long.MaxValue and var next })
                Assert.Contains(dues, due => due.Id == state.Id && due.At <= next);
        }

        Assert.Empty((await Kpis.RecountAsync(None)).Differences);
    }

    /// <summary>Everybody is in the segments and the stage that the rules say now.</summary>
    public async Task AssertDecidedAsync()
    {
        foreach (var id in await AllIdsAsync())
            Assert.False(OutlookOf(await StateAsync(id)).Differs, $"Something is still to be decided about {id}.");
    }

    T Get<T>()
        where T : notnull => _host.Services.GetRequiredService<T>();
}
