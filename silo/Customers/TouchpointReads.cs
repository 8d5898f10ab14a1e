using System.Data.Common;
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

    readonly string _scanSql = $"""
        SELECT customer_id, seq, kind, channel, message_id, name, occurred_at, received_at FROM journal
        WHERE {database.In("customer_id", "@ids")} AND kind < {(int)EntryKind.StageEntered}
          AND occurred_at > @after AND occurred_at <= @through AND received_at <= @until
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
                var duplicates = await DuplicatesAsync(connection, customerIds, token);
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

    /// <summary>All of a span, without the bodies, until somebody has seen enough.</summary>
    public Task ScanAsync(IReadOnlyList<string> customerIds, TouchpointSpan span, Func<CustomerTouchpoint, bool> each, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(customerIds);
        ArgumentNullException.ThrowIfNull(span);
        ArgumentNullException.ThrowIfNull(each);
        return database.RunAsync(
            async (connection, token) =>
            {
                var duplicates = await DuplicatesAsync(connection, customerIds, token);
                await using var command = connection.Command(_scanSql);
                database.AddList(command, "@ids", customerIds.ToArray());
                command.With("@after", span.After?.ToUnixTimeMilliseconds() ?? long.MinValue).With("@through", span.Through?.ToUnixTimeMilliseconds() ?? long.MaxValue)
                    .With("@until", span.Until?.ToUnixTimeMilliseconds() ?? long.MaxValue).With("@limit", span.Most);
                await using var reader = await command.ExecuteReaderAsync(token);
                while (await reader.ReadAsync(token))
                {
                    var entry = JournalReader.Head(reader, 1);
                    var customerId = reader.GetString(0);
                    if (entry.MessageId is { } messageId && duplicates.Contains((customerId, messageId)))
                        continue;
                    if (!each(new(customerId, entry)))
                        break;
                }

                return true;
            },
            cancellationToken);
    }

    async Task<HashSet<(string Journal, string MessageId)>> DuplicatesAsync(DbConnection connection, IReadOnlyList<string> customerIds, CancellationToken cancellationToken)
    {
        if (customerIds.Count == 1)
            return [];
        var links = await connection.QueryAsync(
            _linksSql, c => database.AddList(c, "@ids", customerIds.ToArray()), r => AbsorbedBody.FromJson(r.GetFieldValue<byte[]>(0)), cancellationToken);
        return links.SelectMany(link => link.Including.Append(link.From).SelectMany(journal => link.Duplicates.Select(id => (journal, id)))).ToHashSet();
    }

    static string After(CustomerTouchpoint t) => Cursor.Format(t.Entry.OccurredAt.ToUnixTimeMilliseconds(), t.Entry.Seq, t.CustomerId);
}
