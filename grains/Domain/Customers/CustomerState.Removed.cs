namespace CustomerGrains.Domain.Customers;

/// <content>Facts whose touchpoints are gone.</content>
public sealed partial class CustomerState
{
    /// <summary>
    /// Folds the touchpoints of an absorbed id of which only the fold is left: the same facts as if each of them were folded. Every part of the state is a sum, a
    /// minimum or maximum, or the greatest of all that was ever added, so folds can be added up.
    /// </summary>
    public void ApplyAbsorbed(CustomerState removed)
    {
        ArgumentNullException.ThrowIfNull(removed);
        if (removed.Touchpoints is { } touchpoints)
            (Touchpoints ??= new()).Add(touchpoints);
        foreach (var touchpoint in removed.Recent)
        {
            _recent ??= new();
            if (_recent.MayHold(touchpoint.At))
                _recent.Add(touchpoint with { Seq = 0 });
        }

        foreach (var trait in removed.Traits)
            Bounded.SetLatest(_traits ??= [], trait, Identity.Traits.Max);
        foreach (var choice in removed.Choices)
            Bounded.SetLatest(_choices ??= [], choice, Identity.Traits.MaxChoices);
        foreach (var consent in removed.Consents)
            Bounded.SetLatest(_consents ??= [], consent, Preferences.Consents.Max);
        if (removed.Interests is { } interests)
            (Interests ??= new()).Add(interests);
        if (removed.Cart is { } cart)
            (Cart ??= new()).Add(cart);
        if (removed.Purchases is { } purchases)
            (Purchases ??= new()).Add(purchases);
        if (removed.Scores is { } scores)
            (Scores ??= new()).Add(scores);
        if (removed.Tickets is { } tickets)
            (Tickets ??= new()).Add(tickets);
        if (removed.Journey is { } journey)
            (Journey ??= new()).Add(journey);
    }
}
