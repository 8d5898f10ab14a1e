using CustomerGrains.Contracts.FollowUps;
using CustomerGrains.Domain.Identity;

namespace CustomerGrains.Contracts.Customers;

/// <summary>An id that became part of the customer.</summary>
public sealed record LinkView(string Id, DateTimeOffset Since);

/// <summary>How many touchpoints, by kind, channel and name; <paramref name="Other"/> = those of further names.</summary>
public sealed record TouchpointsView(
    long Total,
    IReadOnlyDictionary<string, long> ByKind,
    IReadOnlyDictionary<string, long> ByChannel,
    IReadOnlyDictionary<string, long> ByName,
    long Other);

/// <summary>A product in the cart.</summary>
/// <param name="ProductId">product_id, else sku, else name.</param>
/// <param name="Name">Name for people, or null.</param>
/// <param name="Quantity">How many.</param>
/// <param name="Price">Of one, or null.</param>
/// <param name="Currency">Of the price.</param>
public sealed record CartItemView(string ProductId, string? Name, decimal Quantity, decimal? Price, string Currency);

/// <summary>The cart.</summary>
/// <param name="Items">In the order in which they came in.</param>
/// <param name="Quantity">How many of all.</param>
/// <param name="Total">What those with a price come to, in <paramref name="Currency"/>; what has no rate is left out.</param>
/// <param name="Currency">That of the prices if it is one, else the reporting currency.</param>
/// <param name="Updated">When it changed last, or null.</param>
public sealed record CartView(IReadOnlyList<CartItemView> Items, decimal Quantity, decimal Total, string Currency, DateTimeOffset? Updated);

/// <summary>Where the customer is on her journey.</summary>
/// <param name="Stage">The stage she is in, or null before the first.</param>
/// <param name="Since">Since when.</param>
/// <param name="History">The stages entered, oldest first.</param>
/// <param name="Stages">The stages of the map as it is now, from first to last.</param>
public sealed record JourneyView(string? Stage, DateTimeOffset? Since, IReadOnlyList<StageView> History, IReadOnlyList<string> Stages);

/// <summary>A stage entered.</summary>
/// <param name="Stage">The stage.</param>
/// <param name="From">The one before, or null.</param>
/// <param name="At">When.</param>
/// <param name="Because">The message that caused it, or null.</param>
/// <param name="Cause">event, time, rule or link.</param>
public sealed record StageView(string Stage, string? From, DateTimeOffset At, string? Because, string Cause);

/// <summary>What the customer prefers: what she said (always wins) and what she does, each with its evidence.</summary>
public sealed record PreferencesView(
    IReadOnlyDictionary<string, RawJson> Explicit,
    IReadOnlyList<ConsentView> Consents,
    IReadOnlyList<ChannelInterest> Channels,
    IReadOnlyList<CategoryInterest> Categories,
    IReadOnlyList<HourInterest> Hours);

/// <summary>The latest word on a purpose; <paramref name="Channel"/> null = whatever the channel.</summary>
public sealed record ConsentView(string Purpose, string? Channel, bool Given, DateTimeOffset At, string MessageId);

/// <summary>How much a channel is used.</summary>
/// <param name="Channel">The channel.</param>
/// <param name="Share">Its part of all weights, 0 to 100.</param>
/// <param name="Weight">Events, each worth 1 when it happens and half as much every 60 days later.</param>
/// <param name="Count">Events.</param>
/// <param name="Last">The latest.</param>
public sealed record ChannelInterest(string Channel, decimal Share, decimal Weight, long Count, DateTimeOffset Last);

/// <summary>How much of a product category is looked at, put into the cart and bought; see <see cref="ChannelInterest"/>.</summary>
public sealed record CategoryInterest(string Category, decimal Share, decimal Weight, long Count, DateTimeOffset Last);

/// <summary>How active the customer is in an hour of the day, 0 to 23 UTC; see <see cref="ChannelInterest"/>.</summary>
public sealed record HourInterest(int Hour, decimal Share, decimal Weight, long Count, DateTimeOffset Last);

/// <summary>CSAT answers: the last and the share of 4-5, 0 to 100.</summary>
public sealed record CsatView(int? Last, DateTimeOffset? At, string? Comment, decimal? Share, long Answers);

/// <summary>NPS answers: the last and the score, -100 to 100.</summary>
public sealed record NpsView(int? Last, DateTimeOffset? At, string? Comment, decimal? Score, long Answers);

/// <summary>CES answers: the last, the mean 1 to 7 and the share of 5-7, 0 to 100.</summary>
public sealed record CesView(int? Last, DateTimeOffset? At, string? Comment, decimal? Mean, decimal? Share, long Answers);

/// <summary>An open ticket.</summary>
public sealed record TicketView(string TicketId, string? Subject, DateTimeOffset Opened, DateTimeOffset Updated);

/// <summary>
/// How the customer feels about us. <paramref name="TimeToResolve"/> = mean seconds, or null. <paramref name="FollowUps"/>: those to be seen to, oldest first,
/// then the latest 5 resolved ones, latest first.
/// </summary>
public sealed record ExperienceView(
    CsatView Csat, NpsView Nps, CesView Ces, IReadOnlyList<TicketView> OpenTickets, long ResolvedTickets, double? TimeToResolve, IReadOnlyList<FollowUpView> FollowUps);

/// <summary>A segment the customer is in.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Name">Its name for people; the key if the segment is not there any more.</param>
/// <param name="Since">Since when.</param>
/// <param name="Until">When she leaves if nothing more happens; null = never, or nobody knows.</param>
/// <param name="Because">The message that brought her in, or null.</param>
/// <param name="Cause">event, time, rule or link.</param>
public sealed record SegmentView(string Key, string Name, DateTimeOffset Since, DateTimeOffset? Until, string? Because, string Cause);

/// <summary>Something to do for the customer next.</summary>
/// <param name="Key">Which action.</param>
/// <param name="Title">What to do.</param>
/// <param name="Reason">Why: what was found, or what has to be heeded.</param>
public sealed record ActionView(string Key, string Title, string Reason);
