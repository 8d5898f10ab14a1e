namespace CustomerGrains.Silo.Webhooks;

/// <summary>The kinds of events that leave the system, as their messages name them.</summary>
public static class WebhookEvents
{
    /// <summary>A customer joined a segment.</summary>
    public const string SegmentJoined = "segment.joined";

    /// <summary>A customer left a segment.</summary>
    public const string SegmentLeft = "segment.left";

    /// <summary>A customer entered a stage of the journey.</summary>
    public const string StageEntered = "stage.entered";

    /// <summary>A key figure crossed its threshold.</summary>
    public const string AlertRaised = "alert.raised";

    /// <summary>A low score opened a follow-up.</summary>
    public const string FollowUpOpened = "followup.opened";

    /// <summary>Somebody resolved a follow-up.</summary>
    public const string FollowUpResolved = "followup.resolved";

    /// <summary>Somebody tries an endpoint out; no endpoint can be without it.</summary>
    public const string Test = "webhook.test";

    /// <summary>What an endpoint can ask for.</summary>
    public static IReadOnlyList<string> All { get; } = [SegmentJoined, SegmentLeft, StageEntered, FollowUpOpened, FollowUpResolved, AlertRaised];
}

/// <summary>An endpoint: where events go, and which.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="Url">http or https.</param>
/// <param name="Events">Some of <see cref="WebhookEvents.All"/>.</param>
/// <param name="Segments">Of segments' events only those of these keys; empty = of all.</param>
/// <param name="Stages">Of stages' events only those into these; empty = into all.</param>
public sealed record WebhookTarget(string Name, string Url, IReadOnlyList<string> Events, IReadOnlyList<string> Segments, IReadOnlyList<string> Stages);

/// <summary>An endpoint and how it is doing.</summary>
/// <param name="Id">Its number; never given twice.</param>
/// <param name="Target">Where and which.</param>
/// <param name="CreatedAt">When it was made: what was decided before does not go there.</param>
/// <param name="CreatedBy">By whom.</param>
/// <param name="PausedAt">Since when nothing is sent, or null.</param>
/// <param name="PausedWhy">Why, where nobody paused it by hand.</param>
/// <param name="DeliveredAt">The latest success, or null.</param>
/// <param name="FailedAt">The latest failure, or null.</param>
/// <param name="LastError">What failed then, or null.</param>
/// <param name="Failures">How many attempts failed since the latest success.</param>
/// <param name="RetryAt">Until when the whole endpoint rests, or null.</param>
/// <param name="OldSecretUntil">Until when messages are signed with the secret before too, or null.</param>
/// <param name="Backlog">What waits; null where nobody asked.</param>
public sealed record Webhook(
    long Id,
    WebhookTarget Target,
    DateTimeOffset CreatedAt,
    string CreatedBy,
    DateTimeOffset? PausedAt,
    string? PausedWhy,
    DateTimeOffset? DeliveredAt,
    DateTimeOffset? FailedAt,
    string? LastError,
    int Failures,
    DateTimeOffset? RetryAt,
    DateTimeOffset? OldSecretUntil,
    WebhookBacklog? Backlog);

/// <summary>What an endpoint has still to get.</summary>
/// <param name="Pending">Taken up and not delivered yet.</param>
/// <param name="Oldest">Since when the longest of them waits, or null.</param>
/// <param name="Dead">Given up: dead letters.</param>
/// <param name="NotTaken">How many transitions and alerts were written since the last one that was taken up, whether wanted or not.</param>
public sealed record WebhookBacklog(long Pending, DateTimeOffset? Oldest, long Dead, long NotTaken);

/// <summary>How far a delivery is. The numbers are stored.</summary>
public enum DeliveryState : byte
{
    /// <summary>To be delivered.</summary>
    Pending = 0,

    /// <summary>The receiver took it.</summary>
    Delivered = 1,

    /// <summary>Given up after the last attempt.</summary>
    Dead = 2,
}

/// <summary>One event on its way to one endpoint.</summary>
/// <param name="Id">Rises in the order of the events of one customer.</param>
/// <param name="MessageId">What the receiver knows it by: the same in every attempt.</param>
/// <param name="Event">Its kind.</param>
/// <param name="State">How far it is.</param>
/// <param name="CreatedAt">When it was decided.</param>
/// <param name="Attempts">How many there were.</param>
/// <param name="NextAt">When it is tried again; null if now, or never.</param>
/// <param name="FinishedAt">When it was delivered or given up.</param>
/// <param name="Status">What the receiver answered at last, or null.</param>
/// <param name="TookMs">How long that took, or null.</param>
/// <param name="Error">What was wrong at last, or null.</param>
/// <param name="Body">What is sent.</param>
public sealed record WebhookDelivery(
    long Id,
    string MessageId,
    string Event,
    DeliveryState State,
    DateTimeOffset CreatedAt,
    int Attempts,
    DateTimeOffset? NextAt,
    DateTimeOffset? FinishedAt,
    int? Status,
    int? TookMs,
    string? Error,
    string Body);
