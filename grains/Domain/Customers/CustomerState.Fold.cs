using CustomerGrains.Domain.Decisions;
using CustomerGrains.Domain.Experience;
using CustomerGrains.Domain.Identity;
using CustomerGrains.Domain.Journal;
using CustomerGrains.Domain.Journeys;
using CustomerGrains.Domain.Preferences;
using CustomerGrains.Domain.Segments;
using CustomerGrains.Domain.Touchpoints;
using CustomerGrains.Domain.Value;

namespace CustomerGrains.Domain.Customers;

/// <content>The fold.</content>
public sealed partial class CustomerState
{
    /// <summary>Folds an own entry.</summary>
    /// <exception cref="InvalidOperationException">The entry is not the next one.</exception>
    /// <exception cref="System.Text.Json.JsonException">The body of a decision or link is not what this program writes.</exception>
    public void Apply(JournalEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        if (entry.Seq != Version + 1)
            throw new InvalidOperationException($"Entry {entry.Seq} cannot follow entry {Version}: the journal has no gaps.");
        switch (entry.Kind)
        {
            case EntryKind.StageEntered:
                Enter(entry);
                break;
            case EntryKind.SegmentJoined:
                Join(entry);
                break;
            case EntryKind.SegmentLeft:
                Leave(entry.Name);
                break;
            case EntryKind.Linked:
                LinkedTo = entry.Name;
                break;
            case EntryKind.Absorbed:
                Absorb(entry);
                break;
            case var _ when entry.IsTouchpoint:
                Fold(entry, entry.Seq);
                break;
            case var _ when entry.IsFollowUp:
                (FollowUps ??= new()).Apply(entry);
                break;
            default:
                throw new InvalidOperationException($"Entry {entry.Seq} is of kind {(byte)entry.Kind}, which this version does not know: start the version that wrote it.");
        }

        Version = entry.Seq;
        if (!entry.IsFollowUp)
            SettledAt = Math.Max(SettledAt, (entry.IsDecision ? entry.OccurredAt : entry.ReceivedAt).ToUnixTimeMilliseconds());
        if (!entry.IsTouchpoint)
            _scopes = null;
    }

    /// <summary>
    /// Folds an entry of an absorbed id's journal: its touchpoints count here too, its decisions and links are ignored. (Its follow-ups come with the
    /// entry that absorbs it.)
    /// </summary>
    public void ApplyAbsorbed(JournalEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        if (entry.IsTouchpoint)
            Fold(entry, 0);
    }

    void Enter(JournalEntry entry)
    {
        var body = DecisionBody.FromJson(entry.Body.Span);
        var from = body.From is { } left ? SegmentKeys.Shared(left) : null;
        _stages ??= [];
        _stages.Add(new(SegmentKeys.Shared(entry.Name), from, entry.OccurredAt.ToUnixTimeMilliseconds(), body.Because, body.Cause));
        if (_stages.Count > StageEntry.Max)
            _stages.RemoveAt(0);
    }

    void Join(JournalEntry entry)
    {
        var body = DecisionBody.FromJson(entry.Body.Span);
        var membership = new Membership(
            SegmentKeys.Shared(entry.Name), entry.OccurredAt.ToUnixTimeMilliseconds(), body.Version, body.Cause, body.Because);
        _segments ??= [];
        var place = PlaceOf(entry.Name);
        if (place >= 0)
            _segments[place] = membership;
        else
            _segments.Insert(~place, membership);
    }

    void Leave(string key)
    {
        if (PlaceOf(key) is >= 0 and var place)
            _segments!.RemoveAt(place);
    }

    // As a list's own search answers: where it is, or the complement of where it would be.
    int PlaceOf(string key)
    {
        var (low, high) = (0, (_segments?.Count ?? 0) - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var order = string.CompareOrdinal(_segments![middle].Key, key);
            if (order == 0)
                return middle;
            if (order < 0)
                low = middle + 1;
            else
                high = middle - 1;
        }

        return ~low;
    }

    void Absorb(JournalEntry entry)
    {
        Known = true;
        var body = AbsorbedBody.FromJson(entry.Body.Span);
        Link(new(body.From, body.Through, entry.OccurredAt));
        foreach (var id in body.Including ?? [])
            Link(new(id, 0, entry.OccurredAt));
        if (body.FollowUps is { Count: > 0 } followUps)
            (FollowUps ??= new()).Absorb(followUps, entry.OccurredAt);
    }

    // How many there may be is the grain's decision when it absorbs: what the journal says is done.
    void Link(LinkedId link)
    {
        _links ??= [];
        var place = 0;
        while (place < _links.Count && string.CompareOrdinal(_links[place].Id, link.Id) < 0)
            place++;
        if (place == _links.Count || _links[place].Id != link.Id)
            _links.Insert(place, link);
        else if (_links[place].Through < link.Through)
            _links[place] = link;
    }

    void Fold(JournalEntry entry, long seq)
    {
        using var e = FoldedEvent.Of(entry);
        Known = Known || UserIdScan.Carries(entry.Body.Span, Id);
        (Touchpoints ??= new()).Apply(e);
        Remember(e, seq);
        if (entry.Kind == EntryKind.Identify)
            Describe(e);
        if (Interests.Concerns(entry.Kind, e.Meaning))
            (Interests ??= new()).Apply(e);
        if (e.Meaning is not (Meaning.None or Meaning.Counted))
            FoldMeaning(e);
    }

    void FoldMeaning(in FoldedEvent e)
    {
        if (Cart.Concerns(e.Meaning))
            (Cart ??= new()).Apply(e);
        if (Purchases.Concerns(e.Meaning))
            (Purchases ??= new()).Apply(e);
        if (JourneyFacts.Concerns(e.Meaning))
            (Journey ??= new()).Apply(e);
        if (Preferences.Consents.Concerns(e.Meaning) && Preferences.Consents.Read(e) is { } consent)
            Bounded.SetLatest(_consents ??= [], consent, Preferences.Consents.Max);
        if (Tickets.Concerns(e.Meaning) && TicketReader.Read(e.Properties, out _) is { } ticket)
            (Tickets ??= new()).Apply(e, ticket);
        if (e.Meaning == Meaning.SurveyAnswered && SurveyReader.Read(e.Properties, out _) is { } answer)
            (Scores ??= new()).Apply(e.At, answer);
    }

    void Remember(in FoldedEvent e, long seq)
    {
        _recent ??= new();
        if (_recent.MayHold(e.At))
            _recent.Add(RecentTouchpoint.Of(e, seq));
    }

    void Describe(in FoldedEvent e)
    {
        if (!JsonRead.TryGet(e.Root, "traits", out var traits))
            return;
        Identity.Traits.Set(_traits ??= [], traits, e.At, Identity.Traits.Max);
        if (JsonRead.TryGet(traits, Identity.Traits.Preferences, out var choices))
            Identity.Traits.Set(_choices ??= [], choices, e.At, Identity.Traits.MaxChoices);
    }
}
