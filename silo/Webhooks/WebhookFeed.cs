using System.Text.Json;
using CustomerGrains.Domain.Journal;
using CustomerGrains.Grains.Rules;
using CustomerGrains.Silo.Alerts;
using CustomerGrains.Silo.Kpis;
using CustomerGrains.Silo.Storage;
using CustomerGrains.Silo.Transitions;

namespace CustomerGrains.Silo.Webhooks;

/// <summary>
/// Takes up for one endpoint what was written since it last did: transitions and alerts are the outbox, and nothing more is written for an event where there is no
/// endpoint. What the endpoint wants becomes a delivery in the transaction that moves its mark, so each becomes one, whoever else is at it.
/// </summary>
sealed class WebhookFeed(StoreDatabase database, IRuleBook rules)
{
    /// <summary>How many rows one take looks at.</summary>
    public const int Page = 500;

    readonly string _transitions = $"""
        SELECT id, customer_id, seq, kind, name, from_stage, occurred_at, decided_at, cause, because, why, version, {database.Horizon}
        FROM transition WHERE id > @after ORDER BY id LIMIT {Page}
        """;

    readonly string _alerts = $"""
        SELECT id, rule_key, name, text, value, threshold, raised_at, {database.Horizon}
        FROM alert WHERE id > @after ORDER BY id LIMIT {Page}
        """;

    // Both dialects know ->>; what it yields is text in one of them.
    readonly string _insert = $"""
        INSERT INTO webhook_delivery (webhook_id, lane, message_id, event, created_at, next_at, state, attempts, body)
        SELECT @webhook, value ->> 'Lane', value ->> 'MessageId', value ->> 'Event', CAST(value ->> 'At' AS bigint), 0, 0, 0, value ->> 'Body'
        FROM {database.JsonRows("@rows")} AS rows
        ORDER BY CAST(value ->> 'N' AS bigint)
        """;

    readonly SafeHorizon _ofTransitions = new();
    readonly SafeHorizon _ofAlerts = new();

    /// <summary>Takes up a piece.</summary>
    /// <returns>How many rows were looked at; 0 if there is nothing to take, or no room.</returns>
    public async Task<int> TakeAsync(long webhook, WebhookTarget target, CancellationToken cancellationToken)
    {
        try
        {
            if (await MarksAsync(webhook, cancellationToken) is not var (transition, alert))
                return 0;
            return await TakeTransitionsAsync(webhook, target, transition, cancellationToken) + await TakeAlertsAsync(webhook, target, alert, cancellationToken);
        }
        catch
        {
            _ofTransitions.Reset();
            _ofAlerts.Reset();
            throw;
        }
    }

    async Task<int> TakeTransitionsAsync(long webhook, WebhookTarget target, long after, CancellationToken cancellationToken)
    {
        var rows = await database.QueryAsync(
            _transitions,
            c => c.With("@after", after),
            r => (
                Item: new Transition(
                    r.GetInt64(0), r.GetString(1), null, r.GetInt64(2), (EntryKind)r.GetInt16(3), r.GetString(4), r.TextOrNull(5), r.Time(6), r.Time(7), r.GetString(8), r.TextOrNull(9),
                    r.TextOrNull(10), r.GetInt32(11)),
                Oldest: r.GetInt64(12),
                Next: r.GetInt64(13)),
            cancellationToken);
        if (rows.Count == 0 || _ofTransitions.Take(after, [.. rows.Select(row => row.Item.Id)], rows[0].Oldest, rows[0].Next) is not (> 0 and var count))
            return 0;
        var wanted = rows.Take(count).Select(row => row.Item).Where(item => Wants(target, item)).Select(item => WebhookMessage.Of(webhook, item, rules));
        return await MoveAsync(webhook, "transition_id", after, rows[count - 1].Item.Id, [.. wanted], cancellationToken) ? count : 0;
    }

    async Task<int> TakeAlertsAsync(long webhook, WebhookTarget target, long after, CancellationToken cancellationToken)
    {
        var rows = await database.QueryAsync(
            _alerts,
            c => c.With("@after", after),
            r => (
                Item: new Alert(
                    r.GetInt64(0), r.GetString(1), r.GetString(2), r.GetString(3), CounterReader.Value(r, 4), CounterReader.Value(r, 5), r.Time(6), null, null, null, null),
                Oldest: r.GetInt64(7),
                Next: r.GetInt64(8)),
            cancellationToken);
        if (rows.Count == 0 || _ofAlerts.Take(after, [.. rows.Select(row => row.Item.Id)], rows[0].Oldest, rows[0].Next) is not (> 0 and var count))
            return 0;
        var wanted = target.Events.Contains(WebhookEvents.AlertRaised) ? rows.Take(count).Select(row => WebhookMessage.Of(webhook, row.Item)) : [];
        return await MoveAsync(webhook, "alert_id", after, rows[count - 1].Item.Id, [.. wanted], cancellationToken) ? count : 0;
    }

    // What is paused, gone or full takes nothing. What waits behind a message that failed is counted apart, and only where there is much: a few customers who are refused must not hold all others back.
    async Task<(long Transition, long Alert)?> MarksAsync(long webhook, CancellationToken cancellationToken)
    {
        var rows = await database.QueryAsync(
            $"""
            SELECT transition_id, alert_id FROM webhook
            WHERE id = @id AND paused_at IS NULL AND CASE
                WHEN (SELECT count(*) FROM (SELECT 1 FROM webhook_delivery WHERE webhook_id = @id AND state = 0 LIMIT {WebhookLimits.Pending}) AS waiting) < {WebhookLimits.Pending} THEN true
                WHEN (SELECT count(*) FROM (SELECT 1 FROM webhook_delivery WHERE webhook_id = @id AND state = 0 LIMIT {WebhookLimits.PendingInAll}) AS waiting) >= {WebhookLimits.PendingInAll} THEN false
                ELSE (SELECT count(*) FROM (
                    SELECT 1 FROM webhook_delivery d WHERE webhook_id = @id AND state = 0
                        AND (SELECT e.attempts FROM webhook_delivery e WHERE e.webhook_id = d.webhook_id AND e.lane = d.lane AND e.state = 0 ORDER BY e.lane, e.id LIMIT 1) = 0
                    LIMIT {WebhookLimits.Pending}) AS waiting) < {WebhookLimits.Pending}
                END
            """,
            c => c.With("@id", webhook),
            r => (r.GetInt64(0), r.GetInt64(1)),
            cancellationToken);
        return rows.Count == 0 ? null : rows[0];
    }

    // The mark is compared: of two that took the same rows, one inserts them.
    Task<bool> MoveAsync(long webhook, string mark, long from, long to, IReadOnlyList<WebhookMessage> messages, CancellationToken cancellationToken) => database.WriteAsync(
        async (connection, transaction, token) =>
        {
            await using var move = connection.Command($"UPDATE webhook SET {mark} = @to WHERE id = @id AND {mark} = @from")
                .With("@to", to).With("@id", webhook).With("@from", from);
            move.Transaction = transaction;
            if (await move.ExecuteNonQueryAsync(token) == 0)
                return false;
            if (messages.Count == 0)
                return true;
            await using var insert = connection.Command(_insert).With("@webhook", webhook).With("@rows", Rows(messages));
            insert.Transaction = transaction;
            await insert.ExecuteNonQueryAsync(token);
            return true;
        },
        cancellationToken);

    static string Rows(IReadOnlyList<WebhookMessage> messages) => JsonSerializer.Serialize(
        messages.Select((message, n) => new { N = n, message.Lane, message.MessageId, message.Event, At = message.CreatedAt.ToUnixTimeMilliseconds(), message.Body }));

    static bool Wants(WebhookTarget target, Transition transition) =>
        target.Events.Contains(WebhookMessage.KindOf(transition.Kind))
        && transition.Kind switch
        {
            EntryKind.StageEntered => target.Stages,
            EntryKind.SegmentJoined or EntryKind.SegmentLeft => target.Segments,
            _ => [],
        } is var names
        && (names.Count == 0 || names.Contains(transition.Name));
}
