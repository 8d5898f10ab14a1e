using System.Collections.Concurrent;
using CustomerGrains.Domain.Journal;
using CustomerGrains.Domain.Kpis;
using CustomerGrains.Grains.Journal;
using CustomerGrains.Grains.Value;
using CustomerGrains.Silo.Kpis;

namespace CustomerGrains.Web.Kpis;

/// <summary>
/// The boards of segments, stages and channels. One is made when somebody first asks for it or watches it, and forgotten a few minutes after the last did:
/// so what nobody looks at costs nothing, and what somebody looks at is as live and exact as the whole.
/// </summary>
sealed partial class ScopeBoards(IKpiStore store, IReportingCurrency reporting, TimeProvider clock, ILogger<ScopeBoards> log) : ICommitObserver, IDisposable
{
    /// <summary>Boards at a time: each takes up to some megabytes, a busy one with much money 35.</summary>
    public const int Most = 24;

    /// <summary>How long one is kept that nobody looks at.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromMinutes(5);

    /// <summary>Whoever watches uses a board at least this often; one that was not used for longer may make room for another.</summary>
    public static readonly TimeSpan InUse = TimeSpan.FromSeconds(15);

    // Sets of scopes that are remembered; customers in the same segments share one.
    const int MostSets = 20_000;

    readonly Lock _lock = new();
    readonly Dictionary<string, ScopeBoard> _boards = new(StringComparer.Ordinal);

    // Those that hear of commits, and for each set of scopes which of them: thrown away whenever there is another board.
    volatile ScopeBoard[] _listening = [];
    ConcurrentDictionary<ScopeSet, ScopeBoard[]> _bySet = new();

    /// <summary>Boards that there are.</summary>
    public int Count
    {
        get
        {
            lock (_lock) return _boards.Count;
        }
    }

    /// <summary>The board of a scope, loaded if it has to be; null if there are too many that are all in use.</summary>
    public async Task<ScopeBoard?> GetAsync(string scope, CancellationToken cancellationToken)
    {
        if (Take(scope) is not { } board) return null;
        try
        {
            await board.Loading.WaitAsync(cancellationToken);
            return board;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // Whoever asks next tries again.
            Drop(board);
            throw;
        }
    }

    /// <summary>The board of a scope if it is there and loaded; using it keeps it.</summary>
    public ScopeBoard? Find(string scope)
    {
        lock (_lock)
        {
            if (!_boards.TryGetValue(scope, out var board)) return null;
            board.LastUsed = clock.GetUtcNow();
            return board.Board.Loaded ? board : null;
        }
    }

    /// <summary>Forgets the boards that nobody looked at for a while.</summary>
    public void Forget()
    {
        lock (_lock)
        {
            var now = clock.GetUtcNow();
            foreach (var board in _boards.Values.Where(board => now - board.LastUsed >= Kept).ToList()) Remove(board);
        }
    }

    /// <summary>Loads all boards anew: what this process heard had a gap.</summary>
    public async Task ReloadAsync(CancellationToken cancellationToken)
    {
        ScopeBoard[] all;
        lock (_lock) all = [.. _boards.Values];
        foreach (var board in all)
        {
            // One that loads for the first time may have begun before the gap.
            await board.Loading.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await LoadAsync(board).WaitAsync(cancellationToken);
        }
    }

    public void OnCommitted(IReadOnlyList<Commit> commits)
    {
        var listening = _listening;
        if (listening.Length == 0) return;
        foreach (var commit in commits) Share(commit);
        foreach (var board in listening) board.Flush();
    }

    public void Dispose()
    {
        lock (_lock) foreach (var board in _boards.Values.ToList()) Remove(board);
    }

    ScopeBoard? Take(string scope)
    {
        lock (_lock)
        {
            var now = clock.GetUtcNow();
            if (_boards.TryGetValue(scope, out var board))
            {
                board.LastUsed = now;
                return board;
            }
            if (_boards.Count >= Most)
            {
                var oldest = _boards.Values.MinBy(each => each.LastUsed)!;
                if (now - oldest.LastUsed < InUse) return null;
                Remove(oldest);
            }
            board = new(scope, store, reporting, clock);
            _boards.Add(scope, board);
            // For everybody who asks for it: not ended by one of them going away.
            board.Loading = LoadAsync(board);
            return board;
        }
    }

    async Task LoadAsync(ScopeBoard board)
    {
        await Task.Yield();
        var sums = board.Board.BeginLoad();
        await store.LoadAsync(
            board.Scope,
            sums.Minute - KpiWindows.Kept,
            () => Listen(board),
            row => sums.Load(new(row.Minute, row.Metric, row.Dimension, row.Value)),
            CancellationToken.None);
        board.Board.EndLoad(sums);
        Loaded(board.Scope);
    }

    // From here on it hears what is committed: exactly what it will not find among the stored counters.
    void Listen(ScopeBoard board)
    {
        lock (_lock)
        {
            if (!_boards.TryGetValue(board.Scope, out var known) || known != board) return;
            board.Board.AtMoment();
            if (_listening.Contains(board)) return;
            _listening = [.. _listening, board];
            _bySet = new();
        }
    }

    void Drop(ScopeBoard board)
    {
        lock (_lock) if (_boards.TryGetValue(board.Scope, out var known) && known == board) Remove(board);
    }

    void Remove(ScopeBoard board)
    {
        _boards.Remove(board.Scope);
        _listening = [.. _listening.Where(each => each != board)];
        _bySet = new();
        board.Dispose();
    }

    void Share(Commit commit)
    {
        var next = 0;
        foreach (var delta in commit.Deltas)
        {
            if (delta.Scopes is null) continue;
            // Each new touchpoint has one such change, in their order. (Of what other processes commit it is a change of nothing: their sums come by themselves.)
            var touchpoint = delta.Metric == Metrics.Touchpoints && delta.Value >= 0 ? NextTouchpoint(commit.Entries, ref next) : null;
            foreach (var board in BoardsOf(delta.Scopes))
            {
                board.Note(delta);
                if (touchpoint is not null) board.Note(commit.CustomerId, touchpoint);
            }
        }
    }

    static JournalEntry? NextTouchpoint(IReadOnlyList<JournalEntry> entries, ref int next)
    {
        while (next < entries.Count)
        {
            var entry = entries[next++];
            if (entry.IsTouchpoint) return entry;
        }
        return null;
    }

    ScopeBoard[] BoardsOf(ScopeSet set)
    {
        if (_bySet.Count > MostSets) _bySet.Clear();
        return _bySet.GetOrAdd(set, static (set, boards) => [.. boards.Where(board => set.Has(board.Scope))], _listening);
    }

    [LoggerMessage(LogLevel.Debug, "Key figures of {Scope} are live")]
    partial void Loaded(string scope);
}
