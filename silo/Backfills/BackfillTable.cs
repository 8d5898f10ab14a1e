using System.Data.Common;
using CustomerGrains.Silo.Storage;

namespace CustomerGrains.Silo.Backfills;

/// <summary>The backfills as they are written down.</summary>
sealed class BackfillTable(StoreDatabase database)
{
    const string Columns = "id, generation, reason, cursor, done, total, changed, started_at, finished_at";
    const int Kept = 200;

    /// <summary>The latest ones, newest first.</summary>
    public Task<List<BackfillRow>> LatestAsync(int limit, CancellationToken cancellationToken) =>
        database.QueryAsync($"SELECT {Columns} FROM backfill ORDER BY id DESC LIMIT @limit", c => c.With("@limit", limit), Row, cancellationToken);

    /// <summary>Those that are not finished, oldest first.</summary>
    public Task<List<BackfillRow>> UnfinishedAsync(CancellationToken cancellationToken) =>
        database.QueryAsync($"SELECT {Columns} FROM backfill WHERE finished_at IS NULL ORDER BY id", _ => { }, Row, cancellationToken);

    /// <summary>Everybody up to the row's cursor is done.</summary>
    public Task SaveAsync(BackfillRow row, CancellationToken cancellationToken) => database.ExecuteAsync(
        "UPDATE backfill SET cursor = @cursor, done = @done, total = @total, changed = @changed, finished_at = @finished WHERE id = @id AND finished_at IS NULL",
        c => c.With("@id", row.Id).With("@cursor", row.Cursor).With("@done", row.Done).With("@total", row.Total).With("@changed", row.Changed)
            .With("@finished", row.FinishedAt?.ToUnixTimeMilliseconds()),
        cancellationToken);

    /// <summary>Forgets those that ended long ago.</summary>
    public Task PurgeAsync(CancellationToken cancellationToken) => database.ExecuteAsync(
        "DELETE FROM backfill WHERE finished_at IS NOT NULL AND id NOT IN (SELECT id FROM backfill ORDER BY id DESC LIMIT @kept)",
        c => c.With("@kept", Kept),
        cancellationToken);

    static BackfillRow Row(DbDataReader r) => new(
        r.GetInt64(0), r.GetInt64(1), r.GetString(2), r.GetString(3), r.GetInt64(4), r.GetInt64(5), r.GetInt64(6), r.Time(7), r.TimeOrNull(8));
}

/// <summary>A backfill.</summary>
sealed record BackfillRow(
    long Id, long Generation, string Reason, string Cursor, long Done, long Total, long Changed, DateTimeOffset StartedAt, DateTimeOffset? FinishedAt)
{
    public BackfillProgress ToProgress(bool paused, double perSecond) => new(
        Id, Generation, Reason, FinishedAt is not null ? BackfillState.Done : paused ? BackfillState.Paused : BackfillState.Running,
        Done, Math.Max(Total, Done), Changed, StartedAt, FinishedAt, perSecond);
}
