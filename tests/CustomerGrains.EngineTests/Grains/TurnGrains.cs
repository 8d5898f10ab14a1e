using CustomerGrains.EngineTests.Support;
using Orleans.Concurrency;

namespace CustomerGrains.EngineTests.Grains;

public interface ITurns : IGrainWithStringKey
{
    /// <summary>Waits at the gate of this name.</summary>
    Task Hold(string gate);

    [AlwaysInterleave]
    Task<int> HowManyStarted();

    /// <summary>Adds one, giving up the thread in between.</summary>
    Task Increment();

    Task<int> Value();

    [ReadOnly]
    Task HoldReading(string gate);

    [AlwaysInterleave]
    Task HoldInterleaving(string gate);

    /// <summary>Where code runs after awaits, started tasks and continuations: true for each place that is in the grain.</summary>
    Task<bool[]> Places();
}

public abstract class TurnGrainBase(Probe probe) : Grain, ITurns
{
    int _started;
    int _value;
    int _inside;

    public async Task Hold(string gate)
    {
        _started++;
        await probe.Gate(gate).Wait();
    }

    public Task HoldReading(string gate) => Hold(gate);

    public Task HoldInterleaving(string gate) => Hold(gate);

    public Task<int> HowManyStarted() => Task.FromResult(_started);

    public async Task Increment()
    {
        for (var i = 0; i < 5; i++)
        {
            // Nothing here is synchronized: two turns at once, or a turn that does not see the last one's writes, would be noticed.
            if (++_inside != 1) probe.Add("overlaps");
            Thread.SpinWait(50);
            _inside--;
            await Task.Yield();
        }
        _value++;
    }

    public Task<int> Value() => Task.FromResult(_value);

    public async Task<bool[]> Places()
    {
        var here = TaskScheduler.Current;
        bool Here() => ReferenceEquals(TaskScheduler.Current, here);
        await Task.Yield();
        var afterYield = Here();
        await Task.Run(() => Thread.SpinWait(1));
        var afterRun = Here();
        var started = await Task.Factory.StartNew(Here);
        var continued = await Task.CompletedTask.ContinueWith(_ => Here());
        var outside = await Task.Run(Here);
        return [here != TaskScheduler.Default, afterYield, afterRun, started, continued, !outside];
    }
}

public interface ITurnGrain : ITurns;

public sealed class TurnGrain(Probe probe) : TurnGrainBase(probe), ITurnGrain;

public interface IReentrantGrain : ITurns;

[Reentrant]
public sealed class ReentrantGrain(Probe probe) : TurnGrainBase(probe), IReentrantGrain;

public interface IChainGrain : IGrainWithStringKey
{
    /// <summary>Calls the other grain, which calls this one.</summary>
    Task<string> There(string other);

    Task<string> AndBack(string origin);

    Task<string> Answer();
}

public sealed class ChainGrain : Grain, IChainGrain
{
    public Task<string> There(string other) => GrainFactory.GetGrain<IChainGrain>(other).AndBack(this.GetPrimaryKeyString());

    public Task<string> AndBack(string origin) => GrainFactory.GetGrain<IChainGrain>(origin).Answer();

    public Task<string> Answer() => Task.FromResult(this.GetPrimaryKeyString());
}
