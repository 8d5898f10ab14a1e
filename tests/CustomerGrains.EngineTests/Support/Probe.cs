using System.Collections.Concurrent;

namespace CustomerGrains.EngineTests.Support;

/// <summary>How tests and grains of one silo meet: gates to wait at, counters, and a log of what happened.</summary>
public sealed class Probe
{
    readonly ConcurrentDictionary<string, Gate> _gates = new();
    readonly ConcurrentDictionary<string, int> _counts = new();
    readonly ConcurrentQueue<string> _log = new();

    public IReadOnlyList<string> Log => [.. _log];

    public Gate Gate(string name) => _gates.GetOrAdd(name, static _ => new());

    public int Count(string name) => _counts.GetValueOrDefault(name);

    public int Add(string name, int amount = 1) => _counts.AddOrUpdate(name, amount, (_, count) => count + amount);

    public void Write(string entry) => _log.Enqueue(entry);

    /// <summary>The log's entries that begin with this.</summary>
    public IReadOnlyList<string> LogOf(string prefix) => [.. _log.Where(entry => entry.StartsWith(prefix, StringComparison.Ordinal))];
}

/// <summary>A place where grain code waits until the test lets it go on.</summary>
public sealed class Gate
{
    readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when somebody has come to the gate.</summary>
    public Task Reached => _reached.Task.WaitAsync(Bounds.Patience);

    public void Open() => _opened.TrySetResult();

    /// <summary>Comes to the gate without waiting there.</summary>
    public void Pass() => _reached.TrySetResult();

    public Task Wait()
    {
        _reached.TrySetResult();
        return _opened.Task.WaitAsync(Bounds.Patience);
    }
}

public static class Bounds
{
    /// <summary>No test waits longer than this for what must happen: a bound for hangs, never a delay.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Asks again until the answer is right: for what happens soon, but announces itself to nobody.</summary>
    public static async Task Eventually(Func<Task<bool>> condition)
    {
        using var timeout = new CancellationTokenSource(Patience);
        while (!await condition())
        {
            await Task.Delay(20, timeout.Token);
        }
    }
}
