using System.Globalization;
using CustomerGrains.Client;
using CustomerGrains.Simulation;
using Spectre.Console;

namespace CustomerGrains.Tool.Simulate;

/// <summary>Sends a simulation at a rate, and shows how it goes.</summary>
sealed class LiveRun(ToolHost host, CustomerGrainsOptions options, Crowd crowd, string run)
{
    readonly Lock _lock = new();
    readonly SortedDictionary<string, decimal> _bought = [];
    long _made;
    long _accepted;
    long _rejected;
    long _orders;
    string? _lastError;
    DeliveryRetry? _retry;
    DeliveryFailure? _failure;

    public async Task<int> RunAsync(double rate, int seed, TimeSpan? length, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var end = length is { } limit ? new CancellationTokenSource(limit, host.Time) : new CancellationTokenSource();
        await using var ended = end.Token.Register(stop.Cancel);
        var started = host.Time.GetTimestamp();
        await using (var client = Client(stop))
        {
            await ShowAsync(SendAsync(client, rate, new Random(seed), stop.Token), client, started);
        }
        host.Out.WriteLine(Status(started, 0));
        if (_failure is { } failure)
        {
            host.Error.WriteLine(failure.StatusCode is 401 or 403
                ? $"{options.Endpoint} refused the write key. Give the right one with --write-key or CUSTOMERGRAINS_WRITE_KEY."
                : $"{options.Endpoint}: {failure.Reason}.");
            return ExitCode.Failed;
        }
        if (_lastError is not null) host.Error.WriteLine($"{_rejected:N0} events were rejected, the last one because: {_lastError}");
        return _rejected > 0 ? ExitCode.Incomplete : ExitCode.Done;
    }

    async Task SendAsync(CustomerGrainsClient client, double rate, Random pace, CancellationToken cancellationToken)
    {
        try
        {
            var due = TimeSpan.Zero;
            var started = host.Time.GetTimestamp();
            foreach (var made in crowd.Events())
            {
                // People do not come in step: exponential gaps, with the given mean.
                due += TimeSpan.FromSeconds(-Math.Log(1 - pace.NextDouble()) / rate);
                var ahead = due - host.Time.GetElapsedTime(started);
                if (ahead > TimeSpan.FromMilliseconds(2)) await Task.Delay(ahead, host.Time, cancellationToken);
                cancellationToken.ThrowIfCancellationRequested();
                var id = string.Create(CultureInfo.InvariantCulture, $"sim-{run}-{_made}");
                await client.EnqueueAsync(CustomerEvent.Parse(made.ToJson(id, host.Time.GetUtcNow())), cancellationToken);
                Count(made);
            }
        }
        catch (OperationCanceledException)
        {
            // Ctrl-C, the end of the duration, or a refusal: what is queued still goes out.
        }
    }

    CustomerGrainsClient Client(CancellationTokenSource stop)
    {
        (options.FlushAt, options.FlushInterval) = (250, TimeSpan.FromMilliseconds(50));
        options.QueueCapacity = 2_000;
        options.DisposeTimeout = TimeSpan.FromSeconds(3);
        options.OnDelivered = receipt =>
        {
            lock (_lock) (_accepted, _retry) = (_accepted + receipt.Accepted, null);
        };
        options.OnRejected = rejected =>
        {
            lock (_lock) (_rejected, _lastError) = (_rejected + 1, rejected.Error);
        };
        options.OnRetry = retry =>
        {
            lock (_lock) _retry = retry;
        };
        options.OnError = failure =>
        {
            lock (_lock) _failure ??= failure;
            stop.Cancel();
        };
        return new CustomerGrainsClient(options);
    }

    void Count(SimEvent made)
    {
        lock (_lock)
        {
            _made++;
            if (made.Bought is not { } bought) return;
            _orders++;
            _bought[bought.Currency] = _bought.GetValueOrDefault(bought.Currency) + bought.Total;
        }
    }

    async Task ShowAsync(Task work, CustomerGrainsClient client, long started)
    {
        if (host.Terminal is { } terminal)
        {
            terminal.MarkupLine($"Shopping at [bold]{Markup.Escape(options.Endpoint.ToString())}[/]; Ctrl-C stops.");
            await terminal.Status().StartAsync(Markup.Escape(Status(started, 0)), async context =>
            {
                while (await Task.WhenAny(work, Task.Delay(TimeSpan.FromMilliseconds(200), host.Time)) != work)
                    context.Status = Markup.Escape(Status(started, client.Queued));
            });
        }
        else
        {
            host.Out.WriteLine($"Shopping at {options.Endpoint}; Ctrl-C stops.");
            while (await Task.WhenAny(work, Task.Delay(TimeSpan.FromSeconds(5), host.Time)) != work)
                host.Out.WriteLine(Status(started, client.Queued));
        }
        await work;
    }

    string Status(long started, int queued)
    {
        lock (_lock)
        {
            var seconds = Math.Max(0.001, host.Time.GetElapsedTime(started).TotalSeconds);
            var status = $"{_made:N0} events, {_made / seconds:N1}/s, {_accepted:N0} accepted, {_rejected:N0} rejected; {_orders:N0} orders";
            foreach (var (currency, amount) in _bought) status += $", {amount:N2} {currency}";
            if (queued > 0) status += $"; {queued:N0} waiting";
            return _retry is { } retry ? $"{status}; trying again: {retry.Reason}" : status;
        }
    }
}
