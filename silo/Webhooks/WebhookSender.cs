using System.Threading.Channels;
using CustomerGrains.Silo.Hosting;
using Microsoft.Extensions.Logging;

namespace CustomerGrains.Silo.Webhooks;

/// <summary>
/// Sends to one endpoint: in order for each customer, many customers at once. What fails is tried again ever later and holds back its own customer only; where
/// several customers in a row fail, the endpoint itself is taken to be down, and tried with one message at a time until it takes one.
/// </summary>
sealed partial class WebhookSender : IAsyncDisposable
{
    /// <summary>How often it looks for something to do.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    // So many customers have to fail, with no success between, before the endpoint is taken to be down.
    const int Trip = 5;
    const int TrimEvery = 1_000;

    static readonly TimeSpan AfterFault = TimeSpan.FromSeconds(1);

    readonly WebhookFeed _feed;
    readonly WebhookQueue _queue;
    readonly WebhookStore _store;
    readonly WebhookClient _client;
    readonly TimeProvider _clock;
    readonly WebhookMetrics _metrics;
    readonly ILogger _logger;
    readonly Func<double> _chance;
    readonly Channel<(DueDelivery Delivery, WebhookAnswer Answer)> _finished = Channel.CreateUnbounded<(DueDelivery, WebhookAnswer)>(new() { SingleReader = true });
    readonly Dictionary<string, Task> _underWay = new(StringComparer.Ordinal);
    readonly HashSet<string> _failing = new(StringComparer.Ordinal);
    readonly List<DeliveryNote> _notes = [];
    readonly CancellationTokenSource _stopping = new();
    readonly CancellationTokenSource _givingUp = new();
    ActiveWebhook _webhook;
    Task _running = Task.CompletedTask;
    DateTimeOffset _takeAt;
    DateTimeOffset? _retryAt;
    string? _pausedWhy;
    int _failures;
    int _rests;
    int _sinceTrim;
    bool _mayTakeMore = true;

    public WebhookSender(
        ActiveWebhook webhook, WebhookFeed feed, WebhookQueue queue, WebhookStore store, WebhookClient client, TimeProvider clock, WebhookMetrics metrics, ILogger logger,
        Func<double>? chance = null)
    {
        (_webhook, _feed, _queue, _store, _client, _clock, _metrics, _logger) = (webhook, feed, queue, store, client, clock, metrics, logger);
        (_failures, _retryAt, _chance) = (webhook.Failures, webhook.RetryAt, chance ?? Random.Shared.NextDouble);
    }

    bool IsDown => _failing.Count >= Trip;

    /// <summary>Makes it turn by itself.</summary>
    public void Start() => _running = Task.Run(() => Loop.RunAsync(TurnAsync, e => Broke(_logger, e, _webhook.Id), AfterFault, _clock, _stopping.Token), CancellationToken.None);

    /// <summary>The endpoint was changed, perhaps.</summary>
    public void Update(ActiveWebhook webhook) => Volatile.Write(ref _webhook, webhook);

    /// <summary>Writes down what came back, takes up what is new, and sends what is due.</summary>
    /// <returns>Whether there was anything to do.</returns>
    public async Task<bool> StepAsync(CancellationToken cancellationToken)
    {
        var webhook = Volatile.Read(ref _webhook);
        var progressed = await NoteAsync(webhook, cancellationToken);
        if (_pausedWhy is not null)
            return progressed;
        progressed |= await TakeAsync(webhook, cancellationToken);
        var now = _clock.GetUtcNow();
        var most = IsDown ? 1 : WebhookLimits.AtOnce;
        if (now < _retryAt || _underWay.Count >= most)
            return progressed;

        // Those under way are due still as far as the store knows, one of each lane.
        var due = await _queue.DueAsync(webhook.Id, now, IsDown, most + _underWay.Count, cancellationToken);
        if (due.Count == 0 || await SecretsAsync(webhook, now, cancellationToken) is not { } secrets)
            return progressed;
        foreach (var delivery in due)
        {
            if (_underWay.Count >= most)
                break;
            if (_underWay.ContainsKey(delivery.Lane))
                continue;
            _underWay.Add(delivery.Lane, SendAsync(webhook.Target.Url, secrets, delivery));
            progressed = true;
        }

        return progressed;
    }

    /// <summary>Ends when everything that is under way has come back.</summary>
    public Task DrainAsync() => Task.WhenAll(_underWay.Values);

    /// <summary>Sends nothing more, waits for what is under way as long as it may, and writes down what came of it.</summary>
    public async Task StopAsync(CancellationToken giveUp)
    {
        await _stopping.CancelAsync();
        await _running;
        try
        {
            await DrainAsync().WaitAsync(giveUp);
        }
        catch (OperationCanceledException) when (giveUp.IsCancellationRequested)
        {
            await _givingUp.CancelAsync();
            await DrainAsync();
        }

        try
        {
            await NoteAsync(Volatile.Read(ref _webhook), CancellationToken.None);
        }
#pragma warning disable CA1031 // What is not noted is sent again, by whoever is next.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Broke(_logger, e, _webhook.Id);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _givingUp.CancelAsync();
        await _running;
        await DrainAsync();
        _stopping.Dispose();
        _givingUp.Dispose();
    }

    async Task TurnAsync(CancellationToken cancellationToken)
    {
        if (!await StepAsync(cancellationToken))
            await RestAsync();
    }

    async Task RestAsync()
    {
        using var rest = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
        await Task.WhenAny(Task.Delay(Interval, _clock, rest.Token), _finished.Reader.WaitToReadAsync(rest.Token).AsTask());
        await rest.CancelAsync();
    }

    async Task<bool> TakeAsync(ActiveWebhook webhook, CancellationToken cancellationToken)
    {
        var now = _clock.GetUtcNow();
        // While messages come and go there is no need to look after each.
        if (!_mayTakeMore && _underWay.Count > 0 && now < _takeAt)
            return false;
        _takeAt = now + Interval;
        var taken = await _feed.TakeAsync(webhook.Id, webhook.Target, cancellationToken);
        _mayTakeMore = taken >= WebhookFeed.Page;
        return taken > 0;
    }

    async Task<IReadOnlyList<string>?> SecretsAsync(ActiveWebhook webhook, DateTimeOffset now, CancellationToken cancellationToken)
    {
        try
        {
            return [.. webhook.Secrets.Select(_store.Reveal)];
        }
        catch (WebhookOptionsException e)
        {
            Unsigned(_logger, e, webhook.Id);
            _retryAt = now + WebhookBackoff.Rest(_rests++, _chance());
            await _queue.NoteAsync(webhook.Id, [], new(_failures, _retryAt, null, now, e.Message, null), now, cancellationToken);
            return null;
        }
    }

    async Task SendAsync(string url, IReadOnlyList<string> secrets, DueDelivery delivery)
    {
        // The loop must not be kept by an answer that comes at once.
        await Task.Yield();
        try
        {
            var answer = await _client.PostAsync(url, secrets, delivery.MessageId, delivery.Body, _givingUp.Token);
            _metrics.Attempted(answer);
            _finished.Writer.TryWrite((delivery, answer));
        }
        catch (OperationCanceledException) when (_givingUp.IsCancellationRequested)
        {
            // Nobody knows whether it arrived: it is sent again, under the same id.
        }
#pragma warning disable CA1031 // Whatever it was, the message is to be tried again.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Broke(_logger, e, _webhook.Id);
            _finished.Writer.TryWrite((delivery, new(null, "The message could not be sent; the server's log says why.", null, 0)));
        }
    }

    // What came back counts once, and is kept until it is written down: only then the lane goes on.
    async Task<bool> NoteAsync(ActiveWebhook webhook, CancellationToken cancellationToken)
    {
        var now = _clock.GetUtcNow();
        var failed = false;
        while (_finished.Reader.TryRead(out var finished))
        {
            _notes.Add(Judge(finished.Delivery, finished.Answer, now));
            failed |= finished.Answer.Error is not null;
        }

        if (_notes.Count == 0)
            return false;
        if (failed && IsDown)
            RestUntil(now + WebhookBackoff.Rest(_rests++, _chance()));
        var (delivered, last) = (_notes.Any(note => note.State == DeliveryState.Delivered), _notes.FindLast(note => note.Answer.Error is not null).Answer.Error);
        await _queue.NoteAsync(
            webhook.Id, _notes, new(_failures, _retryAt, delivered ? now : null, last is null ? null : now, last, _pausedWhy), now, cancellationToken);
        foreach (var note in _notes)
            _underWay.Remove(note.Delivery.Lane);
        _sinceTrim += _notes.Count;
        _notes.Clear();
        if (_sinceTrim >= TrimEvery)
        {
            _sinceTrim = 0;
            await _queue.TrimAsync(webhook.Id, cancellationToken);
        }

        return true;
    }

    DeliveryNote Judge(DueDelivery delivery, WebhookAnswer answer, DateTimeOffset now)
    {
        if (answer.Error is null)
        {
            (_failures, _rests, _retryAt) = (0, 0, null);
            _failing.Clear();
            _metrics.Delivered(now - delivery.CreatedAt);
            return new(delivery, DeliveryState.Delivered, null, answer);
        }

        _failures++;
        if (!IsDown)
            _failing.Add(delivery.Lane);
        if (answer is { Status: 429 or 503, RetryAfter: { } asked })
            RestUntil(now + asked);
        if (answer.Status == 410)
        {
            _pausedWhy = "The receiver answered 410: it is gone. Nothing is sent until somebody resumes.";
            Gone(_logger, _webhook.Id);
            return new(delivery, DeliveryState.Pending, now, answer);
        }

        if (delivery.Attempts + 1 < WebhookLimits.Attempts)
            return new(delivery, DeliveryState.Pending, now + WebhookBackoff.BeforeNext(delivery.Attempts + 1, answer.RetryAfter, _chance()), answer);
        _metrics.GivenUp();
        GivenUp(_logger, _webhook.Id, delivery.MessageId, delivery.Attempts + 1, answer.Status);
        return new(delivery, DeliveryState.Dead, null, answer);
    }

    void RestUntil(DateTimeOffset at) => _retryAt = _retryAt > at ? _retryAt : at;

    [LoggerMessage(Level = LogLevel.Error, Message = "Deliveries to webhook {Webhook} were interrupted; going on from what is stored")]
    static partial void Broke(ILogger logger, Exception exception, long webhook);

    [LoggerMessage(Level = LogLevel.Error, Message = "Webhook {Webhook} can't sign its messages")]
    static partial void Unsigned(ILogger logger, Exception exception, long webhook);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Webhook {Webhook} is paused: its receiver says that it is gone")]
    static partial void Gone(ILogger logger, long webhook);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Webhook {Webhook} gave up message {Message} after {Attempts} attempts; the last answer was {Status}")]
    static partial void GivenUp(ILogger logger, long webhook, string message, int attempts, int? status);
}
