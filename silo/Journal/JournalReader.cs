using System.Buffers.Binary;
using System.Data.Common;
using System.Runtime.CompilerServices;
using CustomerGrains.Domain.Journal;
using CustomerGrains.Domain.Touchpoints;
using CustomerGrains.Grains.Journal;
using CustomerGrains.Silo.Storage;

namespace CustomerGrains.Silo.Journal;

/// <summary>The journal's reading side.</summary>
sealed class JournalReader : IJournalReader
{
    /// <summary>The eight columns of an entry, as <see cref="Entry"/> reads them.</summary>
    internal const string Columns = "seq, kind, channel, message_id, name, occurred_at, received_at, body";
    const int Page = 500;

    readonly StoreDatabase _database;
    readonly JournalHealth _health;
    readonly StartLoader _starts;

    public JournalReader(StoreDatabase database, JournalHealth health)
    {
        (_database, _health) = (database, health);
        _starts = new(database, health);
    }

    public ValueTask<JournalStart> StartAsync(string customerId, CancellationToken cancellationToken) =>
        new(_starts.LoadAsync(customerId).WaitAsync(cancellationToken));

    // In pages, so that no connection is held while the caller folds.
    public async IAsyncEnumerable<JournalEntry> ReadAsync(
        string customerId, long fromSeq, long throughSeq, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        const string sql = $"SELECT {Columns} FROM journal WHERE customer_id = @id AND seq BETWEEN @from AND @through ORDER BY seq LIMIT @page";
        List<JournalEntry> entries;
        do
        {
            var first = fromSeq;
            entries = await GuardAsync(_database.QueryAsync(
                sql,
                c => c.With("@id", customerId).With("@from", first).With("@through", throughSeq).With("@page", Page),
                r => Entry(r, 0),
                cancellationToken));
            foreach (var entry in entries)
                yield return entry;
            // Seqs have no gaps, but for a beginning that was removed: a page that isn't full was the last.
            fromSeq = entries.Count == 0 ? fromSeq : entries[^1].Seq + 1;
        }
        while (entries.Count == Page);
    }

    public async Task<IReadOnlyList<JournalBase>> ReadBasesAsync(IReadOnlyList<string> customerIds, CancellationToken cancellationToken) =>
        await GuardAsync(_database.QueryAsync(BasesSql(_database), c => _database.AddList(c, "@ids", customerIds.ToArray()), Base, cancellationToken));

    public async Task<IReadOnlyList<SeenMessage>> ReadMessageIdsAsync(
        IReadOnlyList<string> customerIds, int limit, CancellationToken cancellationToken)
    {
        // Each journal is read backwards and only as far as needed.
        const string one = "SELECT message_id, received_at FROM journal WHERE customer_id = @id AND message_id IS NOT NULL ORDER BY seq DESC LIMIT @limit";
        var seen = new List<(string Id, DateTimeOffset At)>();
        foreach (var id in customerIds)
        {
            seen.AddRange(await GuardAsync(_database.QueryAsync(
                one, c => c.With("@id", id).With("@limit", limit), r => (r.GetString(0), r.Time(1)), cancellationToken)));
        }

        // One journal's own order will do (the activation asks for some more than it needs). Several are merged by arrival; the stable sort keeps each one's order where times are equal.
        IEnumerable<(string Id, DateTimeOffset At)> latest = customerIds.Count == 1 ? seen : seen.OrderByDescending(s => s.At).Take(limit);
        var messages = latest.Select(s => new SeenMessage(SeenMessages.HashOf(s.Id), s.At)).ToList();
        if (messages.Count == limit)
            return messages;
        // Read after the journals: what is removed from them meanwhile is found here.
        var removed = (await ReadBasesAsync(customerIds, cancellationToken)).SelectMany(each => each.SeenMessages()).ToList();
        return removed.Count == 0 ? messages : [.. messages.Concat(removed).DistinctBy(each => each.Hash).OrderByDescending(each => each.ReceivedAt).Take(limit)];
    }

    public async Task<IReadOnlySet<UInt128>> FindEvictedAsync(
        IReadOnlyList<string> customerIds, IReadOnlyList<UInt128> hashes, DateTimeOffset since, CancellationToken cancellationToken)
    {
        var sql = $"SELECT 1 FROM seen_overflow WHERE {_database.In("customer_id", "@ids")} AND hash = @hash AND received_at > @since LIMIT 1";
        return await GuardAsync(_database.RunAsync(
            async (connection, token) =>
            {
                var found = new HashSet<UInt128>();
                var key = new byte[16];
                await using var command = connection.Command(sql);
                _database.AddList(command, "@ids", customerIds.ToArray());
                command.With("@hash", key).With("@since", since.ToUnixTimeMilliseconds());
                foreach (var hash in hashes.Distinct())
                {
                    BinaryPrimitives.WriteUInt128BigEndian(key, hash);
                    if (await command.ExecuteScalarAsync(token) is not null)
                        found.Add(hash);
                }

                return found;
            },
            cancellationToken));
    }

    /// <summary>Asks for what stands for removed entries, as <see cref="Base"/> reads it.</summary>
    internal static string BasesSql(StoreDatabase database) =>
        $"SELECT customer_id, seq, received_at, state, seen FROM journal_base WHERE {database.In("customer_id", "@ids")}";

    /// <summary>Reads what stands for removed entries.</summary>
    internal static JournalBase Base(DbDataReader r) =>
        new(r.GetString(0), r.GetInt64(1), r.Time(2), r.GetFieldValue<byte[]>(3), r.GetFieldValue<byte[]>(4));

    /// <summary>Reads the eight columns of an entry, from the given one on.</summary>
    internal static JournalEntry Entry(DbDataReader r, int column) => Head(r, column, r.GetFieldValue<byte[]>(column + 7));

    /// <summary>Reads seven of them: all but the body.</summary>
    internal static JournalEntry Head(DbDataReader r, int column, ReadOnlyMemory<byte> body = default) => new(
        r.GetInt64(column),
        (EntryKind)r.GetInt16(column + 1),
        (Channel)r.GetInt16(column + 2),
        r.TextOrNull(column + 3),
        r.GetString(column + 4),
        r.Time(column + 5),
        r.Time(column + 6),
        body);

    async Task<T> GuardAsync<T>(Task<T> read) => await JournalErrors.GuardAsync(_database, _health, read);
}
