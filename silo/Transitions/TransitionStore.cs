using System.Data.Common;
using System.Globalization;
using CustomerGrains.Domain.Journal;
using CustomerGrains.Silo.Storage;

namespace CustomerGrains.Silo.Transitions;

/// <summary>The transitions of either store.</summary>
sealed class TransitionStore(StoreDatabase database) : ITransitions
{
    const string Columns =
        "t.id, t.customer_id, c.display_name, t.seq, t.kind, t.name, t.from_stage, t.occurred_at, t.decided_at, t.cause, t.because, t.why, t.version";

    // Follow-ups are in the table because it is the outbox.
    static readonly string IsRule = string.Create(CultureInfo.InvariantCulture, $"t.kind < {(int)EntryKind.FollowUpOpened}");
    static readonly string IsStage = string.Create(CultureInfo.InvariantCulture, $"t.kind = {(int)EntryKind.StageEntered}");
    static readonly string IsSegment = string.Create(CultureInfo.InvariantCulture, $"t.kind <> {(int)EntryKind.StageEntered}");

    public async Task<TransitionPage> PageAsync(TransitionQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (query.Limit is < 1 or > 1_000)
            throw new ArgumentOutOfRangeException(nameof(query), query.Limit, "The limit is from 1 to 1,000.");
        var rows = await database.QueryAsync(
            $"SELECT {Columns} FROM transition t LEFT JOIN customer c ON c.customer_id = t.customer_id WHERE {Filter(query)} ORDER BY t.id DESC LIMIT @limit",
            c => Bind(c, query),
            Row,
            cancellationToken);
        if (rows.Count <= query.Limit)
            return new(rows, null);
        rows.RemoveAt(query.Limit);
        return new(rows, rows[^1].Id);
    }

    string Filter(TransitionQuery query)
    {
        var conditions = new List<string> { "t.id < @before AND t.id > @after", IsRule };
        if (query.Segment is not null)
            conditions.Add($"t.name = @segment AND {IsSegment}");
        if (query.Stage is not null)
            conditions.Add($"t.name = @stage AND {IsStage}");
        if (query.CustomerIds is not null)
            conditions.Add(database.In("t.customer_id", "@customers"));
        return string.Join(" AND ", conditions);
    }

    void Bind(DbCommand command, TransitionQuery query)
    {
        command.With("@before", query.Before ?? long.MaxValue).With("@after", query.After ?? 0L).With("@limit", query.Limit + 1);
        if (query.Segment is { } segment)
            command.With("@segment", segment);
        if (query.Stage is { } stage)
            command.With("@stage", stage);
        if (query.CustomerIds is { } customers)
            database.AddList(command, "@customers", customers.ToArray());
    }

    static Transition Row(DbDataReader r) => new(
        r.GetInt64(0), r.GetString(1), r.TextOrNull(2), r.GetInt64(3), (EntryKind)r.GetInt16(4), r.GetString(5), r.TextOrNull(6), r.Time(7), r.Time(8), r.GetString(9), r.TextOrNull(10),
        r.TextOrNull(11), r.GetInt32(12));
}
