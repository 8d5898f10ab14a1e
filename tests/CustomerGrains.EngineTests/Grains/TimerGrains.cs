using CustomerGrains.EngineTests.Support;

namespace CustomerGrains.EngineTests.Grains;

public interface ITimerGrain : IGrainWithStringKey
{
    /// <summary>Starts a timer whose callbacks come to the gates "{key} 1", "{key} 2" ... and throw at those in <paramref name="failing"/>.</summary>
    Task Start(TimeSpan dueTime, TimeSpan period, bool interleave, int[] failing);

    Task Change(TimeSpan dueTime, TimeSpan period);

    Task Stop();

    Task Leave();

    Task<int> Ticks();

    Task Hold(string gate);
}

public sealed class TimerGrain(Probe probe) : Grain, ITimerGrain
{
    IGrainTimer? _timer;
    int _ticks;

    public Task Start(TimeSpan dueTime, TimeSpan period, bool interleave, int[] failing)
    {
        _timer = this.RegisterGrainTimer(
            async (prefix, token) =>
            {
                var tick = ++_ticks;
                probe.Add($"{this.GetPrimaryKeyString()} ticks");
                await probe.Gate($"{prefix} {tick}").Wait();
                if (token.IsCancellationRequested) probe.Gate($"{prefix} token").Pass();
                if (failing.Contains(tick)) throw new InvalidDataException("tick");
            },
            this.GetPrimaryKeyString(),
            new GrainTimerCreationOptions(dueTime, period) { Interleave = interleave });
        return Task.CompletedTask;
    }

    public Task Change(TimeSpan dueTime, TimeSpan period)
    {
        _timer!.Change(dueTime, period);
        return Task.CompletedTask;
    }

    public Task Stop()
    {
        _timer!.Dispose();
        return Task.CompletedTask;
    }

    public Task Leave()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        probe.Gate($"{this.GetPrimaryKeyString()} gone").Pass();
        return Task.CompletedTask;
    }

    public Task<int> Ticks() => Task.FromResult(_ticks);

    public Task Hold(string gate) => probe.Gate(gate).Wait();
}
