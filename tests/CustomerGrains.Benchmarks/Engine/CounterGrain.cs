namespace CustomerGrains.Benchmarks.Engine;

/// <summary>The least a grain can do, so that what is measured is the engine.</summary>
public interface ICounterGrain : IGrainWithStringKey
{
    /// <summary>Adds to the counter.</summary>
    Task<int> Add(int amount);
}

/// <inheritdoc cref="ICounterGrain"/>
public sealed class CounterGrain : Grain, ICounterGrain
{
    int _count;

    /// <inheritdoc/>
    public Task<int> Add(int amount) => Task.FromResult(_count += amount);
}
