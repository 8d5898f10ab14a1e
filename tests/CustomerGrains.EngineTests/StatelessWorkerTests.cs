using CustomerGrains.EngineTests.Grains;
using CustomerGrains.EngineTests.Support;

namespace CustomerGrains.EngineTests;

[Collection(Plain.Name)]
public sealed class StatelessWorkerTests(Cluster cluster)
{
    [Fact]
    public async Task Calls_share_as_many_activations_as_there_may_be()
    {
        var grain = cluster.Grains.GetGrain<IWorkerGrain>("workers");
        var first = grain.Hold("worker 1");
        await cluster.Probe.Gate("worker 1").Reached;
        var second = grain.Hold("worker 2");
        await cluster.Probe.Gate("worker 2").Reached;
        var third = grain.Hold("worker 3");
        cluster.Probe.Gate("worker 3").Open();
        Assert.False(third.IsCompleted);
        cluster.Probe.Gate("worker 1").Open();
        cluster.Probe.Gate("worker 2").Open();
        var (one, two, three) = (await first, await second, await third);
        Assert.NotEqual(one, two);
        Assert.Contains(three, new[] { one, two });
    }
}
