namespace CustomerGrains.Silo.Webhooks;

/// <summary>The endpoints and what goes to them, for those who administer them. Delivery goes by what is stored: every process may call this.</summary>
public interface IWebhooks
{
    /// <summary>All, the oldest first, with their backlogs.</summary>
    Task<IReadOnlyList<Webhook>> ListAsync(CancellationToken cancellationToken);

    /// <summary>One with its backlog, or null.</summary>
    Task<Webhook?> FindAsync(long id, CancellationToken cancellationToken);

    /// <summary>Makes an endpoint, which gets what is decided from now on.</summary>
    /// <returns>The endpoint and its secret, which no other answer has; null if there are <see cref="WebhookLimits.Endpoints"/> already.</returns>
    Task<(Webhook Made, string Secret)?> AddAsync(WebhookTarget target, string by, CancellationToken cancellationToken);

    /// <summary>Changes where events go and which; what was taken up already stays as it is.</summary>
    /// <returns>The endpoint as it is now, or null if there is none.</returns>
    Task<Webhook?> ChangeAsync(long id, WebhookTarget target, CancellationToken cancellationToken);

    /// <summary>Sends nothing more, or goes on where it stopped.</summary>
    /// <returns>The endpoint as it is now, or null if there is none.</returns>
    Task<Webhook?> PauseAsync(long id, bool paused, CancellationToken cancellationToken);

    /// <summary>Makes a new secret. For <see cref="WebhookLimits.OldSecret"/> messages carry a signature by the one before as well.</summary>
    /// <returns>The secret, or null if there is no such endpoint.</returns>
    Task<string?> RenewSecretAsync(long id, CancellationToken cancellationToken);

    /// <summary>Removes an endpoint with everything that was to go there.</summary>
    Task<bool> RemoveAsync(long id, CancellationToken cancellationToken);

    /// <summary>Puts a test message into the endpoint's queue.</summary>
    /// <returns>The delivery, or null if there is no such endpoint.</returns>
    Task<WebhookDelivery?> TestAsync(long id, CancellationToken cancellationToken);

    /// <summary>Deliveries, the latest first.</summary>
    /// <param name="id">Whose.</param>
    /// <param name="state">Only those that are so far; null for all.</param>
    /// <param name="before">Only those with a smaller id; null for all.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    Task<IReadOnlyList<WebhookDelivery>> DeliveriesAsync(long id, DeliveryState? state, long? before, int limit, CancellationToken cancellationToken);

    /// <summary>Sends a delivery again that was given up or delivered: before whatever waits for the same customer.</summary>
    /// <returns>The delivery as it is now; null if there is none.</returns>
    Task<WebhookDelivery?> ReplayAsync(long id, long delivery, CancellationToken cancellationToken);

    /// <summary>Sends every dead letter of an endpoint again.</summary>
    /// <returns>How many.</returns>
    Task<int> ReplayDeadAsync(long id, CancellationToken cancellationToken);
}

/// <summary>What is bounded.</summary>
public static class WebhookLimits
{
    /// <summary>How many endpoints there can be.</summary>
    public const int Endpoints = 50;

    /// <summary>How many events are taken up ahead of an endpoint's deliveries, those of customers apart whose first one fails; the rest waits where it is for up to 90 days.</summary>
    public const int Pending = 10_000;

    /// <summary>How many are taken up ahead with those of customers whose first one fails.</summary>
    public const int PendingInAll = 20_000;

    /// <summary>How many delivered ones are kept for each endpoint; none for longer than <see cref="DeliveredKept"/>.</summary>
    public const int Delivered = 10_000;

    /// <summary>How often an event is tried before it is given up: over about ten hours.</summary>
    public const int Attempts = 14;

    /// <summary>How many messages are under way to one endpoint at once, each of another customer.</summary>
    public const int AtOnce = 16;

    /// <summary>How long a receiver may take to answer.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    /// <summary>The longest time that a receiver's Retry-After is heeded.</summary>
    public static readonly TimeSpan LongestRetryAfter = TimeSpan.FromHours(1);

    /// <summary>How long what was delivered is listed.</summary>
    public static readonly TimeSpan DeliveredKept = TimeSpan.FromDays(7);

    /// <summary>How long dead letters are kept.</summary>
    public static readonly TimeSpan DeadKept = TimeSpan.FromDays(30);

    /// <summary>How long an old secret goes on signing beside the new one.</summary>
    public static readonly TimeSpan OldSecret = TimeSpan.FromHours(24);
}
