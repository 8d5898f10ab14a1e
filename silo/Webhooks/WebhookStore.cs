using System.Data.Common;
using System.Text.Json;
using CustomerGrains.Silo.Storage;

namespace CustomerGrains.Silo.Webhooks;

/// <summary>What a sender needs to know of an endpoint.</summary>
/// <param name="Id">Which.</param>
/// <param name="Target">Where and what.</param>
/// <param name="Secrets">As they are stored: the one in force, and the one before while it goes on signing.</param>
/// <param name="Failures">Attempts that failed since the latest success.</param>
/// <param name="RetryAt">Until when it rests, or null.</param>
sealed record ActiveWebhook(long Id, WebhookTarget Target, IReadOnlyList<string> Secrets, int Failures, DateTimeOffset? RetryAt);

/// <summary>The endpoints of either store.</summary>
sealed class WebhookStore(StoreDatabase database, WebhookSecrets secrets, TimeProvider clock) : IWebhooks
{
    const string Columns =
        "w.id, w.name, w.url, w.events, w.segments, w.stages, w.created_at, w.created_by, w.paused_at, w.paused_why, w.delivered_at, w.failed_at, w.last_error, w.failures, w.retry_at, w.old_secret_until";

    const string BacklogColumns = """
        (SELECT count(*) FROM webhook_delivery d WHERE d.webhook_id = w.id AND d.state = 0),
        (SELECT d.created_at FROM webhook_delivery d WHERE d.webhook_id = w.id AND d.state = 0 ORDER BY d.id LIMIT 1),
        (SELECT count(*) FROM webhook_delivery d WHERE d.webhook_id = w.id AND d.state = 2),
        (SELECT coalesce(max(id), 0) FROM transition), w.transition_id, (SELECT coalesce(max(id), 0) FROM alert), w.alert_id
        """;

    const string DeliveryColumns = "id, message_id, event, state, created_at, attempts, next_at, finished_at, status, took_ms, error, body";

    const string Again = "state = 0, attempts = 0, next_at = 0, finished_at = NULL";

    // What is being decided now has an id already, or gets one above these.
    const string Add = $"""
        INSERT INTO webhook (name, url, events, segments, stages, transition_id, alert_id, created_at, created_by, failures, secret)
        SELECT @name, @url, @events, @segments, @stages, (SELECT coalesce(max(id), 0) FROM transition), (SELECT coalesce(max(id), 0) FROM alert), @now, @by, 0, @secret
        WHERE (SELECT count(*) FROM webhook) < @most
        RETURNING id
        """;

    public async Task<IReadOnlyList<Webhook>> ListAsync(CancellationToken cancellationToken) =>
        await database.QueryAsync($"SELECT {Columns}, {BacklogColumns} FROM webhook w ORDER BY w.id", _ => { }, Row, cancellationToken);

    public async Task<Webhook?> FindAsync(long id, CancellationToken cancellationToken) => (await database.QueryAsync(
        $"SELECT {Columns}, {BacklogColumns} FROM webhook w WHERE w.id = @id", c => c.With("@id", id), Row, cancellationToken)).SingleOrDefault();

    /// <summary>Those that are not paused.</summary>
    public Task<List<ActiveWebhook>> ActiveAsync(CancellationToken cancellationToken) => database.QueryAsync(
        "SELECT id, name, url, events, segments, stages, secret, old_secret, old_secret_until, failures, retry_at FROM webhook WHERE paused_at IS NULL ORDER BY id",
        _ => { },
        r => new ActiveWebhook(
            r.GetInt64(0),
            Target(r, 1),
            r.TimeOrNull(8) > clock.GetUtcNow() && r.TextOrNull(7) is { } old ? [r.GetString(6), old] : [r.GetString(6)],
            r.GetInt32(9),
            r.TimeOrNull(10)),
        cancellationToken);

    public async Task<(Webhook Made, string Secret)?> AddAsync(WebhookTarget target, string by, CancellationToken cancellationToken)
    {
        var secret = WebhookSignature.NewSecret();
        var ids = await ReturningAsync(
            Add,
            c => Bind(c, target).With("@now", Now).With("@by", by).With("@secret", secrets.Protect(secret)).With("@most", WebhookLimits.Endpoints),
            r => r.GetInt64(0),
            cancellationToken);
        return ids.Count == 0 ? null : ((await FindAsync(ids[0], cancellationToken))!, secret);
    }

    public async Task<Webhook?> ChangeAsync(long id, WebhookTarget target, CancellationToken cancellationToken)
    {
        // Another address deserves a fresh start.
        await database.ExecuteAsync(
            """
            UPDATE webhook SET failures = CASE WHEN url = @url THEN failures ELSE 0 END, retry_at = CASE WHEN url = @url THEN retry_at END,
                name = @name, url = @url, events = @events, segments = @segments, stages = @stages WHERE id = @id
            """,
            c => Bind(c, target).With("@id", id),
            cancellationToken);
        return await FindAsync(id, cancellationToken);
    }

    public async Task<Webhook?> PauseAsync(long id, bool paused, CancellationToken cancellationToken)
    {
        await database.ExecuteAsync(
            paused
                ? "UPDATE webhook SET paused_at = coalesce(paused_at, @now) WHERE id = @id"
                : "UPDATE webhook SET paused_at = NULL, paused_why = NULL, failures = 0, retry_at = NULL WHERE id = @id AND paused_at IS NOT NULL",
            c =>
            {
                c.With("@id", id);
                if (paused)
                    c.With("@now", Now);
            },
            cancellationToken);
        return await FindAsync(id, cancellationToken);
    }

    public async Task<string?> RenewSecretAsync(long id, CancellationToken cancellationToken)
    {
        var secret = WebhookSignature.NewSecret();
        return await database.ExecuteAsync(
            "UPDATE webhook SET old_secret = secret, old_secret_until = @until, secret = @secret WHERE id = @id",
            c => c.With("@id", id).With("@secret", secrets.Protect(secret)).With("@until", (clock.GetUtcNow() + WebhookLimits.OldSecret).ToUnixTimeMilliseconds()),
            cancellationToken) == 0 ? null : secret;
    }

    public Task<bool> RemoveAsync(long id, CancellationToken cancellationToken) => database.WriteAsync(
        async (connection, transaction, token) =>
        {
            // The endpoint first: whoever takes up events for it waits for this, and then finds nothing to do.
            var removed = await RunAsync("DELETE FROM webhook WHERE id = @id");
            await RunAsync("DELETE FROM webhook_delivery WHERE webhook_id = @id");
            return removed > 0;

            async Task<int> RunAsync(string sql)
            {
                await using var command = connection.Command(sql).With("@id", id);
                command.Transaction = transaction;
                return await command.ExecuteNonQueryAsync(token);
            }
        },
        cancellationToken);

    public async Task<WebhookDelivery?> TestAsync(long id, CancellationToken cancellationToken)
    {
        var message = WebhookMessage.Test(id, clock.GetUtcNow());
        return (await ReturningAsync(
            $"""
            INSERT INTO webhook_delivery (webhook_id, lane, message_id, event, created_at, next_at, state, attempts, body)
            SELECT w.id, @lane, @message, @event, @now, 0, 0, 0, @body FROM webhook w WHERE w.id = @id
            RETURNING {DeliveryColumns}
            """,
            c => c.With("@id", id).With("@lane", message.Lane).With("@message", message.MessageId).With("@event", message.Event).With("@now", Now).With("@body", message.Body),
            Delivery,
            cancellationToken)).SingleOrDefault();
    }

    public async Task<IReadOnlyList<WebhookDelivery>> DeliveriesAsync(long id, DeliveryState? state, long? before, int limit, CancellationToken cancellationToken) =>
        await database.QueryAsync(
            $"SELECT {DeliveryColumns} FROM webhook_delivery WHERE webhook_id = @id{(state is null ? "" : " AND state = @state")} AND id < @before ORDER BY id DESC LIMIT @limit",
            c =>
            {
                c.With("@id", id).With("@before", before ?? long.MaxValue).With("@limit", limit);
                if (state is { } only)
                    c.With("@state", (short)only);
            },
            Delivery,
            cancellationToken);

    public async Task<WebhookDelivery?> ReplayAsync(long id, long delivery, CancellationToken cancellationToken)
    {
        await database.ExecuteAsync(
            $"UPDATE webhook_delivery SET {Again} WHERE id = @delivery AND webhook_id = @id AND state <> 0", c => c.With("@id", id).With("@delivery", delivery), cancellationToken);
        return (await database.QueryAsync(
            $"SELECT {DeliveryColumns} FROM webhook_delivery WHERE id = @delivery AND webhook_id = @id", c => c.With("@id", id).With("@delivery", delivery), Delivery, cancellationToken)).SingleOrDefault();
    }

    public Task<int> ReplayDeadAsync(long id, CancellationToken cancellationToken) =>
        database.ExecuteAsync($"UPDATE webhook_delivery SET {Again} WHERE webhook_id = @id AND state = 2", c => c.With("@id", id), cancellationToken);

    /// <summary>The secret itself.</summary>
    /// <exception cref="WebhookOptionsException">It can't be read with this process's settings.</exception>
    public string Reveal(string stored) => secrets.Reveal(stored);

    long Now => clock.GetUtcNow().ToUnixTimeMilliseconds();

    Task<List<T>> ReturningAsync<T>(string sql, Action<DbCommand> bind, Func<DbDataReader, T> row, CancellationToken cancellationToken) => database.WriteAsync(
        (connection, transaction, token) => connection.QueryAsync(
            sql,
            c =>
            {
                c.Transaction = transaction;
                bind(c);
            },
            row,
            token),
        cancellationToken);

    static DbCommand Bind(DbCommand command, WebhookTarget target) => command
        .With("@name", target.Name).With("@url", target.Url).With("@events", JsonSerializer.Serialize(target.Events))
        .With("@segments", JsonSerializer.Serialize(target.Segments)).With("@stages", JsonSerializer.Serialize(target.Stages));

    static WebhookTarget Target(DbDataReader r, int at) => new(r.GetString(at), r.GetString(at + 1), Words(r.GetString(at + 2)), Words(r.GetString(at + 3)), Words(r.GetString(at + 4)));

    static List<string> Words(string json) => JsonSerializer.Deserialize<List<string>>(json) ?? [];

    static Webhook Row(DbDataReader r) => new(
        r.GetInt64(0), Target(r, 1), r.Time(6), r.GetString(7), r.TimeOrNull(8), r.TextOrNull(9), r.TimeOrNull(10), r.TimeOrNull(11), r.TextOrNull(12), r.GetInt32(13),
        r.TimeOrNull(14), r.TimeOrNull(15),
        new(r.GetInt64(16), r.TimeOrNull(17), r.GetInt64(18), Math.Max(0, r.GetInt64(19) - r.GetInt64(20)) + Math.Max(0, r.GetInt64(21) - r.GetInt64(22))));

    static WebhookDelivery Delivery(DbDataReader r)
    {
        var state = (DeliveryState)r.GetInt16(3);
        return new(
            r.GetInt64(0), r.GetString(1), r.GetString(2), state, r.Time(4), r.GetInt32(5), state == DeliveryState.Pending && r.GetInt64(6) > 0 ? r.Time(6) : null, r.TimeOrNull(7),
            r.IsDBNull(8) ? null : r.GetInt32(8), r.IsDBNull(9) ? null : r.GetInt32(9), r.TextOrNull(10), r.GetString(11));
    }
}
