using System.Diagnostics;

namespace CustomerGrains.EngineTests.Grains;

public interface ITraceGrain : IGrainWithStringKey
{
    /// <summary>The trace in which the call runs, at its beginning and after it waited; null for none.</summary>
    Task<string?[]> Traces(string? next);
}

public sealed class TraceGrain : Grain, ITraceGrain
{
    public async Task<string?[]> Traces(string? next)
    {
        var first = Activity.Current?.TraceId.ToHexString();
        await Task.Yield();
        var rest = next is null ? [] : await GrainFactory.GetGrain<ITraceGrain>(next).Traces(null);
        return [first, Activity.Current?.TraceId.ToHexString(), .. rest];
    }
}
