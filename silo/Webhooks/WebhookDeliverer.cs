using CustomerGrains.Grains.Rules;
using CustomerGrains.Silo.Cluster;
using CustomerGrains.Silo.Hosting;
using CustomerGrains.Silo.Storage;
using Microsoft.Extensions.Logging;

namespace CustomerGrains.Silo.Webhooks;

/// <summary>
/// Has a sender for each endpoint that is not paused, in one process of all. The lock saves work, it is not what keeps the order: that is in the store
/// (<see cref="WebhookQueue"/>), so a process that was thought dead and comes back can send something twice, but nothing out of turn.
/// </summary>
sealed partial class WebhookDeliverer(
    WebhookStore store, StoreDatabase database, IRuleBook rules, ClusterLocks cluster, WebhookOptions options, TimeProvider clock, WebhookMetrics metrics,
    ILogger<WebhookDeliverer> logger) : WhileServing
{
    /// <summary>How often it looks who is there: a change to an endpoint counts within this.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    static readonly TimeSpan CountEvery = TimeSpan.FromSeconds(10);
    static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    readonly Dictionary<long, WebhookSender> _senders = [];
    readonly WebhookClient _client = new(options, clock);
    readonly WebhookQueue _queue = new(database);
    DateTimeOffset _countAt;

    public override void Dispose()
    {
        _client.Dispose();
        base.Dispose();
    }

    /// <summary>A sender for an endpoint, with nothing of its own but what is stored.</summary>
    internal WebhookSender Sender(ActiveWebhook webhook, Func<double>? chance = null) =>
        new(webhook, new(database, rules), _queue, store, _client, clock, metrics, logger, chance);

    protected override async Task RunAsync(CancellationToken stoppingToken)
    {
        await Loop.RunAsync(TurnAsync, e => NotRead(logger, e, database.IsUnavailable(e)), Interval, clock, stoppingToken);
        await StopAllAsync();
        await ReleaseAsync();
    }

    async Task TurnAsync(CancellationToken cancellationToken)
    {
        if (await cluster.TryTakeWebhooksAsync(cancellationToken))
            await SyncAsync(cancellationToken);
        else
            await StopAllAsync();
        await Task.Delay(Interval, clock, cancellationToken);
    }

    async Task SyncAsync(CancellationToken cancellationToken)
    {
        var active = await store.ActiveAsync(cancellationToken);
        foreach (var gone in _senders.Keys.Except(active.Select(webhook => webhook.Id)).ToList())
            await StopAsync(gone);
        foreach (var webhook in active)
        {
            if (_senders.TryGetValue(webhook.Id, out var known))
            {
                known.Update(webhook);
                continue;
            }

            var sender = Sender(webhook);
            _senders.Add(webhook.Id, sender);
            sender.Start();
        }

        if (clock.GetUtcNow() is var now && now >= _countAt)
        {
            _countAt = now + CountEvery;
            metrics.Waiting(await store.ListAsync(cancellationToken), now);
        }
    }

    async Task StopAllAsync()
    {
        await Task.WhenAll(_senders.Keys.ToList().Select(StopAsync));
        metrics.Waiting([], clock.GetUtcNow());
    }

    async Task StopAsync(long webhook)
    {
        if (!_senders.Remove(webhook, out var sender))
            return;
        using var grace = new CancellationTokenSource(Grace, clock);
        await sender.StopAsync(grace.Token);
        await sender.DisposeAsync();
    }

    async Task ReleaseAsync()
    {
        try
        {
            await cluster.ReleaseWebhooksAsync(CancellationToken.None);
        }
#pragma warning disable CA1031 // It ends with the connection.
        catch (Exception e)
#pragma warning restore CA1031
        {
            NotRead(logger, e, database.IsUnavailable(e));
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The webhooks could not be read (store unavailable: {IsUnavailable}); trying again")]
    static partial void NotRead(ILogger logger, Exception exception, bool isUnavailable);
}
