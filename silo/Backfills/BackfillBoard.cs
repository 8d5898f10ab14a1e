namespace CustomerGrains.Silo.Backfills;

/// <summary>What is known of the backfills in this process, and how quick they are.</summary>
sealed class BackfillBoard(TimeProvider clock, Action<BackfillProgress> changed)
{
    const int Kept = 200;

    readonly Lock _lock = new();
    readonly Dictionary<long, Seen> _seen = [];
    IReadOnlyList<BackfillProgress> _current = [];

    public IReadOnlyList<BackfillProgress> Current => Volatile.Read(ref _current);

    /// <summary>Shows rows as they are now; tells of those that are another than they were.</summary>
    public void Show(IReadOnlyList<BackfillRow> rows, bool paused = false)
    {
        var news = new List<BackfillProgress>();
        lock (_lock)
        {
            foreach (var row in rows.OrderBy(row => row.Id))
            {
                var known = _seen.GetValueOrDefault(row.Id);
                if (known is null && row.FinishedAt is not null)
                    continue; // It ended before anybody here heard of it.
                var progress = row.ToProgress(paused, SpeedOf(row, known));
                if (known?.Progress is { } shown && shown with { PerSecond = progress.PerSecond } == progress)
                    continue;
                _seen[row.Id] = new(progress, clock.GetTimestamp());
                news.Add(progress);
            }

            foreach (var old in _seen.Keys.Order().Take(Math.Max(0, _seen.Count - Kept)).Where(id => _seen[id].Progress.FinishedAt is not null).ToList())
                _seen.Remove(old);
            _current = [.. _seen.Values.Select(seen => seen.Progress).Where(p => p.FinishedAt is null).OrderBy(p => p.Id)];
        }

        foreach (var progress in news)
            changed(progress);
    }

    /// <summary>A row as it was shown last, if it is still the same one; else as it says itself.</summary>
    public BackfillProgress Progress(BackfillRow row)
    {
        lock (_lock)
        {
            var known = _seen.GetValueOrDefault(row.Id);
            return row.FinishedAt is null && known is { Progress: var shown } && shown.Done >= row.Done ? shown : row.ToProgress(paused: false, SpeedOf(row, known));
        }
    }

    double SpeedOf(BackfillRow row, Seen? known)
    {
        if (row.FinishedAt is { } end)
            return Math.Round(row.Done / Math.Max(0.001, (end - row.StartedAt).TotalSeconds));
        if (known is null)
            return 0;
        var seconds = clock.GetElapsedTime(known.At).TotalSeconds;
        // Smoothed, so that the number can be read.
        return seconds <= 0 ? known.Progress.PerSecond : Math.Round((known.Progress.PerSecond * 0.7) + ((row.Done - known.Progress.Done) / seconds * 0.3));
    }

    sealed record Seen(BackfillProgress Progress, long At);
}
