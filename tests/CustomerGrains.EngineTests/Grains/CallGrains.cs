using CustomerGrains.EngineTests.Support;
using Orleans.Concurrency;

namespace CustomerGrains.EngineTests.Grains;

public interface ICallGrain : IGrainWithStringKey
{
    Task Throw(string message);

    Task<int> ThrowLater(string message);

    ValueTask<int> Add(int a, int b);

    ValueTask Nothing();

    [OneWay]
    Task Tell(string gate);

    [OneWay]
    Task TellAndThrow();

    /// <summary>Waits until the token is cancelled.</summary>
    Task WaitForCancellation(string gate, CancellationToken cancellationToken);

    /// <summary>Never hears of the token.</summary>
    Task Ignore(string gate, CancellationToken cancellationToken);

    Task Hold(string gate);

    /// <summary>Changes and keeps what it is given.</summary>
    Task Keep(Parcel parcel);

    /// <summary>Gives away what it keeps.</summary>
    Task<Parcel> Give();

    Task<object> Echo(object value);

    Task<ICallGrain> Self();
}

[GenerateSerializer, Alias("EngineTests.Parcel")]
public sealed class Parcel
{
    [Id(0)]
    public List<string> Items { get; set; } = [];

    [Id(1)]
    public Dictionary<string, int[]> Numbers { get; init; } = [];

    [Id(2)]
    public Parcel? Inner { get; set; }

    [Id(3)]
    public byte[] Bytes = [];

    /// <summary>Has no Id, so it does not cross.</summary>
    [field: NonSerialized]
    public string? Local { get; set; }
}

[GenerateSerializer, Alias("EngineTests.Letter")]
public record Letter(string To, DateTimeOffset? At, (int Left, decimal Right) Pair)
{
    [Id(0)]
    public IReadOnlyList<int> Extra { get; init; } = new List<int>();
}

[GenerateSerializer, Alias("EngineTests.Registered")]
public sealed record Registered(string To, DateTimeOffset? At, (int Left, decimal Right) Pair, Uri Tracking) : Letter(To, At, Pair);

[GenerateSerializer, Immutable, Alias("EngineTests.Stamp")]
public sealed record Stamp([property: Id(0)] string Text, [property: Id(1)] byte[] Bytes);

/// <summary>Nothing says that this may cross a call.</summary>
public sealed class Contraband
{
    public int Weight { get; set; }
}

public sealed class CallGrain(Probe probe) : Grain, ICallGrain
{
    Parcel _kept = new();

    public Task Throw(string message) => throw new InvalidDataException(message);

    public async Task<int> ThrowLater(string message)
    {
        await Task.Yield();
        throw new InvalidDataException(message);
    }

    public ValueTask<int> Add(int a, int b) => new(a + b);

    public async ValueTask Nothing() => await Task.Yield();

    public Task Tell(string gate) => probe.Gate(gate).Wait();

    public Task TellAndThrow() => throw new InvalidDataException("unheard");

    public async Task WaitForCancellation(string gate, CancellationToken cancellationToken)
    {
        probe.Gate(gate).Pass();
        var cancelled = new TaskCompletionSource();
        var scheduler = TaskScheduler.Current;
        await using var registration = cancellationToken.Register(() =>
        {
            if (!ReferenceEquals(TaskScheduler.Current, scheduler)) probe.Add("cancelled outside of the grain");
            cancelled.TrySetResult();
        });
        await cancelled.Task;
        probe.Gate($"{gate} cancelled").Pass();
        cancellationToken.ThrowIfCancellationRequested();
    }

    public async Task Ignore(string gate, CancellationToken cancellationToken)
    {
        probe.Add($"{gate} started");
        await probe.Gate(gate).Wait();
        probe.Gate($"{gate} went on").Pass();
    }

    public Task Hold(string gate) => probe.Gate(gate).Wait();

    public Task Keep(Parcel parcel)
    {
        parcel.Items.Add("from the grain");
        _kept = parcel;
        return Task.CompletedTask;
    }

    public Task<Parcel> Give() => Task.FromResult(_kept);

    public Task<object> Echo(object value) => Task.FromResult(value);

    public Task<ICallGrain> Self() => Task.FromResult<ICallGrain>(this);
}
