using System.Threading.Channels;

namespace CustomerGrains.Client.Delivery;

/// <summary>
/// A bounded queue and the one loop that empties it: batches leave one after the other, so what is in the lane stays in order.
/// </summary>
sealed class Lane
{
    // A flush travels through the queue behind the events that it waits for.
    readonly record struct Entry(CustomerEvent? Event, TaskCompletionSource? Flushed);

    readonly Channel<Entry> _queue;
    readonly CustomerGrainsOptions _options;
    readonly BatchSender _sender;
    readonly Task _loop;
    Batch _batch;
    long _oldest;

    public Lane(CustomerGrainsOptions options, int capacity, BatchSender sender)
    {
        _queue = Channel.CreateBounded<Entry>(new BoundedChannelOptions(capacity) { SingleReader = true });
        (_options, _sender, _batch) = (options, sender, new Batch(options.FlushAt));
        _loop = Task.Run(RunAsync);
    }

    public int Count => _queue.Reader.Count;

    public bool TryAdd(CustomerEvent item) => _queue.Writer.TryWrite(new Entry(item, null));

    public ValueTask AddAsync(CustomerEvent item, CancellationToken cancellationToken) =>
        _queue.Writer.WriteAsync(new Entry(item, null), cancellationToken);

    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        var flushed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await _queue.Writer.WriteAsync(new Entry(null, flushed), cancellationToken);
        await flushed.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Takes nothing more and ends when everything is delivered or reported.</summary>
    public Task CompleteAsync()
    {
        _queue.Writer.TryComplete();
        return _loop;
    }

    async Task RunAsync()
    {
        var reader = _queue.Reader;
        do
        {
            while (reader.TryRead(out var entry)) await TakeAsync(entry);
            if (_batch.Count > 0 && !await MoreWithinIntervalAsync(reader)) await SendAsync();
        }
        while (await reader.WaitToReadAsync());
        await SendAsync();
    }

    async Task TakeAsync(Entry entry)
    {
        if (entry.Event is { } item)
        {
            if (_batch.Count == 0) _oldest = _options.TimeProvider.GetTimestamp();
            if (!_batch.TryAdd(item))
            {
                await SendAsync();
                _oldest = _options.TimeProvider.GetTimestamp();
                _batch.TryAdd(item);
            }
        }
        if (entry.Flushed is not null || _batch.IsFull) await SendAsync();
        entry.Flushed?.TrySetResult();
    }

    /// <summary>Waits for company for the batch, until its oldest event has waited for the flush interval.</summary>
    async Task<bool> MoreWithinIntervalAsync(ChannelReader<Entry> reader)
    {
        var left = _options.FlushInterval - _options.TimeProvider.GetElapsedTime(_oldest);
        if (left <= TimeSpan.Zero) return false;
        using var over = new CancellationTokenSource(left, _options.TimeProvider);
        try
        {
            return await reader.WaitToReadAsync(over.Token);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    async Task SendAsync()
    {
        if (_batch.Count == 0) return;
        var batch = _batch;
        _batch = new Batch(_options.FlushAt);
        await _sender.SendAsync(batch);
    }
}
