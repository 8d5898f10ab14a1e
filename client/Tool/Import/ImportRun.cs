using CustomerGrains.Client;

namespace CustomerGrains.Tool.Import;

/// <summary>Sends what a format reads, a few batches at a time, each customer's events in order; keeps the checkpoint.</summary>
sealed class ImportRun(CustomerGrainsOptions options, Func<IImportFormat> makeFormat, IReadOnlyList<InputFile> files, Checkpoint checkpoint)
{
    // Enough to keep the server busy while answers travel; more only makes it queue.
    const int Lanes = 4;
    const int BatchSize = 250;
    const int LookBack = 100;

    long _lastSave;
    DeliveryRetry? _retry;
    long _retriedAt;

    public ImportReport Report { get; } = new();

    /// <summary>What the server or the network did not get over, or null.</summary>
    public DeliveryFailure? Failure { get; private set; }

    /// <summary>The last attempt that failed, as long as its pause lasts.</summary>
    public DeliveryRetry? Waiting =>
        Volatile.Read(ref _retry) is { } retry && options.TimeProvider.GetElapsedTime(Volatile.Read(ref _retriedAt)) < retry.Delay + TimeSpan.FromSeconds(1) ? retry : null;

    public IEnumerable<string> Remarks { get; private set; } = [];

    /// <summary>Whether the checkpoint was found to be true of this server; null without one.</summary>
    public bool? Resumed { get; private set; }

    public async Task RunAsync(bool fromStart, CancellationToken cancellationToken)
    {
        var (settled, rejected) = fromStart ? default : checkpoint.Load();
        if (settled > 0)
        {
            Resumed = await ServerHasAsync(settled, cancellationToken);
            if (Failure is not null) return;
            if (Resumed == false) (settled, rejected) = (0, 0);
        }
        (Report.Skipped, Report.RejectedEarlier) = (settled, rejected);
        await SendAsync(settled, cancellationToken);
    }

    async Task SendAsync(long from, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var watermark = new Watermark(from);
        var client = Client(Lanes, receipt =>
        {
            Report.Delivered(receipt);
            foreach (var item in receipt.Events) watermark.Settle(((Numbered)item.State!).Number);
            SaveNowAndThen(watermark);
        }, stop);
        var format = makeFormat();
        var whole = false;
        try
        {
            await using (client)
            {
                long number = 0;
                foreach (var item in files.SelectMany(format.Read))
                {
                    stop.Token.ThrowIfCancellationRequested();
                    Report.Read(item);
                    if (item.Event is not { } made || number++ < from) continue;
                    await client.EnqueueAsync(made.WithState(new Numbered(number - 1, item.Place)), stop.Token);
                }
                await client.FlushAsync(stop.Token);
                whole = Failure is null;
            }
        }
        catch (OperationCanceledException) when (Failure is not null)
        {
            // The caller sees Failure.
        }
        finally
        {
            Remarks = format.Remarks();
            if (whole) checkpoint.Delete();
            else if (watermark.Value > 0) Save(watermark);
        }
    }

    /// <summary>
    /// Sends the first event and the last ones before the checkpoint again. A server that takes any of them as new was set up anew, or
    /// went back to a backup: then the import starts from the beginning.
    /// </summary>
    async Task<bool> ServerHasAsync(long settled, CancellationToken cancellationToken)
    {
        var probe = new List<CustomerEvent>();
        long number = 0;
        foreach (var item in files.SelectMany(makeFormat().Read))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (item.Event is not { } made) continue;
            if (number >= settled) break;
            if (number == 0 || number >= settled - LookBack) probe.Add(made.WithState(new Numbered(number, item.Place)));
            number++;
        }
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var fresh = number < settled ? 1 : 0;
        await using (var client = Client(1, receipt => Interlocked.Add(ref fresh, receipt.Accepted), stop))
        {
            foreach (var item in probe) await client.EnqueueAsync(item, stop.Token);
            try
            {
                await client.FlushAsync(stop.Token);
            }
            catch (OperationCanceledException) when (Failure is not null)
            {
                // The caller sees Failure.
            }
        }
        return fresh == 0;
    }

    CustomerGrainsClient Client(int lanes, Action<BatchReceipt> delivered, CancellationTokenSource stop)
    {
        (options.ParallelBatches, options.FlushAt, options.QueueCapacity) = (lanes, BatchSize, lanes * BatchSize);
        options.FlushInterval = TimeSpan.FromMilliseconds(200);
        // Somebody watches: when the server is back, seconds count more than a little load on one that is not.
        options.MaxBackoff = TimeSpan.FromSeconds(3);
        options.DisposeTimeout = TimeSpan.FromSeconds(3);
        options.OnDelivered = delivered;
        options.OnRetry = retry =>
        {
            Volatile.Write(ref _retriedAt, options.TimeProvider.GetTimestamp());
            Volatile.Write(ref _retry, retry);
        };
        options.OnError = failure =>
        {
            if (failure.Kind == FailureKind.Stopped) return;
            Failure ??= failure;
            stop.Cancel();
        };
        return new CustomerGrainsClient(options);
    }

    void SaveNowAndThen(Watermark watermark)
    {
        var last = Volatile.Read(ref _lastSave);
        if (last != 0 && options.TimeProvider.GetElapsedTime(last) < TimeSpan.FromSeconds(1)) return;
        if (Interlocked.CompareExchange(ref _lastSave, options.TimeProvider.GetTimestamp(), last) == last) Save(watermark);
    }

    void Save(Watermark watermark)
    {
        lock (checkpoint) checkpoint.Save(watermark.Value, Report.RejectedEarlier + Report.Rejected);
    }
}
