using System.Text;
using CustomerGrains.Domain.Journal;
using CustomerGrains.Domain.Touchpoints;
using CustomerGrains.JournalTests.Support;
using CustomerGrains.Silo.Webhooks;
using Microsoft.Extensions.Logging.Abstractions;

namespace CustomerGrains.JournalTests.Webhooks;

/// <summary>What a process needs to deliver from one test's store; a second one over the same store is a second process.</summary>
sealed class WebhookWorld(TestStore store) : IAsyncDisposable
{
    static readonly CancellationToken None = CancellationToken.None;

    readonly List<WebhookSender> _senders = [];
    readonly WebhookMetrics _metrics = new(store.Meters);
    WebhookDeliverer? _deliverer;

    public TestStore Store => store;

    public WebhookStore Webhooks => store.Webhooks;

    public static WebhookTarget Target(string url, params string[] events) => new("Test", url, events.Length == 0 ? WebhookEvents.All : events, [], []);

    /// <summary>Makes an endpoint.</summary>
    public async Task<(long Id, string Secret)> AddAsync(WebhookTarget target)
    {
        var (made, secret) = (await Webhooks.AddAsync(target, "test", None))!.Value;
        return (made.Id, secret);
    }

    /// <summary>A sender that goes by what is stored. By chance nothing is ever earlier or later.</summary>
    public async Task<WebhookSender> SenderAsync(long id)
    {
        _deliverer ??= new(store.Webhooks, store.Database, store.Rules, store.Locks, new(null, false), store.Clock, _metrics, NullLogger<WebhookDeliverer>.Instance);
        var sender = _deliverer.Sender((await Webhooks.ActiveAsync(None)).Single(webhook => webhook.Id == id), () => 0.5);
        _senders.Add(sender);
        return sender;
    }

    /// <summary>Goes on until there is nothing to do at this instant.</summary>
    public static async Task SettleAsync(WebhookSender sender)
    {
        while (await sender.StepAsync(None))
            await sender.DrainAsync();
    }

    /// <summary>A customer's decision, her entry number so and so.</summary>
    public Task DecideAsync(string customer, long seq, EntryKind kind = EntryKind.SegmentJoined, string name = "vip", string body = """{"cause":"event","because":"m1","version":3}""") =>
        store.Journal.AppendAsync(new(
            customer, [new(seq, kind, Channel.Server, null, name, store.Clock.GetUtcNow().AddMinutes(-1), store.Clock.GetUtcNow(), Encoding.UTF8.GetBytes(body))], [], null, []));

    public async Task<Webhook> FindAsync(long id) => (await Webhooks.FindAsync(id, None))!;

    public Task<IReadOnlyList<WebhookDelivery>> DeliveriesAsync(long id, DeliveryState? state = null) => Webhooks.DeliveriesAsync(id, state, null, 1_000, None);

    public async ValueTask DisposeAsync()
    {
        foreach (var sender in _senders)
            await sender.DisposeAsync();
        _deliverer?.Dispose();
    }
}
