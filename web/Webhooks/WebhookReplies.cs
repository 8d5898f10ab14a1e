using CustomerGrains.Silo.Webhooks;

namespace CustomerGrains.Web.Webhooks;

/// <summary>An endpoint and how it is doing.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Url">Where messages go.</param>
/// <param name="Events">Which kinds.</param>
/// <param name="Segments">Of segments' events only those of these keys; empty = of all.</param>
/// <param name="Stages">Of stages' events only those into these; empty = into all.</param>
/// <param name="State">ok, waiting (nothing was ever sent), retrying (the latest attempt failed), down (the whole endpoint rests) or paused.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="CreatedBy">By whom.</param>
/// <param name="PausedAt">Since when nothing is sent, or null.</param>
/// <param name="PausedWhy">Why, where nobody paused it by hand.</param>
/// <param name="DeliveredAt">The latest success, or null.</param>
/// <param name="FailedAt">The latest failure, or null.</param>
/// <param name="LastError">What was wrong then, or null.</param>
/// <param name="Failures">Attempts that failed since the latest success.</param>
/// <param name="RetryAt">Until when the whole endpoint rests, or null.</param>
/// <param name="OldSecretUntil">Until when the secret before signs too, or null.</param>
/// <param name="Pending">Events that wait to be delivered.</param>
/// <param name="OldestPending">Since when the oldest of them waits, or null.</param>
/// <param name="Dead">Dead letters.</param>
/// <param name="NotTaken">Transitions and alerts that were not looked at yet.</param>
record WebhookReply(
    long Id, string Name, string Url, IReadOnlyList<string> Events, IReadOnlyList<string> Segments, IReadOnlyList<string> Stages, string State, DateTimeOffset CreatedAt,
    string CreatedBy, DateTimeOffset? PausedAt, string? PausedWhy, DateTimeOffset? DeliveredAt, DateTimeOffset? FailedAt, string? LastError, int Failures,
    DateTimeOffset? RetryAt, DateTimeOffset? OldSecretUntil, long Pending, DateTimeOffset? OldestPending, long Dead, long NotTaken)
{
    public static WebhookReply Of(Webhook webhook, DateTimeOffset now)
    {
        var target = webhook.Target;
        var retryAt = webhook.RetryAt > now ? webhook.RetryAt : null;
        return new(
            webhook.Id, target.Name, target.Url, target.Events, target.Segments, target.Stages, StateOf(webhook, retryAt), webhook.CreatedAt, webhook.CreatedBy,
            webhook.PausedAt, webhook.PausedWhy, webhook.DeliveredAt, webhook.FailedAt, webhook.LastError, webhook.Failures, retryAt,
            webhook.OldSecretUntil > now ? webhook.OldSecretUntil : null, webhook.Backlog?.Pending ?? 0, webhook.Backlog?.Oldest, webhook.Backlog?.Dead ?? 0, webhook.Backlog?.NotTaken ?? 0);
    }

    static string StateOf(Webhook webhook, DateTimeOffset? retryAt) => webhook switch
    {
        { PausedAt: not null } => "paused",
        _ when retryAt is not null => "down",
        { Failures: > 0 } => "retrying",
        { DeliveredAt: null } => "waiting",
        _ => "ok",
    };
}

/// <summary>All endpoints.</summary>
sealed record WebhooksReply(IReadOnlyList<WebhookReply> Items);

/// <summary>A new endpoint with its secret, which no other answer has.</summary>
sealed record MadeWebhookReply(WebhookReply Webhook, string Secret);

/// <summary>A new secret.</summary>
sealed record WebhookSecretReply(string Secret);

/// <summary>An endpoint to make.</summary>
/// <param name="Name">1 to 100 characters.</param>
/// <param name="Url">http or https, without user and password, at most 2,000 characters.</param>
/// <param name="Events">Some of segment.joined, segment.left, stage.entered and alert.raised.</param>
/// <param name="Segments">Keys; absent or empty = all.</param>
/// <param name="Stages">Names; absent or empty = all.</param>
sealed record NewWebhook(string Name, string Url, IReadOnlyList<string> Events, IReadOnlyList<string>? Segments = null, IReadOnlyList<string>? Stages = null);

/// <summary>What is to change; what is left out stays.</summary>
sealed record WebhookChange(
    string? Name = null, string? Url = null, IReadOnlyList<string>? Events = null, IReadOnlyList<string>? Segments = null, IReadOnlyList<string>? Stages = null, bool? Paused = null);

/// <summary>One event on its way to an endpoint.</summary>
/// <param name="Id">Its number.</param>
/// <param name="MessageId">The header webhook-id: the same in every attempt.</param>
/// <param name="Event">Its kind.</param>
/// <param name="State">pending, delivered or dead.</param>
/// <param name="CreatedAt">When it was decided.</param>
/// <param name="Attempts">How many there were.</param>
/// <param name="NextAt">When it is tried again, or null.</param>
/// <param name="FinishedAt">When it was delivered or given up, or null.</param>
/// <param name="Status">What the receiver answered at last, or null.</param>
/// <param name="TookMs">How long that took, or null.</param>
/// <param name="Error">What was wrong at last, or null.</param>
/// <param name="Body">What is sent.</param>
sealed record WebhookDeliveryReply(
    long Id, string MessageId, string Event, string State, DateTimeOffset CreatedAt, int Attempts, DateTimeOffset? NextAt, DateTimeOffset? FinishedAt, int? Status,
    int? TookMs, string? Error, string Body)
{
    public static WebhookDeliveryReply Of(WebhookDelivery delivery) => new(
        delivery.Id, delivery.MessageId, delivery.Event, delivery.State switch
        {
            DeliveryState.Pending => "pending",
            DeliveryState.Delivered => "delivered",
            _ => "dead",
        },
        delivery.CreatedAt, delivery.Attempts, delivery.NextAt, delivery.FinishedAt, delivery.Status, delivery.TookMs, delivery.Error, delivery.Body);
}

/// <summary>How many are sent again.</summary>
sealed record ReplayedReply(int Replayed);
