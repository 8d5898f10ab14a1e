using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace CustomerGrains.TestSupport;

/// <summary>Meters of one test, and what was measured with them.</summary>
public sealed class Measured : IDisposable
{
    readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    readonly ConcurrentDictionary<string, double> _sums = new(StringComparer.Ordinal);
    MeterListener? _listener;

    /// <summary>Where what is under test makes its meters.</summary>
    public IMeterFactory Meters => _services.GetRequiredService<IMeterFactory>();

    /// <summary>Begins to listen. Before that nobody does.</summary>
    public void Listen()
    {
        _listener = new()
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (ReferenceEquals(instrument.Meter.Scope, Meters)) listener.EnableMeasurementEvents(instrument);
            },
        };
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.Start();
    }

    /// <summary>The sum of what was measured: of an instrument, or of one value of its first tag (<c>name/value</c>). A gauge is read now.</summary>
    public double this[string name]
    {
        get
        {
            foreach (var gauge in _sums.Keys.Where(key => key.StartsWith("gauge ", StringComparison.Ordinal)).ToList()) _sums[gauge] = 0;
            _listener!.RecordObservableInstruments();
            return _sums.GetValueOrDefault(name, _sums.GetValueOrDefault("gauge " + name));
        }
    }

    public void Dispose()
    {
        _listener?.Dispose();
        _services.Dispose();
    }

    void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var name = instrument.IsObservable ? "gauge " + instrument.Name : instrument.Name;
        _sums.AddOrUpdate(name, value, (_, sum) => sum + value);
        if (!tags.IsEmpty) _sums.AddOrUpdate($"{name}/{tags[0].Value}", value, (_, sum) => sum + value);
    }
}
