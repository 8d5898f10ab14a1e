using CustomerGrains.Contracts.Decisions;
using CustomerGrains.Contracts.FollowUps;
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

    /// <summary>
    /// Decides what time alone has changed since her last turn, each change at its own instant, and writes down when to look again. Repeating it changes
    /// nothing; too early it changes nothing.
    /// </summary>
    /// <param name="dueAt">The deadline as it is written down, in Unix milliseconds.</param>
    [Alias("Tick")]
    Task<TickReply> Tick(long dueAt);

    /// <summary>Evaluates all rules and decides what they say otherwise than was decided before. Repeating it changes nothing.</summary>
    /// <param name="generation">The generation of the rules that has to be known at least.</param>
    [Alias("Evaluate")]
    Task<EvaluateReply> Evaluate(long generation);

    /// <summary>
    /// Why she is in a segment or not, as she is now: an <c>EvidenceView</c> in JSON; null if nothing was ever recorded for this id, or there is no such
    /// segment. "stage/" and the name of a stage asks about that stage.
    /// </summary>
    [Alias("Explain")]
    Task<CustomerDocument?> Explain(string segmentKey);

    /// <summary>Does something about one of her follow-ups, once for each command id, and answers when it is durable.</summary>
    [Alias("FollowUp")]
    Task<FollowUpReply> FollowUp(FollowUpCommand command);

    /// <summary>Sends this customer's changes to the observer for the next few minutes; repeat it to keep watching.</summary>
    /// <returns>The customer as she is now; null if nothing was ever recorded.</returns>
    [Alias("Watch")]
    Task<CustomerDocument?> Watch(ICustomerObserver observer);

    /// <summary>Stops what <see cref="Watch"/> started.</summary>
    [Alias("Unwatch")]
    Task Unwatch(ICustomerObserver observer);
}
