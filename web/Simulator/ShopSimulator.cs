using System.Buffers;
using System.Globalization;
using System.Text.Json;
using CustomerGrains.Contracts.Touchpoints;
using CustomerGrains.Domain.Touchpoints;
using CustomerGrains.Grains.Value;
using CustomerGrains.Simulation;
using CustomerGrains.Web.Hosting;
using CustomerGrains.Web.Ingestion;

namespace CustomerGrains.Web.Simulator;

/// <summary>What the simulator does.</summary>
/// <param name="Running">Whether people shop.</param>
/// <param name="EventsPerSecond">How many events a second they make; 0 while it rests.</param>
/// <param name="Sent">Events of this run, or of the last one, that are recorded.</param>
/// <param name="StartedBy">Who started it.</param>
/// <param name="Since">When.</param>
/// <param name="Until">When it stops by itself.</param>
sealed record SimulatorReply(bool Running, int EventsPerSecond, long Sent, string? StartedBy, DateTimeOffset? Since, DateTimeOffset? Until);

/// <summary>
/// Believable shoppers for a first look, made by this server. Their events take the way of all others from the reader on: the gate, the
/// customers, the journal; each batch waits until the one before is durable, so that it never adds to a queue.
/// </summary>
sealed partial class ShopSimulator(
    Recorder recorder, IngestGate gate, IngestMetrics metrics, IReportingCurrency currency, TimeProvider clock, ILogger<ShopSimulator> log) : IHostedService
{
    /// <summary>The most events a second.</summary>
    public const int Fastest = 200;

    /// <summary>How long it runs after it was last started.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(30);

    /// <summary>How often events are made.</summary>
    public static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(100);

    /// <summary>How long a full or unreachable store is left alone.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    const int People = 300;

    readonly Lock _lock = new();
    Run? _run;

    /// <summary>Ends when nobody shops any more.</summary>
    public Task Rest => _run?.Work ?? Task.CompletedTask;

    /// <summary>What it does at this moment.</summary>
    public SimulatorReply Read()
    {
        lock (_lock)
        {
            var sent = _run is null ? 0 : Interlocked.Read(ref _run.Sent);
            return _run is { Ended: false } run ? new(true, run.Rate, sent, run.StartedBy, run.Since, run.Until) : new(false, 0, sent, null, null, null);
        }
    }

    /// <summary>Lets people shop; if they do already, at another rate and for another half hour.</summary>
    public SimulatorReply Start(int eventsPerSecond, string? by)
    {
        lock (_lock)
        {
            var now = clock.GetUtcNow();
            if (_run is not { Ended: false })
            {
                _run = new(by, now, new(Longest, clock));
                _run.Set(eventsPerSecond, now + Longest);
                _run.Work = Task.Run(() => RunAsync(_run));
            }
            else
            {
                _run.Set(eventsPerSecond, now + Longest);
                _run.Stop.CancelAfter(Longest);
            }
        }
        return Read();
    }

    /// <summary>Sends everybody home; ends when the last batch is recorded.</summary>
    public async Task StopAsync()
    {
        Run? run;
        lock (_lock) run = _run;
        if (run is null) return;
        await run.Stop.CancelAsync();
        await run.Work;
    }

    Task IHostedService.StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    Task IHostedService.StopAsync(CancellationToken cancellationToken) => StopAsync();

    async Task RunAsync(Run run)
    {
        try
        {
            await ShopAsync(run);
        }
        catch (OperationCanceledException)
        {
            // Somebody stopped it, or its time is over.
        }
        catch (Exception e)
        {
            Failed(e);
        }
        finally
        {
            lock (_lock) run.Ended = true;
            run.Stop.CancelAfter(Timeout.InfiniteTimeSpan);
        }
    }

    async Task ShopAsync(Run run)
    {
        var name = run.Since.ToUnixTimeSeconds().ToString("x", CultureInfo.InvariantCulture);
        // Always the same people, so that a second run meets old acquaintances; what they do differs.
        var crowd = new Crowd(People, seed: 1, name, [currency.Current.Currency], acts: (int)run.Since.ToUnixTimeSeconds());
        using var events = crowd.Events().GetEnumerator();
        var pace = new Random((int)run.Since.ToUnixTimeSeconds());
        var made = 0L;
        var due = clock.GetUtcNow();
        while (true)
        {
            var now = clock.GetUtcNow();
            // What could not be sent while the server was busy is not sent in a burst afterwards.
            if (now - due > Pause) due = now;
            var batch = new List<ReadOnlyMemory<byte>>();
            // People do not come in step: exponential gaps, with the given mean.
            for (; due <= now && events.MoveNext(); due += TimeSpan.FromSeconds(-Math.Log(1 - pace.NextDouble()) / run.Rate))
                batch.Add(events.Current.ToJson(string.Create(CultureInfo.InvariantCulture, $"sim-{name}-{++made}"), now));
            if (batch.Count > 0) await SendAsync(run, Reader(batch));
            await Task.Delay(Tick, clock, run.Stop.Token);
        }
    }

    async Task SendAsync(Run run, EventsReader events)
    {
        foreach (var rejected in events.Rejected) Rejected(rejected.Error);
        // Again and again with the same message ids: what was recorded already is not recorded twice.
        while (!await TrySendAsync(run, events)) await Task.Delay(Pause, clock, run.Stop.Token);
    }

    async Task<bool> TrySendAsync(Run run, EventsReader events)
    {
        var started = clock.GetTimestamp();
        using var pass = gate.Open();
        if (!pass.TryHoldEvents(events.Touchpoints.Count)) return false;
        var outcome = await recorder.RecordAsync(events.Touchpoints);
        if (outcome.Status != RecordStatus.Recorded) return false;
        metrics.Recorded(outcome, clock.GetElapsedTime(started));
        Interlocked.Add(ref run.Sent, events.Touchpoints.Count);
        return true;
    }

    EventsReader Reader(List<ReadOnlyMemory<byte>> batch)
    {
        var buffer = new ArrayBufferWriter<byte>(batch.Sum(json => json.Length + 1) + 16);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteStartArray("batch");
            foreach (var json in batch) writer.WriteRawValue(json.Span, skipInputValidation: true);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }
        using var document = JsonDocument.Parse(buffer.WrittenMemory);
        var events = new EventsReader(Times.WholeMilliseconds(clock.GetUtcNow()), Catalogue.Default);
        events.Read(document.RootElement, kind: null);
        return events;
    }

    [LoggerMessage(LogLevel.Error, "The simulator failed and stopped")]
    partial void Failed(Exception exception);

    [LoggerMessage(LogLevel.Error, "An event of the simulator was rejected: {Error}")]
    partial void Rejected(string error);

    sealed class Run(string? startedBy, DateTimeOffset since, CancellationTokenSource stop)
    {
        public long Sent;

        public string? StartedBy => startedBy;

        public DateTimeOffset Since => since;

        public int Rate { get; private set; }

        public DateTimeOffset Until { get; private set; }

        public bool Ended { get; set; }

        public CancellationTokenSource Stop => stop;

        public Task Work { get; set; } = Task.CompletedTask;

        public void Set(int rate, DateTimeOffset until) => (Rate, Until) = (rate, until);
    }
}
