using System.Threading.Channels;
using CustomerGrains.Client.Delivery;

namespace CustomerGrains.Client;

/// <summary>
/// Sends customer events to CustomerGrains: collects them into batches, and repeats what failed in passing with the same message ids,
/// so that the server applies each event once. Safe for concurrent use; make one per process and dispose it at the end.
/// </summary>
/// <remarks>
/// Events of one customer arrive in the order in which they were queued. Events live in memory until the server has them: a process
/// that is killed loses what it had queued, unless it sends it again with its own message ids.
/// </remarks>
public sealed partial class CustomerGrainsClient : IAsyncDisposable
{
    readonly CustomerGrainsOptions _options;
    readonly HttpClient _http;
    readonly CancellationTokenSource _stop = new();
    readonly Lane[] _lanes;
    int _disposed;

    /// <summary>Makes the client; nothing is sent until there are events.</summary>
    /// <param name="options">How to collect and deliver; must not be changed any more.</param>
    /// <exception cref="ArgumentException">An option is missing or out of its range; the message says which.</exception>
    public CustomerGrainsClient(CustomerGrainsOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        _options = options;
        _http = options.HttpClient ?? OwnClient(options.HttpMessageHandler);
        var sender = new BatchSender(options, _http, _stop.Token);
        var lanes = Math.Min(options.ParallelBatches, options.QueueCapacity);
        _lanes = [.. Enumerable.Range(0, lanes).Select(_ => new Lane(options, options.QueueCapacity / lanes, sender))];
    }

    /// <summary>How many events wait to be put into a batch.</summary>
    public int Queued => _lanes.Sum(lane => lane.Count);

    /// <summary>Queues an event that was made before; awaits room when the queue is full.</summary>
    /// <param name="item">The event.</param>
    /// <param name="cancellationToken">Ends the wait for room; the event is not queued then.</param>
    /// <exception cref="ObjectDisposedException">The client is disposed; the event was not queued.</exception>
    public async ValueTask EnqueueAsync(CustomerEvent item, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(item);
        try
        {
            await LaneOf(item).AddAsync(item, cancellationToken);
        }
        catch (ChannelClosedException)
        {
            throw new ObjectDisposedException(nameof(CustomerGrainsClient));
        }
    }

    /// <summary>Queues an event that was made before, unless the queue is full.</summary>
    /// <param name="item">The event.</param>
    /// <returns>Whether it was queued.</returns>
    /// <exception cref="ObjectDisposedException">The client is disposed.</exception>
    public bool TryEnqueue(CustomerEvent item)
    {
        ArgumentNullException.ThrowIfNull(item);
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _disposed) != 0, this);
        return LaneOf(item).TryAdd(item);
    }

    /// <summary>
    /// Sends what was queued before this call, and ends when each of these events is delivered or was reported to
    /// <see cref="CustomerGrainsOptions.OnRejected"/> or <see cref="CustomerGrainsOptions.OnError"/>.
    /// </summary>
    /// <param name="cancellationToken">Ends the wait, not the delivery.</param>
    /// <exception cref="ObjectDisposedException">The client is disposed.</exception>
    public async Task FlushAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            await Task.WhenAll(_lanes.Select(lane => lane.FlushAsync(cancellationToken)));
        }
        catch (ChannelClosedException)
        {
            throw new ObjectDisposedException(nameof(CustomerGrainsClient));
        }
    }

    /// <summary>
    /// Takes no more events, delivers the queued ones for at most <see cref="CustomerGrainsOptions.DisposeTimeout"/>, and reports what
    /// is left to <see cref="CustomerGrainsOptions.OnError"/>.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0) return;
        var ends = Task.WhenAll(_lanes.Select(lane => lane.CompleteAsync()));
        using (var timeout = new CancellationTokenSource(_options.DisposeTimeout, _options.TimeProvider))
        await using (timeout.Token.Register(_stop.Cancel))
        {
            await ends;
        }
        if (_options.HttpClient is null) _http.Dispose();
        _stop.Dispose();
    }

    Lane LaneOf(CustomerEvent item) =>
        _lanes.Length == 1 ? _lanes[0] : _lanes[(uint)string.GetHashCode(item.Customer, StringComparison.Ordinal) % (uint)_lanes.Length];

    static HttpClient OwnClient(HttpMessageHandler? handler)
    {
        // Long-lived connections must still notice that an address moved; a redirected POST would silently become a GET.
        HttpMessageHandler inner = handler ??
            new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) };
        // Attempts have their own timeout, on our clock.
        return new HttpClient(inner, disposeHandler: handler is null) { Timeout = Timeout.InfiniteTimeSpan };
    }
}
