using CustomerGrains.EngineTests.Grains;
using CustomerGrains.EngineTests.Support;

namespace CustomerGrains.EngineTests;

[Collection(Plain.Name)]
public sealed class TurnTests(Cluster cluster)
{
    [Fact]
    public async Task Turns_of_a_grain_never_overlap()
    {
        var grain = cluster.Grains.GetGrain<ITurnGrain>("turns");
        await Task.WhenAll(Enumerable.Range(0, 300).Select(_ => Task.Run(grain.Increment)));
        Assert.Equal(300, await grain.Value());
        Assert.Equal(0, cluster.Probe.Count("overlaps"));
    }

    [Fact]
    public async Task Turns_of_a_reentrant_grain_interleave_but_never_overlap()
    {
        var grain = cluster.Grains.GetGrain<IReentrantGrain>("turns");
        await Task.WhenAll(Enumerable.Range(0, 300).Select(_ => Task.Run(grain.Increment)));
        Assert.Equal(300, await grain.Value());
        Assert.Equal(0, cluster.Probe.Count("overlaps"));
    }

    [Fact]
    public async Task Code_stays_in_the_grain_across_awaits_tasks_and_continuations_and_Task_Run_leaves_it() =>
        Assert.All(await cluster.Grains.GetGrain<ITurnGrain>("places").Places(), Assert.True);

    [Fact]
    public async Task A_call_waits_for_the_one_before_it()
    {
        var grain = cluster.Grains.GetGrain<ITurnGrain>("waits");
        var first = grain.Hold("waits");
        await cluster.Probe.Gate("waits").Reached;
        var second = grain.Increment();
        Assert.Equal(1, await grain.HowManyStarted());
        Assert.False(second.IsCompleted);
        cluster.Probe.Gate("waits").Open();
        await first;
        await second;
    }

    [Fact]
    public async Task Grains_do_not_wait_for_each_other()
    {
        var held = cluster.Grains.GetGrain<ITurnGrain>("held").Hold("held");
        await cluster.Probe.Gate("held").Reached;
        await cluster.Grains.GetGrain<ITurnGrain>("free").Increment();
        Assert.False(held.IsCompleted);
        cluster.Probe.Gate("held").Open();
        await held;
    }

    [Fact]
    public async Task Calls_of_a_reentrant_grain_interleave()
    {
        var grain = cluster.Grains.GetGrain<IReentrantGrain>("interleaves");
        var held = grain.Hold("reentrant");
        await cluster.Probe.Gate("reentrant").Reached;
        await grain.Increment();
        Assert.False(held.IsCompleted);
        cluster.Probe.Gate("reentrant").Open();
        await held;
    }

    [Fact]
    public async Task A_method_marked_so_interleaves_with_any_other()
    {
        var grain = cluster.Grains.GetGrain<ITurnGrain>("always");
        var held = grain.Hold("always 1");
        await cluster.Probe.Gate("always 1").Reached;
        var interleaving = grain.HoldInterleaving("always 2");
        await cluster.Probe.Gate("always 2").Reached;
        cluster.Probe.Gate("always 1").Open();
        await held;
        // What interleaves holds nothing up either.
        await grain.Increment();
        Assert.False(interleaving.IsCompleted);
        cluster.Probe.Gate("always 2").Open();
        await interleaving;
    }

    [Fact]
    public async Task Read_only_calls_interleave_with_each_other_and_wait_for_others()
    {
        var grain = cluster.Grains.GetGrain<ITurnGrain>("readers");
        var readers = new[] { grain.HoldReading("reader 1"), grain.HoldReading("reader 2") };
        await cluster.Probe.Gate("reader 1").Reached;
        await cluster.Probe.Gate("reader 2").Reached;
        var writer = grain.Hold("writer");
        Assert.Equal(2, await grain.HowManyStarted());
        cluster.Probe.Gate("reader 1").Open();
        cluster.Probe.Gate("reader 2").Open();
        await Task.WhenAll(readers);
        await cluster.Probe.Gate("writer").Reached;
        var late = grain.HoldReading("reader 3");
        Assert.Equal(3, await grain.HowManyStarted());
        cluster.Probe.Gate("writer").Open();
        cluster.Probe.Gate("reader 3").Open();
        await writer;
        await late;
    }
}
