using CustomerGrains.EngineTests.Support;
using Orleans.Concurrency;

namespace CustomerGrains.EngineTests.Grains;

// Internal on purpose: neither interfaces nor classes of grains need to be public.
interface IWorkerGrain : IGrainWithStringKey
{
    Task<string> Hold(string gate);
}

[StatelessWorker(2)]
sealed class WorkerGrain(Probe probe) : Grain, IWorkerGrain
{
    readonly string _incarnation = Guid.NewGuid().ToString("N");

    public async Task<string> Hold(string gate)
    {
        await probe.Gate(gate).Wait();
        return _incarnation;
    }
}
