using CustomerGrains.Contracts.Touchpoints;
using CustomerGrains.Contracts.Identity;

namespace CustomerGrains.Contracts.Customers;

/// <summary>One customer, live. The key is her id: a known id or an anonymous one.</summary>
[Alias("CustomerGrains.ICustomerGrain")]
public interface ICustomerGrain : IGrainWithStringKey
{
    /// <summary>Folds the touchpoints in, once each, and answers when they are durable.</summary>
    [Alias("Record")]
    Task<RecordReply> Record([Immutable] TouchpointBatch batch);

    /// <summary>The customer as she is now; null if nothing was ever recorded for this id.</summary>
    [Alias("Get")]
    Task<CustomerDocument?> Get();

    /// <summary>The customer this id is part of, or null if it is a customer itself.</summary>
    [Alias("LinkedTo")]
    Task<string?> LinkedTo();

    /// <summary>Makes this id part of another customer and seals its journal. Repeating it changes nothing.</summary>
    /// <param name="target">The customer this id belongs to from now on.</param>
    /// <param name="onlyAnonymous">Refuse if this id was itself used as a known id: a device that belongs to somebody is not given away.</param>
    [Alias("LinkTo")]
    Task<LinkReply> LinkTo(string target, bool onlyAnonymous);

    /// <summary>Folds a linked id's journal into this customer. Repeating it changes nothing.</summary>
    [Alias("Absorb")]
    Task<AbsorbReply> Absorb(string source);

    /// <summary>Sends this customer's changes to the observer for the next few minutes; repeat it to keep watching.</summary>
    /// <returns>The customer as she is now; null if nothing was ever recorded.</returns>
    [Alias("Watch")]
    Task<CustomerDocument?> Watch(ICustomerObserver observer);

    /// <summary>Stops what <see cref="Watch"/> started.</summary>
    [Alias("Unwatch")]
    Task Unwatch(ICustomerObserver observer);
}
