using System.Globalization;
using CustomerGrains.Domain.Identity;
using CustomerGrains.Domain.Journal;
using CustomerGrains.Silo.Journal;
using CustomerGrains.Silo.Storage;

namespace CustomerGrains.Silo.Customers;

/// <summary>Pages through the touchpoints of a customer by event time, newest first.</summary>
/// <remarks>Sorts the customer's own entries: an index by event time would cost every event of everybody a random write.</remarks>
sealed class TouchpointReads(StoreDatabase database)
{
    const int ReadOfMany = 1_000;

    readonly string _pageSql = $"""
        SELECT customer_id, seq, kind, channel, message_id, name, occurred_at, received_at, body FROM journal
        WHERE {database.In("customer_id", "@ids")} AND kind < {(int)EntryKind.StageEntered}
          AND (occurred_at, seq, customer_id) < (@time, @seq, @id)
          AND received_at <= @until AND (@channel = 0 OR channel = @channel)
        ORDER BY occurred_at DESC, seq DESC, customer_id DESC LIMIT @limit
        """;

    readonly string _linksSql =
        $"SELECT body FROM journal WHERE {database.In("customer_id", "@ids")} AND kind = {((int)EntryKind.Absorbed).ToString(CultureInfo.InvariantCulture)}";

    /// <exception cref="FormatException">The cursor is not one of ours.</exception>
    public async Task<TouchpointPage> PageAsync(
        IReadOnlyList<string> customerIds, string? before, int limit, TouchpointFilter filter, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(customerIds);
        ArgumentNullException.ThrowIfNull(filter);
        if (limit is < 1 or > 1_000)
            throw new ArgumentOutOfRangeException(nameof(limit), limit, "The limit is from 1 to 1,000.");
        var from = Cursor.Parse(before) ?? new Cursor(long.MaxValue, long.MaxValue, "");
        var until = filter.Until?.ToUnixTimeMilliseconds() ?? long.MaxValue;
        // Every read sorts her entries anew: for what may be rare it takes many at once.
        var read = filter.Matches is null ? limit : Math.Max(limit, ReadOfMany);
        return await database.RunAsync(
            async (connection, token) =>
            {
                var duplicates = customerIds.Count == 1 ? [] : (await connection.QueryAsync(
                    _linksSql, c => database.AddList(c, "@ids", customerIds.ToArray()), r => AbsorbedBody.FromJson(r.GetFieldValue<byte[]>(0)), token))
                    .SelectMany(link => link.Including.Append(link.From).SelectMany(journal => link.Duplicates.Select(id => (journal, id)))).ToHashSet();
                var items = new List<CustomerTouchpoint>();
                while (true)
                {
                    var at = from;
                    var rows = await connection.QueryAsync(
                        _pageSql,
                        c =>
                        {
                            database.AddList(c, "@ids", customerIds.ToArray());
                            c.With("@time", at.Time).With("@seq", at.Seq).With("@id", at.Id).With("@limit", read + 1)
                                .With("@until", until).With("@channel", (int)(filter.Channel ?? 0));
                        },
                        r => new CustomerTouchpoint(r.GetString(0), JournalReader.Entry(r, 1)),
                        token);
                    foreach (var row in rows)
                    {
                        if (row.Entry.MessageId is { } messageId && duplicates.Contains((row.CustomerId, messageId)))
                            continue;
                        if (filter.Matches is { } matches && !matches(row.Entry))
                            continue;
                        if (items.Count == limit)
                            return new TouchpointPage(items, After(items[^1]));
                        items.Add(row);
                    }

                    if (rows.Count <= read)
                        return new(items, null);
                    from = Cursor.Parse(After(rows[^1]))!.Value;
                }
            },
            cancellationToken);
    }

    static string After(CustomerTouchpoint t) => Cursor.Format(t.Entry.OccurredAt.ToUnixTimeMilliseconds(), t.Entry.Seq, t.CustomerId);
}
