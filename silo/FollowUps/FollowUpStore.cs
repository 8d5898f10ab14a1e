using System.Data.Common;
using CustomerGrains.Domain.Experience;
using CustomerGrains.Domain.FollowUps;
using CustomerGrains.Silo.Customers;
using CustomerGrains.Silo.Storage;

namespace CustomerGrains.Silo.FollowUps;

/// <summary>The follow-ups of either store.</summary>
sealed class FollowUpStore(StoreDatabase database) : IFollowUps
{
    /// <summary>All of them, as <see cref="Row"/> reads them.</summary>
    internal const string Select = """
        SELECT f.id, f.customer_id, c.display_name, f.metric, f.state, f.score, f.comment, f.answered_at, f.answers, f.opened_at, f.taken_by, f.taken_at,
            f.notes, f.note_at, f.note_by, f.note, f.resolved_by, f.resolved_at, f.outcome, f.merged_into
        FROM follow_up f LEFT JOIN customer c ON c.customer_id = f.customer_id
        """;

    public async Task<FollowUpPage> PageAsync(FollowUpQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (query.Limit is < 1 or > 500)
            throw new ArgumentOutOfRangeException(nameof(query), query.Limit, "The limit is from 1 to 500.");
        var isOver = query.State == FollowUpState.Resolved;
        var after = Cursor.Parse(query.Cursor);
        var rows = await database.QueryAsync(
            $"{Select} WHERE {Filter(query, isOver, after)} ORDER BY {(isOver ? "f.resolved_at DESC, f.id DESC" : "f.state, f.opened_at, f.id")} LIMIT @limit",
            c => Bind(c, query, after),
            Row,
            cancellationToken);
        if (rows.Count <= query.Limit)
            return new(rows, null);
        rows.RemoveAt(query.Limit);
        var last = rows[^1];
        return new(rows, Cursor.Format((isOver ? last.ResolvedAt!.Value : last.OpenedAt).ToUnixTimeMilliseconds(), (long)last.State, last.Id));
    }

    public async Task<FollowUpListing?> FindAsync(string id, CancellationToken cancellationToken) =>
        (await database.QueryAsync($"{Select} WHERE f.id = @id", c => c.With("@id", id), Row, cancellationToken)).SingleOrDefault();

    public async Task<FollowUpCounts> CountAsync(CancellationToken cancellationToken)
    {
        var rows = await database.QueryAsync(
            "SELECT state, count(*), min(opened_at) FROM follow_up WHERE state < 2 GROUP BY state",
            _ => { },
            r => (State: (FollowUpState)r.GetInt16(0), Count: r.GetInt64(1), Oldest: r.Time(2)),
            cancellationToken);
        var open = rows.FirstOrDefault(row => row.State == FollowUpState.Open);
        return new(open.Count, rows.FirstOrDefault(row => row.State == FollowUpState.Taken).Count, open.Count == 0 ? null : open.Oldest);
    }

    static string Filter(FollowUpQuery query, bool isOver, Cursor? after)
    {
        var conditions = new List<string> { query.State is null ? "f.state < 2" : $"f.state = {(int)query.State}" };
        if (after is not null)
            conditions.Add(isOver ? "(f.resolved_at, f.id) < (@time, @id)" : "(f.state, f.opened_at, f.id) > (@state, @time, @id)");
        if (query.TakenBy is not null)
            conditions.Add("f.taken_by = @by");
        if (query.Metric is not null)
            conditions.Add("f.metric = @metric");
        return string.Join(" AND ", conditions);
    }

    static void Bind(DbCommand command, FollowUpQuery query, Cursor? after)
    {
        command.With("@limit", query.Limit + 1);
        if (after is { } place)
        {
            command.With("@time", place.Time).With("@id", place.Id);
            if (query.State != FollowUpState.Resolved)
                command.With("@state", place.Seq);
        }

        if (query.TakenBy is { } by)
            command.With("@by", by);
        if (query.Metric is { } metric)
            command.With("@metric", (short)metric);
    }

    internal static FollowUpListing Row(DbDataReader r) => new(
        r.GetString(0), r.GetString(1), r.TextOrNull(2), (SurveyMetric)r.GetInt16(3), (FollowUpState)r.GetInt16(4), r.GetInt32(5), r.TextOrNull(6), r.Time(7), r.GetInt32(8), r.Time(9),
        r.TextOrNull(10), r.TimeOrNull(11), r.GetInt32(12), r.IsDBNull(13) ? null : new(r.GetInt64(13), r.GetString(14), r.GetString(15)), r.TextOrNull(16), r.TimeOrNull(17), r.TextOrNull(18),
        r.TextOrNull(19));
}
