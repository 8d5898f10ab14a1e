using CustomerGrains.Grains.Journal;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace CustomerGrains.WebTests.Support;

/// <summary>The real journal, which fails or hesitates when it is told to.</summary>
sealed class TroubledJournal : IJournal
{
    IJournal _inner = null!;
    TaskCompletionSource? _held;
    int _failures;

    /// <summary>What happens instead of a write.</summary>
    public Func<Exception>? Trouble { get; set; }

    /// <summary>What happens after a write: the caller never hears that it succeeded.</summary>
    public Func<Exception>? TroubleAfter { get; set; }

    /// <summary>Puts it before the server's own journal.</summary>
    public void Install(WebApplicationBuilder builder)
    {
        var journal = builder.Services.Last(service => service.ServiceType == typeof(IJournal));
        builder.Services.Remove(journal);
        builder.Services.AddKeyedSingleton(nameof(TroubledJournal), (provider, _) => (IJournal)journal.ImplementationFactory!(provider));
        builder.Services.AddSingleton<IJournal>(provider =>
        {
            _inner = provider.GetRequiredKeyedService<IJournal>(nameof(TroubledJournal));
            return this;
        });
    }

    /// <summary>Lets the next writes fail: every other one before, every other one after the fact.</summary>
    public void FailNext(int writes) => Volatile.Write(ref _failures, writes);

    /// <summary>How many of them are still to come.</summary>
    public int FailuresLeft => Math.Max(0, Volatile.Read(ref _failures));

    public async Task AppendAsync(Commit commit)
    {
        if (_held is { } held) await held.Task;
        if (Trouble is { } trouble) throw trouble();
        var failure = Interlocked.Decrement(ref _failures);
        if (failure >= 0 && failure % 2 == 1) throw new JournalFullException("full");
        await _inner.AppendAsync(commit);
        if (failure >= 0) throw new JournalUnavailableException("written, but nobody could say so", null);
        if (TroubleAfter is { } after) throw after();
    }

    /// <summary>Holds all writes until the answer is disposed.</summary>
    public IDisposable Hold()
    {
        _held = new(TaskCreationOptions.RunContinuationsAsynchronously);
        return new Release(this);
    }

    sealed class Release(TroubledJournal journal) : IDisposable
    {
        public void Dispose() => Interlocked.Exchange(ref journal._held, null)?.TrySetResult();
    }
}
