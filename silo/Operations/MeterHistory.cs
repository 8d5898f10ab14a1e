using System.Diagnostics.Metrics;
using CustomerGrains.Grains.Telemetry;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CustomerGrains.Silo.Operations;

/// <summary>
/// The last quarter of an hour of everything that this process measures of itself, for the operations page: a listener of its own meters that adds up, and
/// once in five seconds closes a step. Bounded, whatever happens; a measurement costs some ten nanoseconds and makes nothing.
/// </summary>
public sealed partial class MeterHistory : BackgroundService
{
    /// <summary>How long a step is.</summary>
    public static readonly TimeSpan Step = TimeSpan.FromSeconds(5);

    /// <summary>Steps that are kept: a quarter of an hour.</summary>
    public const int Kept = 180;

    /// <summary>Steps that "now" looks back on: a minute.</summary>
    public const int Recent = 12;

    const string Runtime = "System.Runtime";

    static readonly string[] _ofRuntime =
    [
        "dotnet.gc.pause.time", "dotnet.gc.collections", "dotnet.gc.last_collection.heap.size", "dotnet.process.memory.working_set", "dotnet.process.cpu.time",
        "dotnet.thread_pool.queue.length", "dotnet.exceptions",
    ];

    readonly Lock _lock = new();
    readonly MeterListener _listener = new();
    readonly IMeterFactory _meters;
    readonly TimeProvider _clock;
    readonly ILogger<MeterHistory> _logger;
    readonly List<InstrumentHistory> _instruments = [];
    readonly DateTimeOffset[] _times = new DateTimeOffset[Kept];
    long _samples;

    /// <summary>Begins to listen.</summary>
    public MeterHistory(IMeterFactory meters, TimeProvider clock, ILogger<MeterHistory> logger)
    {
        (_meters, _clock, _logger) = (meters, clock, logger);
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (!IsOurs(instrument))
                return;
            var history = new InstrumentHistory(instrument);
            lock (_lock)
                _instruments.Add(history);
            listener.EnableMeasurementEvents(instrument, history);
        };
        _listener.SetMeasurementEventCallback<int>(static (_, value, tags, history) => ((InstrumentHistory)history!).Measure(value, tags));
        _listener.SetMeasurementEventCallback<long>(static (_, value, tags, history) => ((InstrumentHistory)history!).Measure(value, tags));
        _listener.SetMeasurementEventCallback<double>(static (_, value, tags, history) => ((InstrumentHistory)history!).Measure(value, tags));
        _listener.Start();
    }

    /// <summary>Closes the current step.</summary>
    public void Sample()
    {
        lock (_lock)
        {
            try
            {
                _listener.RecordObservableInstruments();
            }
            catch (AggregateException e)
            {
                // An instrument that can't be read leaves a gap; the others were read.
                NotRead(_logger, e);
            }

            foreach (var instrument in _instruments)
                instrument.Close(_samples);
            _times[_samples % Kept] = _clock.GetUtcNow();
            _samples++;
        }
    }

    /// <summary>All steps that are kept.</summary>
    public HistoryPicture Read()
    {
        lock (_lock)
        {
            var (first, last) = (Math.Max(0, _samples - Kept), _samples - 1);
            var times = new List<DateTimeOffset>();
            for (var sample = first; sample <= last; sample++)
                times.Add(_times[sample % Kept]);
            return new(last, times, [.. _instruments.OrderBy(static each => each.Name, StringComparer.Ordinal).Select(each => each.Read(first, last))]);
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _listener.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        Sample();
        using var timer = new PeriodicTimer(Step, _clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                Sample();
        }
        catch (OperationCanceledException)
        {
            // The process is stopping.
        }
    }

    // Of several hosts in one process each has its own meters; the runtime's are everybody's.
    bool IsOurs(Instrument instrument) => instrument.Meter.Name == Runtime
        ? _ofRuntime.Contains(instrument.Name, StringComparer.Ordinal)
        : instrument.Meter.Name.StartsWith(Instruments.Name, StringComparison.Ordinal) && (instrument.Meter.Scope is null || ReferenceEquals(instrument.Meter.Scope, _meters));

    [LoggerMessage(Level = LogLevel.Warning, Message = "Some instruments could not be read; their steps stay empty")]
    static partial void NotRead(ILogger logger, Exception exception);
}
