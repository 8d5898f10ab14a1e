using CustomerGrains.Domain.Journal;
using CustomerGrains.Domain.Touchpoints;

namespace CustomerGrains.Silo.Customers;

/// <summary>Lists and searches customers and reads their touchpoints without waking them.</summary>
public interface ICustomerDirectory
{
    /// <summary>One page of the customers that match, latest seen first. Ids that became part of another customer are left out.</summary>
    /// <exception cref="FormatException">The cursor is not one of ours.</exception>
    Task<CustomerPage> SearchAsync(CustomerQuery query, CancellationToken cancellationToken);

    /// <summary>The rows of those of the given ids that have one.</summary>
    Task<IReadOnlyList<CustomerListing>> FindAsync(IReadOnlyList<string> customerIds, CancellationToken cancellationToken);

    /// <summary>The ids that became part of this customer, also by way of others, without herself.</summary>
    Task<IReadOnlyList<string>> LinksAsync(string customerId, CancellationToken cancellationToken);

    /// <summary>How many customers are in each journey stage; stages without any are missing.</summary>
    Task<IReadOnlyDictionary<string, long>> CountByStageAsync(CancellationToken cancellationToken);

    /// <summary>Every id that has a row, linked ones included, in order; for work that visits everybody.</summary>
    IAsyncEnumerable<string> AllIdsAsync(CancellationToken cancellationToken);

    /// <summary>
    /// One page of the touchpoints of the given ids taken together, latest event time first. Touchpoints that a link found to be
    /// duplicates are left out.
    /// </summary>
    /// <exception cref="FormatException">The cursor is not one of ours.</exception>
    Task<TouchpointPage> TouchpointsAsync(
        IReadOnlyList<string> customerIds, string? before, int limit, TouchpointFilter filter, CancellationToken cancellationToken);

    /// <summary>
    /// Hands over the touchpoints of the given ids taken together, latest event time first, without their bodies, until <paramref name="each"/> says that it
    /// has seen enough (false). Touchpoints that a link found to be duplicates are left out.
    /// </summary>
    Task ScanTouchpointsAsync(IReadOnlyList<string> customerIds, TouchpointSpan span, Func<CustomerTouchpoint, bool> each, CancellationToken cancellationToken);
}

/// <summary>What to look for.</summary>
/// <param name="Text">
/// Beginnings of words that she must all have in name, e-mail, phone or id, whatever their case, accents and punctuation; or the beginning of her id. Null
/// or blank for everybody.
/// </param>
/// <param name="Stage">Journey stage, or null for any.</param>
/// <param name="Limit">1 to 1,000.</param>
/// <param name="Cursor"><see cref="CustomerPage.Next"/> of the page before, or null.</param>
/// <param name="Segment">The key of a segment whose members are meant, or null for everybody.</param>
public sealed record CustomerQuery(string? Text = null, string? Stage = null, int Limit = 50, string? Cursor = null, string? Segment = null);

/// <summary>A page of customers.</summary>
/// <param name="Items">The customers.</param>
/// <param name="Next">Leads to the next page; null when this is the last.</param>
/// <param name="Total">How many match in all; with the first page only, and null for words that very many have.</param>
public sealed record CustomerPage(IReadOnlyList<CustomerListing> Items, string? Next, long? Total);

/// <summary>A customer as lists show her.</summary>
/// <param name="Id">The customer.</param>
/// <param name="LinkedTo">The customer this id became part of, or null.</param>
/// <param name="Known">Whether she was ever identified.</param>
/// <param name="DisplayName">Name, else e-mail, else null.</param>
/// <param name="Email">E-mail trait, or null.</param>
/// <param name="Phone">Phone trait, or null.</param>
/// <param name="Stage">Journey stage.</param>
/// <param name="FirstSeen">Event time of the first touchpoint.</param>
/// <param name="LastSeen">Event time of the latest touchpoint when the row was last written.</param>
/// <param name="Purchases">What she bought, as <see cref="Contracts.Customers.PurchaseText"/> reads it; null if an older program wrote the row.</param>
public sealed record CustomerListing(
    string Id,
    string? LinkedTo,
    bool Known,
    string? DisplayName,
    string? Email,
    string? Phone,
    string Stage,
    DateTimeOffset FirstSeen,
    DateTimeOffset LastSeen,
    string? Purchases);

/// <summary>Which touchpoints.</summary>
/// <param name="Channel">Of this channel only; null for all.</param>
/// <param name="Until">Only what had been received by then; null for all.</param>
/// <param name="Matches">Only what this says; null for all.</param>
public sealed record TouchpointFilter(Channel? Channel = null, DateTimeOffset? Until = null, Func<JournalEntry, bool>? Matches = null)
{
    /// <summary>All touchpoints.</summary>
    public static TouchpointFilter All { get; } = new();
}

/// <summary>Which touchpoints to go through.</summary>
/// <param name="After">Only what happened later than this; null = from the beginning.</param>
/// <param name="Through">Only what happened until then, that instant included; null = all.</param>
/// <param name="Until">Only what had been received by then; null = all.</param>
/// <param name="Most">So many at most, the latest.</param>
public sealed record TouchpointSpan(DateTimeOffset? After = null, DateTimeOffset? Through = null, DateTimeOffset? Until = null, int Most = 100_000);

/// <summary>A page of touchpoints.</summary>
/// <param name="Items">The touchpoints.</param>
/// <param name="Next">Leads to the next page; null when this is the last.</param>
public sealed record TouchpointPage(IReadOnlyList<CustomerTouchpoint> Items, string? Next);

/// <summary>A touchpoint and the journal it is in.</summary>
/// <param name="CustomerId">Whose journal: the customer's own or that of an id linked to her.</param>
/// <param name="Entry">The touchpoint.</param>
public sealed record CustomerTouchpoint(string CustomerId, JournalEntry Entry);
