using CustomerGrains.Domain.Journal;
using CustomerGrains.Grains.Journal;
using CustomerGrains.Silo.Storage;

namespace CustomerGrains.Silo.Journal;

/// <summary>
/// Loads what activations need to start, many at once: whoever asks while a query runs goes into the next one. Activating a
/// thousand customers costs a few queries instead of a thousand.
/// </summary>
sealed class StartLoader(StoreDatabase database, JournalHealth health)
{
    const int Most = 1_000;
    const int Loaders = 2;

    readonly Lock _lock = new();
    readonly Queue<(string Id, TaskCompletionSource<JournalStart> Done)> _waiting = new();
    int _running;

    readonly string _lastSql =
        $"SELECT item, (SELECT seq FROM journal WHERE customer_id = item ORDER BY seq DESC LIMIT 1) FROM {database.Items("@ids")} AS ids";

    // Another process may add some meanwhile: twice as many leave room for them.
    readonly string _entriesSql = database.Journals($"customer_id, {JournalReader.Columns}", "@ids", 2 * JournalStart.WholeLimit);

    public Task<JournalStart> LoadAsync(string customerId)
    {
        var done = new TaskCompletionSource<JournalStart>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            _waiting.Enqueue((customerId, done));
            if (_running == Loaders)
                return done.Task;
            _running++;
        }

        _ = Task.Run(RunAsync, CancellationToken.None);
        return done.Task;
    }

    async Task RunAsync()
    {
        while (Take() is { Count: > 0 } batch)
        {
            try
            {
                var starts = await JournalErrors.GuardAsync(database, health, QueryAsync(batch.Select(b => b.Id).Distinct(StringComparer.Ordinal).ToList()));
                foreach (var (id, done) in batch)
                    done.TrySetResult(starts[id]);
            }
#pragma warning disable CA1031 // Told to everybody who waits for this query.
            catch (Exception e)
#pragma warning restore CA1031
            {
                foreach (var (_, done) in batch)
                    done.TrySetException(e);
            }
        }
    }

    List<(string Id, TaskCompletionSource<JournalStart> Done)> Take()
    {
        lock (_lock)
        {
            var batch = new List<(string, TaskCompletionSource<JournalStart>)>(Math.Min(_waiting.Count, Most));
            while (batch.Count < Most && _waiting.TryDequeue(out var next))
                batch.Add(next);
            if (batch.Count == 0)
                _running--;
            return batch;
        }
    }

    Task<Dictionary<string, JournalStart>> QueryAsync(List<string> ids) => database.RunAsync(
        async (connection, token) =>
        {
            var lasts = await connection.QueryAsync(
                _lastSql, c => database.AddList(c, "@ids", ids), r => (Id: r.GetString(0), Seq: r.IsDBNull(1) ? 0 : r.GetInt64(1)), token);
            var starts = lasts.ToDictionary(l => l.Id, l => new JournalStart(l.Seq, l.Seq == 0 ? [] : null), StringComparer.Ordinal);
            var whole = lasts.Where(l => l.Seq is > 0 and <= JournalStart.WholeLimit).Select(l => l.Id).ToList();
            if (whole.Count == 0)
                return starts;
            var entries = await connection.QueryAsync(
                _entriesSql, c => database.AddList(c, "@ids", whole), r => (Id: r.GetString(0), Entry: JournalReader.Entry(r, 1)), token);
            foreach (var customer in entries.GroupBy(e => e.Id, e => e.Entry, StringComparer.Ordinal))
            {
                // Another process may have added some since the first query: the entries are the truth.
                List<JournalEntry> all = [.. customer];
                starts[customer.Key] = new(all[^1].Seq, all);
            }

            return starts;
        },
        CancellationToken.None);
}
