using CustomerGrains.EngineTests.Support;

namespace CustomerGrains.EngineTests.Grains;

public interface ILifeGrain : IGrainWithStringKey
{
    Task<string> Ping();

    Task Leave();

    /// <summary>Asks to be deactivated, then waits at the gate.</summary>
    Task<string> LeaveAndHold(string gate);

    Task<string> IdentityFromInside();
}

public sealed class LifeGrain(Probe probe) : Grain, ILifeGrain
{
    readonly string _incarnation = Guid.NewGuid().ToString("N");

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var key = this.GetPrimaryKeyString();
        if (probe.Add($"{key} alive") != 1) probe.Add($"{key} twice");
        probe.Add($"{key} activated");
        return base.OnActivateAsync(cancellationToken);
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        var key = this.GetPrimaryKeyString();
        probe.Add($"{key} alive", -1);
        probe.Write($"{key} {reason.ReasonCode}");
        probe.Gate($"{key} gone").Pass();
        return base.OnDeactivateAsync(reason, cancellationToken);
    }

    public Task<string> Ping()
    {
        probe.Add($"{this.GetPrimaryKeyString()} pings");
        return Task.FromResult(_incarnation);
    }

    public Task Leave()
    {
        probe.Add($"{this.GetPrimaryKeyString()} pings");
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public async Task<string> LeaveAndHold(string gate)
    {
        DeactivateOnIdle();
        await probe.Gate(gate).Wait();
        return _incarnation;
    }

    public Task<string> IdentityFromInside() => this.AsReference<ILifeGrain>().GetPrimaryKeyString() is var key && key == this.GetPrimaryKeyString()
        ? Task.FromResult(key)
        : throw new InvalidOperationException(key);
}

public interface IFrailGrain : IGrainWithStringKey
{
    Task<string> Ping();
}

public sealed class FrailGrain(Probe probe) : Grain, IFrailGrain
{
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var key = this.GetPrimaryKeyString();
        await probe.Gate($"{key} activates").Wait();
        if (probe.Count($"{key} is well") == 0) throw new InvalidDataException("not today");
    }

    public Task<string> Ping() => Task.FromResult("well");
}
