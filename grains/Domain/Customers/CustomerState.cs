using CustomerGrains.Domain.Experience;
using CustomerGrains.Domain.FollowUps;
using CustomerGrains.Domain.Identity;
using CustomerGrains.Domain.Journeys;
using CustomerGrains.Domain.Preferences;
using CustomerGrains.Domain.Segments;
using CustomerGrains.Domain.Touchpoints;
using CustomerGrains.Domain.Value;

namespace CustomerGrains.Domain.Customers;

/// <summary>
/// Everything known about one customer: the fold of her journal and of nothing else. The facts do not depend on the order in which touchpoints arrive,
/// and their size does not grow with their number. Not thread-safe: it lives in one grain.
/// </summary>
public sealed partial class CustomerState
{
    /// <summary>The most ids that one customer can absorb.</summary>
    public const int MaxLinks = 256;

    List<LinkedId>? _links;
    RecentTouchpoints? _recent;
    List<Trait>? _traits;
    List<Trait>? _choices;
    List<Consent>? _consents;
    List<StageEntry>? _stages;
    List<Membership>? _segments;

    /// <summary>A customer of whom nothing is known yet.</summary>
    /// <param name="id">Her key.</param>
    public CustomerState(string id) => Id = id;

    /// <summary>The key: a known id or an anonymous one.</summary>
    public string Id { get; }

    /// <summary>Seq of the last own entry folded; 0 = none.</summary>
    public long Version { get; private set; }

    /// <summary>
    /// When the latest of her own touchpoints arrived, or the latest decision became true, in Unix milliseconds; 0 before the first. Up to here everything
    /// that time alone changes has been decided.
    /// </summary>
    public long SettledAt { get; private set; }

    /// <summary>Whether an event carried her id as userId, or she absorbed an id.</summary>
    public bool Known { get; private set; }

    /// <summary>The customer this id became part of (nothing is recorded here any more), or null.</summary>
    public string? LinkedTo { get; private set; }

    /// <summary>The ids absorbed, sorted: directly or (with <see cref="LinkedId.Through"/> 0) as part of another; at most about <see cref="MaxLinks"/>.</summary>
    public IReadOnlyList<LinkedId> Links => (IReadOnlyList<LinkedId>?)_links ?? [];

    /// <summary>Her own id and all that became part of her, directly or through another: whose journals hold her touchpoints.</summary>
    public IReadOnlyList<string> AllIds() => [Id, .. Links.Select(link => link.Id)];

    /// <summary>Touchpoints folded, those of absorbed ids included.</summary>
    public long TouchpointCount => Touchpoints?.Total ?? 0;

    /// <summary>Event time of the first touchpoint.</summary>
    public DateTimeOffset? FirstSeen => Touchpoints is { } counts ? DateTimeOffset.FromUnixTimeMilliseconds(counts.First) : null;

    /// <summary>Event time of the latest touchpoint.</summary>
    public DateTimeOffset? LastSeen => Touchpoints is { } counts ? DateTimeOffset.FromUnixTimeMilliseconds(counts.Last) : null;

    /// <summary>Name, else e-mail, else null.</summary>
    public string? DisplayName => FullName ?? Email;

    /// <summary>The e-mail trait, or null.</summary>
    public string? Email => Identity.Traits.Text(_traits, "email");

    /// <summary>The phone trait, or null.</summary>
    public string? Phone => Identity.Traits.Text(_traits, "phone");

    /// <summary>Tickets that are open now.</summary>
    public int OpenTicketCount => Tickets?.OpenCount ?? 0;

    /// <summary>The journey stage entered last, or null before the first.</summary>
    public string? Stage => _stages?[^1].Stage;

    /// <summary>Touchpoints by kind, channel and name; null before the first.</summary>
    public TouchpointCounts? Touchpoints { get; private set; }

    /// <summary>The latest touchpoints by event time, oldest first.</summary>
    public IReadOnlyList<RecentTouchpoint> Recent => (IReadOnlyList<RecentTouchpoint>?)_recent ?? [];

    /// <summary>What was said about her, sorted by name; a null value means that it was taken back.</summary>
    public IReadOnlyList<Trait> Traits => (IReadOnlyList<Trait>?)_traits ?? [];

    /// <summary>What she said she prefers, sorted by name; a null value means that it was taken back.</summary>
    public IReadOnlyList<Trait> Choices => (IReadOnlyList<Trait>?)_choices ?? [];

    /// <summary>What she agreed to and what not any more, sorted by purpose.</summary>
    public IReadOnlyList<Consent> Consents => (IReadOnlyList<Consent>?)_consents ?? [];

    /// <summary>What her behaviour says about her taste, or null.</summary>
    public Interests? Interests { get; private set; }

    /// <summary>What lies in her cart, or null if there never was anything.</summary>
    public Cart? Cart { get; private set; }

    /// <summary>What she bought, or null.</summary>
    public Purchases? Purchases { get; private set; }

    /// <summary>What she answered, or null.</summary>
    public Scores? Scores { get; private set; }

    /// <summary>Her tickets, or null.</summary>
    public Tickets? Tickets { get; private set; }

    /// <summary>What low scores gave us to do for her, or null if there never was anything.</summary>
    public FollowUpList? FollowUps { get; private set; }

    /// <summary>What the journey map asks about, or null.</summary>
    public JourneyFacts? Journey { get; private set; }

    /// <summary>The stages entered, oldest first, the latest <see cref="StageEntry.Max"/>.</summary>
    public IReadOnlyList<StageEntry> Stages => (IReadOnlyList<StageEntry>?)_stages ?? [];

    /// <summary>The segments she is in, sorted by key.</summary>
    public IReadOnlyList<Membership> Segments => (IReadOnlyList<Membership>?)_segments ?? [];

    /// <summary>Her membership of a segment, or null if she is not in it.</summary>
    public Membership? MembershipOf(string key) => PlaceOf(key) is >= 0 and var place ? _segments![place] : null;

    string? FullName =>
        Identity.Traits.Text(_traits, "name")
        ?? JoinNames(Identity.Traits.Text(_traits, "firstName", "first_name"), Identity.Traits.Text(_traits, "lastName", "last_name"))
        ?? Identity.Traits.Text(_traits, "username");

    static string? JoinNames(string? first, string? last) =>
        first is null ? last : last is null ? first : $"{first} {last}";
}
