using System.Data.Common;
using CustomerGrains.Silo.Storage;

namespace CustomerGrains.Silo.Webhooks;

/// <summary>A delivery that is due, the first of its lane.</summary>
readonly record struct DueDelivery(long Id, string Lane, string MessageId, int Attempts, DateTimeOffset CreatedAt, string Body);

/// <summary>What came of an attempt.</summary>
/// <param name="Delivery">Which.</param>
/// <param name="State">How far it is now.</param>
/// <param name="NextAt">When it is tried again.</param>
/// <param name="Answer">What the receiver said.</param>
readonly record struct DeliveryNote(DueDelivery Delivery, DeliveryState State, DateTimeOffset? NextAt, WebhookAnswer Answer);

/// <summary>How an endpoint does, to be written down.</summary>
/// <param name="Failures">Attempts that failed since the latest success.</param>
/// <param name="RetryAt">Until when it rests, or null.</param>
/// <param name="DeliveredAt">The latest success among those noted, or null.</param>
/// <param name="FailedAt">The latest failure among those noted, or null.</param>
/// <param name="LastError">What failed then.</param>
/// <param name="PausedWhy">Why it is paused from now on, or null if it is not.</param>
readonly record struct EndpointNote(int Failures, DateTimeOffset? RetryAt, DateTimeOffset? DeliveredAt, DateTimeOffset? FailedAt, string? LastError, string? PausedWhy);

/// <summary>
/// The deliveries of one endpoint as its sender sees them. A delivery is due only when no earlier one of its lane is pending: the store itself keeps the order, so
/// that even two senders at once could not send an event before the one that precedes it was taken or given up.
/// </summary>
sealed class WebhookQueue(StoreDatabase database)
{
    // The first of each lane is looked up in the index: as a join, without statistics, it would be compared with every other of its lane.
    const string Due = """
        SELECT id, lane, message_id, attempts, created_at, body FROM webhook_delivery d
        WHERE webhook_id = @webhook AND state = 0 AND next_at <= @now
            AND id = (SELECT e.id FROM webhook_delivery e WHERE e.webhook_id = d.webhook_id AND e.lane = d.lane AND e.state = 0 ORDER BY e.lane, e.id LIMIT 1)
        """;

    // Only who knows the latest attempt has made the next one: what a process says that stood still meanwhile is not news.
    const string Note = """
        UPDATE webhook_delivery SET state = @state, attempts = @known + 1, next_at = @next, finished_at = @finished, status = @status, took_ms = @took, error = @error
        WHERE id = @id AND state = 0 AND attempts = @known
        """;

    const string NoteEndpoint = """
        UPDATE webhook SET failures = @failures, retry_at = @retry, delivered_at = coalesce(@delivered, delivered_at), failed_at = coalesce(@failed, failed_at),
            last_error = coalesce(@error, last_error), paused_at = coalesce(paused_at, @paused), paused_why = coalesce(@why, paused_why)
        WHERE id = @id
        """;

    // Of what was delivered, as much as lists need.
    static readonly string Trim = $"""
        DELETE FROM webhook_delivery WHERE webhook_id = @id AND state = 1
            AND id < (SELECT id FROM webhook_delivery WHERE webhook_id = @id AND state = 1 ORDER BY id DESC LIMIT 1 OFFSET {WebhookLimits.Delivered - 1})
        """;

    /// <summary>What can be sent now, the oldest first, or first what was tried least.</summary>
    public Task<List<DueDelivery>> DueAsync(long webhook, DateTimeOffset now, bool leastTried, int limit, CancellationToken cancellationToken) => database.QueryAsync(
        $"{Due} ORDER BY {(leastTried ? "attempts, id" : "id")} LIMIT @limit",
        c => c.With("@webhook", webhook).With("@now", now.ToUnixTimeMilliseconds()).With("@limit", limit),
        r => new DueDelivery(r.GetInt64(0), r.GetString(1), r.GetString(2), r.GetInt32(3), r.Time(4), r.GetString(5)),
        cancellationToken);

    /// <summary>Writes down what came of attempts, all in one transaction.</summary>
    public Task NoteAsync(long webhook, IReadOnlyList<DeliveryNote> notes, EndpointNote endpoint, DateTimeOffset now, CancellationToken cancellationToken) => database.WriteAsync(
        async (connection, transaction, token) =>
        {
            // The endpoint's row first, as everybody who changes both, and the others in one order: two processes that note at once wait for each other, no more.
            await RunAsync(NoteEndpoint, c => c
                .With("@id", webhook).With("@failures", endpoint.Failures).With("@retry", Millis(endpoint.RetryAt)).With("@delivered", Millis(endpoint.DeliveredAt))
                .With("@failed", Millis(endpoint.FailedAt)).With("@error", endpoint.LastError)
                .With("@paused", Millis(endpoint.PausedWhy is null ? null : now)).With("@why", endpoint.PausedWhy));
            foreach (var note in notes.OrderBy(note => note.Delivery.Id))
            {
                await RunAsync(Note, c => c
                    .With("@id", note.Delivery.Id).With("@state", (short)note.State).With("@known", note.Delivery.Attempts)
                    .With("@next", note.NextAt?.ToUnixTimeMilliseconds() ?? 0L).With("@finished", Millis(note.State == DeliveryState.Pending ? null : now))
                    .With("@status", note.Answer.Status).With("@took", note.Answer.TookMs).With("@error", note.Answer.Error));
            }

            return true;

            async Task RunAsync(string sql, Action<DbCommand> bind)
            {
                await using var command = connection.Command(sql);
                command.Transaction = transaction;
                bind(command);
                await command.ExecuteNonQueryAsync(token);
            }
        },
        cancellationToken);

    /// <summary>Forgets the oldest of what was delivered.</summary>
    public Task TrimAsync(long webhook, CancellationToken cancellationToken) => database.ExecuteAsync(Trim, c => c.With("@id", webhook), cancellationToken);

    static long? Millis(DateTimeOffset? at) => at?.ToUnixTimeMilliseconds();
}
