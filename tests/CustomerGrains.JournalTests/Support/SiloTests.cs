using CustomerGrains.Silo.Deadlines;
using CustomerGrains.Silo.Journal;
using CustomerGrains.TestSupport;

namespace CustomerGrains.JournalTests.Support;

/// <summary>Tests of whole silos over either store.</summary>
public abstract class SiloTests(StoreKind kind) : StoreTests(kind)
{
    readonly List<TestSilo> _silos = [];

    internal SetClock Clock { get; } = new(TestCustomer.Start);

    public override async Task DisposeAsync()
    {
        foreach (var silo in _silos)
            await silo.DisposeAsync();
        await base.DisposeAsync();
    }

    internal Task<TestSilo> StartAsync(Func<ICustomerCalls, ICustomerCalls>? calls = null, Action<Step, CommitGroup?>? at = null) =>
        StartAsync(Clock, calls, at);

    internal async Task<TestSilo> StartAsync(TimeProvider clock, Func<ICustomerCalls, ICustomerCalls>? calls = null, Action<Step, CommitGroup?>? at = null)
    {
        var silo = await TestSilo.StartAsync(Options, clock, at, calls);
        _silos.Add(silo);
        return silo;
    }

    internal void Pass(TimeSpan time) => Clock.Set(Clock.GetUtcNow() + time);
}
