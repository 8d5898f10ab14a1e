using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using CustomerGrains.Domain.Customers;
using CustomerGrains.Domain.Journal;
using CustomerGrains.Domain.Kpis;
using CustomerGrains.Grains.Journal;
using CustomerGrains.Silo.Backfills;
using CustomerGrains.Silo.Kpis;
using CustomerGrains.Silo.Storage;

namespace CustomerGrains.Silo.Retention;

/// <summary>
/// Removes the beginnings of journals, a piece of one customer in a transaction: the entries go, and in their place comes what they had made of her (her fold, their
/// message ids) and what they had counted. Whoever folds her begins there; whoever recounts begins there. Of two that do the same one changes nothing.
/// </summary>
sealed class RetentionPass(StoreDatabase database, IJournalReader journal, CustomerScan scan, TimeProvider clock)
{
    /// <summary>Who has something older than the policy by this much is seen to: a journal is not touched every day for an entry or two.</summary>
    public static readonly TimeSpan Slack = TimeSpan.FromDays(7);

    /// <summary>So long after an absorption became part of a fold nobody can still be reading what it absorbed.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromHours(1);

    // Entries of one transaction.
    const int Piece = 2_000;
    const int Page = 1_000;

    readonly string _foldSql = $"""
        INSERT INTO counter_base (scope, minute, metric, dimension, value)
        SELECT value ->> 0, CAST(value ->> 1 AS bigint), value ->> 2, value ->> 3, {database.Decimal("value ->> 4")} FROM {database.JsonRows("@rows")} WHERE true
        ON CONFLICT (scope, minute, metric, dimension) DO UPDATE SET value = {database.Sum("counter_base.value", "excluded.value")}
        """;

    readonly string _lockSql = $"SELECT linked_to FROM customer WHERE customer_id = @id{database.RowLock}";

    /// <summary>Removes all that is older than the given age, of everybody.</summary>
    /// <param name="kept">The policy.</param>
    /// <param name="between">Called after each piece: work on everybody steps back there.</param>
    /// <param name="cancellationToken">Stops it; what is done is done.</param>
    /// <returns>How many entries were removed.</returns>
    public async Task<long> RunAsync(TimeSpan kept, Func<Task> between, CancellationToken cancellationToken)
    {
        var until = clock.GetUtcNow() - kept;
        var removed = 0L;
        string? end;
        var after = "";
        do
        {
            end = await scan.EndOfRangeAsync(after, cancellationToken);
            foreach (var (id, linkedTo) in await DueAsync(after, end, until - Slack, cancellationToken))
            {
                while (await RemoveAsync(id, linkedTo, until, cancellationToken) is > 0 and var count)
                {
                    removed += count;
                    await between();
                }
            }

            after = end ?? after;
        }
        while (end is not null);
        return removed;
    }

    // One look at the first entry of each: an index by arrival would cost every event a random write.
    Task<List<(string Id, string? LinkedTo)>> DueAsync(string after, string? through, DateTimeOffset before, CancellationToken cancellationToken) => database.QueryAsync(
        $"""
        SELECT customer_id, linked_to FROM customer c WHERE customer_id > @after{(through is null ? "" : " AND customer_id <= @through")}
          AND (SELECT received_at FROM journal j WHERE j.customer_id = c.customer_id ORDER BY seq LIMIT 1) < @before ORDER BY customer_id
        """,
        c =>
        {
            c.With("@after", after).With("@before", before.ToUnixTimeMilliseconds());
            if (through is not null)
                c.With("@through", through);
        },
        r => (r.GetString(0), r.TextOrNull(1)),
        cancellationToken);

    async Task<int> RemoveAsync(string id, string? linkedTo, DateTimeOffset until, CancellationToken cancellationToken)
    {
        if (linkedTo is not null && !await IsFoldedAsync(id, linkedTo, cancellationToken))
            return 0;
        var before = await journal.ReadBasesAsync([id], cancellationToken) is [var found, ..] ? found : null;
        var piece = new RemovedPiece(before?.ToState() ?? new CustomerState(id), before?.ReceivedAt ?? DateTimeOffset.MinValue, new(new(journal)));
        JournalEntry? held = null;
        await foreach (var entry in journal.ReadAsync(id, piece.State.Version + 1, long.MaxValue, cancellationToken))
        {
            // The last entry always stays: it says where the journal stands, and whether it is sealed.
            if (held is not null)
                await piece.AddAsync(held, cancellationToken);
            held = entry;
            if (entry.ReceivedAt >= until || piece.Entries == Piece)
                break;
        }

        return piece.Entries == 0 || !await WriteAsync(id, linkedTo, before, piece, cancellationToken) ? 0 : piece.Entries;
    }

    // A sealed journal is read by whoever folds the one that absorbed it (and what both had recorded is found in it), until that one's own removed part has it.
    async Task<bool> IsFoldedAsync(string id, string linkedTo, CancellationToken cancellationToken)
    {
        var latest = (clock.GetUtcNow() - Grace).ToUnixTimeMilliseconds();
        for (string? owner = linkedTo; owner is not null; owner = await LinkOfAsync(owner, cancellationToken))
        {
            var current = owner;
            var made = await database.QueryAsync(
                "SELECT made_at FROM journal_base WHERE customer_id = @id", c => c.With("@id", current), r => r.GetInt64(0), cancellationToken);
            if (made is [var at] && at <= latest && (await journal.ReadBasesAsync([owner], cancellationToken))[0].ToState().Links.Any(link => link.Id == id && link.Through > 0))
                return true;
        }

        return false;
    }

    async Task<string?> LinkOfAsync(string id, CancellationToken cancellationToken) => (await database.QueryAsync(
        "SELECT linked_to FROM customer WHERE customer_id = @id", c => c.With("@id", id), r => r.TextOrNull(0), cancellationToken)).FirstOrDefault();

    Task<bool> WriteAsync(string id, string? linkedTo, JournalBase? before, RemovedPiece piece, CancellationToken cancellationToken) => database.WriteAsync(
        async (connection, transaction, token) =>
        {
            // Whoever seals this journal writes this row too: either she is before us, and it is no more what it was, or she reads what we leave.
            var links = await connection.QueryAsync(_lockSql, c => Bind(c).With("@id", id), r => r.TextOrNull(0), token);
            if (links is not [var link] || link != linkedTo)
                return false;
            if (await RunAsync(
                """
                INSERT INTO journal_base (customer_id, seq, received_at, made_at, state, seen) VALUES (@id, @seq, @received, @made, @state, @seen)
                ON CONFLICT (customer_id) DO UPDATE SET
                    seq = excluded.seq, received_at = excluded.received_at, made_at = excluded.made_at, state = excluded.state, seen = excluded.seen
                WHERE journal_base.seq = @before
                """,
                c => c.With("@id", id).With("@seq", piece.State.Version).With("@received", piece.ReceivedAt.ToUnixTimeMilliseconds()).With("@made", clock.GetUtcNow().ToUnixTimeMilliseconds())
                    .With("@state", piece.State.ToJson()).With("@seen", piece.SeenWith(before)).With("@before", before?.Seq ?? 0)) == 0)
            {
                return false; // somebody else was here
            }

            // Each of them goes, or nothing does.
            if (await RunAsync("DELETE FROM journal WHERE customer_id = @id AND seq <= @seq", c => c.With("@id", id).With("@seq", piece.State.Version)) != piece.Entries)
                throw new InvalidOperationException("The journal is not what was read of it.");
            foreach (var page in piece.Counts().Chunk(Page))
            {
                var rows = JsonSerializer.Serialize(page.Select(c => new[] { c.Scope, c.Minute.ToString(CultureInfo.InvariantCulture), c.Metric, c.Dimension, DecimalText.Format(c.Value) }));
                await RunAsync(_foldSql, c => c.With("@rows", rows));
            }

            return true;

            async Task<int> RunAsync(string sql, Action<DbCommand> bind)
            {
                await using var command = connection.Command(sql);
                bind(Bind(command));
                return await command.ExecuteNonQueryAsync(token);
            }

            DbCommand Bind(DbCommand command)
            {
                command.Transaction = transaction;
                return command;
            }
        },
        cancellationToken);
}

/// <summary>Entries that are to be removed together, and what stays of them.</summary>
sealed class RemovedPiece(CustomerState state, DateTimeOffset receivedAt, EntryCount count)
{
    readonly List<SeenMessage> _seen = [];

    /// <summary>The fold up to the last of them.</summary>
    public CustomerState State => state;

    /// <summary>The latest arrival, of what was removed before too.</summary>
    public DateTimeOffset ReceivedAt { get; private set; } = receivedAt;

    public int Entries { get; private set; }

    public async Task AddAsync(JournalEntry entry, CancellationToken cancellationToken)
    {
        await count.AddAsync(state, entry, cancellationToken);
        Entries++;
        if (entry.ReceivedAt > ReceivedAt)
            ReceivedAt = entry.ReceivedAt;
        if (entry.IsTouchpoint)
            _seen.Add(new(SeenMessages.HashOf(entry.MessageId!), entry.ReceivedAt));
    }

    /// <summary>The latest message ids, those that were removed before among them: as many as an activation asks for.</summary>
    public byte[] SeenWith(JournalBase? before) =>
        JournalBase.Pack([.. Enumerable.Reverse(_seen).Concat(before?.SeenMessages() ?? []).Take(SeenMessages.LoadLimit)]);

    /// <summary>What they had counted.</summary>
    public List<KpiCount> Counts()
    {
        var sums = new CounterSums();
        foreach (var delta in count.Deltas)
            sums.Add(delta);
        return sums.ToCounts();
    }
}
