namespace CustomerGrains.Contracts.Customers;

/// <summary>Hears of changes of the customers it watches. One per web process, not per connection.</summary>
[Alias("CustomerGrains.ICustomerObserver")]
public interface ICustomerObserver : IGrainObserver
{
    /// <summary>A change that is durable. Versions of one customer arrive in rising order, but some may be missing: each carries the whole customer.</summary>
    [Alias("Changed")]
    Task Changed([Immutable] CustomerChange change);
}

/// <summary>One committed change of a watched customer.</summary>
/// <param name="WatchedId">The id that is watched.</param>
/// <param name="Document">The customer after the change; after a link, the customer that <paramref name="WatchedId"/> became part of is in <paramref name="MovedTo"/>.</param>
/// <param name="MovedTo">The customer to watch instead, once this id became part of her; else null.</param>
/// <param name="ReceivedAt">When the newest touchpoint of the change arrived: the start of the lag.</param>
/// <param name="Touchpoints">UTF-8 JSON array of the new touchpoint rows, newest first.</param>
[GenerateSerializer, Immutable, Alias("CustomerGrains.CustomerChange")]
public sealed record CustomerChange(
    [property: Id(0)] string WatchedId,
    [property: Id(1)] CustomerDocument Document,
    [property: Id(2)] string? MovedTo,
    [property: Id(3)] DateTimeOffset ReceivedAt,
    [property: Id(4)] byte[] Touchpoints);

/// <summary>A customer in her JSON form (a <c>CustomerView</c>), ready to send.</summary>
/// <param name="CustomerId">The id in the document.</param>
/// <param name="Version">Rises with every journal entry.</param>
/// <param name="Json">UTF-8 JSON.</param>
[GenerateSerializer, Immutable, Alias("CustomerGrains.CustomerDocument")]
public sealed record CustomerDocument(
    [property: Id(0)] string CustomerId,
    [property: Id(1)] long Version,
    [property: Id(2)] byte[] Json);
