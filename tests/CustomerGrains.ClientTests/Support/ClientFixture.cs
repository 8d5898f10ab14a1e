using System.Collections.Concurrent;
using System.Threading.Channels;
using CustomerGrains.Client;
using CustomerGrains.TestSupport;

namespace CustomerGrains.ClientTests.Support;

/// <summary>A client between a fake clock and a scripted server, with everything that it reports.</summary>
sealed class ClientFixture : IAsyncDisposable
{
    readonly Channel<DeliveryRetry> _retries = Channel.CreateUnbounded<DeliveryRetry>();

    public ClientFixture(Action<CustomerGrainsOptions>? configure = null)
    {
        Options = new CustomerGrainsOptions
        {
            WriteKey = "key-1",
            FlushAt = 1,
            TimeProvider = Clock,
            Random = new Random(7),
            HttpMessageHandler = Server,
            OnDelivered = Delivered.Enqueue,
            OnRejected = Rejected.Enqueue,
            OnError = Failures.Enqueue,
            OnRetry = retry => _retries.Writer.TryWrite(retry),
        };
        configure?.Invoke(Options);
        Client = new CustomerGrainsClient(Options);
    }

    public FakeClock Clock { get; } = new();

    public ScriptedServer Server { get; } = new();

    public CustomerGrainsOptions Options { get; }

    public CustomerGrainsClient Client { get; }

    public ConcurrentQueue<BatchReceipt> Delivered { get; } = new();

    public ConcurrentQueue<RejectedEvent> Rejected { get; } = new();

    public ConcurrentQueue<DeliveryFailure> Failures { get; } = new();

    /// <summary>Waits for the next failed attempt.</summary>
    public async Task<DeliveryRetry> RetryAsync() => await _retries.Reader.ReadAsync();

    /// <summary>Waits for the next failed attempt, and lets its pause go by.</summary>
    public async Task<DeliveryRetry> PassRetryAsync()
    {
        var retry = await RetryAsync();
        if (retry.Delay > TimeSpan.Zero) await Clock.AdvanceToTimerAsync(retry.Delay);
        return retry;
    }

    /// <summary>Lets every pause go by until the task ends.</summary>
    public async Task PassRetriesUntilAsync(Task task)
    {
        while (!task.IsCompleted)
        {
            var retry = _retries.Reader.WaitToReadAsync().AsTask();
            if (await Task.WhenAny(task, retry) == task) break;
            await PassRetryAsync();
        }
        await task;
    }

    public ValueTask DisposeAsync() => Client.DisposeAsync();
}
