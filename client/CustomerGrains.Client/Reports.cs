namespace CustomerGrains.Client;

/// <summary>What became of a batch that the server answered with success. One answer may name both new events and duplicates.</summary>
/// <param name="Events">All events of the batch, in the order in which they were sent.</param>
/// <param name="Accepted">How many were new, and are durable now.</param>
/// <param name="Duplicates">How many the server had already, by their message ids.</param>
/// <param name="Rejected">Those that it rejected, each with its reason.</param>
public sealed record BatchReceipt(
    IReadOnlyList<CustomerEvent> Events, int Accepted, int Duplicates, IReadOnlyList<RejectedEvent> Rejected);

/// <summary>One event that the server rejected for good.</summary>
/// <param name="Event">The event.</param>
/// <param name="Error">The server's reason, which names the field and the way out.</param>
public sealed record RejectedEvent(CustomerEvent Event, string Error);

/// <summary>Events that were not delivered and will not be tried again.</summary>
/// <param name="Events">The events.</param>
/// <param name="Kind">Why.</param>
/// <param name="StatusCode">The server's last status; null when it gave none.</param>
/// <param name="Reason">The same in words.</param>
public sealed record DeliveryFailure(IReadOnlyList<CustomerEvent> Events, FailureKind Kind, int? StatusCode, string Reason);

/// <summary>Why events were not delivered.</summary>
public enum FailureKind
{
    /// <summary>The server refused the request (400, 401, 413 ...): sending it again would not help.</summary>
    Refused,

    /// <summary>The retries are used up. The server may have the events all the same: its last answers may have been lost.</summary>
    GaveUp,

    /// <summary>The client was disposed and its time was up. The server may have some of the events all the same.</summary>
    Stopped,
}

/// <summary>An attempt that failed and will be repeated.</summary>
/// <param name="Attempt">Which attempt failed, from 1.</param>
/// <param name="Events">How many events wait.</param>
/// <param name="Delay">How long the pause is.</param>
/// <param name="StatusCode">The server's status; null when it gave none.</param>
/// <param name="Reason">The same in words.</param>
public sealed record DeliveryRetry(int Attempt, int Events, TimeSpan Delay, int? StatusCode, string Reason);
