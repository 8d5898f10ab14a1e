using System.Text;
using System.Text.Json;
using CustomerGrains.Contracts.Customers;
using CustomerGrains.Contracts.Decisions;
using CustomerGrains.Contracts.Identity;
using CustomerGrains.Contracts.Touchpoints;
using CustomerGrains.Domain.Journal;
using CustomerGrains.Domain.Touchpoints;
using CustomerGrains.Domain.Value;
using CustomerGrains.Grains;
using CustomerGrains.Grains.Journal;
using CustomerGrains.Grains.Rules;
using CustomerGrains.Grains.Value;
using CustomerGrains.TestSupport;
using Microsoft.Extensions.DependencyInjection;
using Orleans.TestingHost;

namespace CustomerGrains.GrainTests;

/// <summary>The grains on the build's engine, over a journal in memory and a clock that stands still.</summary>
public sealed class GrainWorld : IAsyncLifetime
{
    InProcessTestCluster _cluster = null!;

    public MemoryJournal Journal { get; private set; } = new();

    public FakeClock Clock { get; } = new();

    public FixedRuleBook Rules { get; } = FixedRuleBook.Default;

    public TestCurrency Currency { get; } = new("GBP");

    public ICustomerGrain Customer(string id) => _cluster.Client.GetGrain<ICustomerGrain>(id);

    public IIdentityGrain Identity => _cluster.Client.GetGrain<IIdentityGrain>(IIdentityGrain.Key);

    public Orleans.IGrainFactory Grains => _cluster.Client;

    public Task InitializeAsync() => StartAsync();

    public async Task DisposeAsync() => await _cluster.DisposeAsync();

    /// <summary>Ends all activations without a word and starts again on what the journal has.</summary>
    public async Task RestartAsync()
    {
        await _cluster.DisposeAsync();
        await StartAsync();
    }

    /// <summary>Makes the customer's activation forget her state: the next call loads it again.</summary>
    public async Task ForgetAsync(string id)
    {
        Journal.NextFault = _ => Fault.Full;
        await Customer(id).Record(Batch(Track(id, $"forget-{Guid.NewGuid():N}")));
        Journal.NextFault = _ => Fault.None;
    }

    /// <summary>What the sweeper does: ticks whoever is due until nobody is. Replies that ask to come again are left due.</summary>
    public async Task SweepAsync()
    {
        for (var round = 0; round < 1_000; round++)
        {
            var due = Journal.DueAt(Clock.GetUtcNow());
            if (due.Count == 0)
            {
                return;
            }

            foreach (var (id, at) in due)
            {
                if ((await Customer(id).Tick(at)).Outcome is not DecideStatus.Done)
                {
                    return;
                }
            }
        }

        throw new InvalidOperationException("Somebody stays due for ever.");
    }

    /// <summary>The customer's document, without the instant at which it was asked for.</summary>
    public async Task<string> JsonOf(string id) => Encoding.UTF8.GetString((await Customer(id).Get())?.Json ?? []);

    public async Task<JsonElement> ViewOf(string id)
    {
        using var document = JsonDocument.Parse((await Customer(id).Get())!.Json);
        return document.RootElement.Clone();
    }

    /// <summary>The batch was recorded, but for the items at these indexes.</summary>
    public static void AssertDuplicates(RecordReply reply, params int[] indexes)
    {
        ArgumentNullException.ThrowIfNull(reply);
        Assert.Equal(RecordStatus.Recorded, reply.Outcome);
        Assert.Equal(indexes.AsEnumerable(), reply.Duplicates);
    }

    public static TouchpointBatch Batch(params TouchpointMessage[] items) => new(items);

    public TouchpointMessage Track(string id, string messageId, string name = "Product Viewed", string properties = "{}", TimeSpan ago = default) =>
        Message(EntryKind.Track, messageId, name, userId: id, null, $$$"""{"type":"track","userId":"{{{id}}}","event":"{{{name}}}","properties":{{{properties}}}}""", ago);

    public TouchpointMessage Anonymous(string anonymousId, string messageId, string name = "Product Viewed", string properties = "{}", TimeSpan ago = default) =>
        Message(EntryKind.Track, messageId, name, null, anonymousId, $$$"""{"type":"track","anonymousId":"{{{anonymousId}}}","event":"{{{name}}}","properties":{{{properties}}}}""", ago);

    public TouchpointMessage Identify(string id, string? anonymousId, string messageId) =>
        Message(EntryKind.Identify, messageId, "", id, anonymousId, $$$"""{"type":"identify","userId":"{{{id}}}","traits":{"name":"Ann"}}""", default);

    TouchpointMessage Message(EntryKind kind, string messageId, string name, string? userId, string? anonymousId, string body, TimeSpan ago)
    {
        var now = Clock.GetUtcNow();
        return new(messageId, (byte)kind, name, (byte)Channel.Web, userId, anonymousId, null, now - ago, now, Encoding.UTF8.GetBytes(body));
    }

    async Task StartAsync()
    {
        var builder = new InProcessTestClusterBuilder(1);
        builder.Options.ConfigureFileLogging = false;
        builder.ConfigureSilo((_, silo) =>
        {
            silo.AddMemoryGrainStorage("snapshots");
            silo.Services.AddCustomerGrains();
            silo.Services.AddSingleton<IJournal>(Journal);
            silo.Services.AddSingleton<IJournalReader>(Journal);
            silo.Services.AddSingleton<IReportingCurrency>(Currency);
            silo.Services.AddSingleton<IRuleBook>(Rules);
            silo.Services.AddSingleton<TimeProvider>(new CalendarOf(Clock));
        });
        _cluster = builder.Build();
        await _cluster.DeployAsync();
    }

    // The engine's own timers run on the real clock: one that stands still would stop its housekeeping. Only the calendar is ours.
    sealed class CalendarOf(TimeProvider clock) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => clock.GetUtcNow();
    }
}

/// <summary>A reporting currency that is settled, or waits for the first that arrives.</summary>
public sealed class TestCurrency(string? settled) : IReportingCurrency
{
    public ReportingCurrency Current { get; private set; } = new(settled ?? "USD", new Dictionary<string, decimal>());

    public bool IsSettled { get; private set; } = settled is not null;

    /// <summary>As if nothing had ever arrived.</summary>
    public void Unsettle() => (Current, IsSettled) = (new("USD", new Dictionary<string, decimal>()), false);

    public ValueTask SettleAsync(string currency, CancellationToken cancellationToken)
    {
        if (!IsSettled)
        {
            (Current, IsSettled) = (new(currency, new Dictionary<string, decimal>()), true);
        }

        return ValueTask.CompletedTask;
    }
}
