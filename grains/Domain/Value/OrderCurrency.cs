using CustomerGrains.Domain.Journal;
using CustomerGrains.Domain.Touchpoints;

namespace CustomerGrains.Domain.Value;

/// <summary>In which currency money came.</summary>
public static class OrderCurrency
{
    /// <summary>The currency of an order, refund or cancellation; null for anything else, and where none was sent.</summary>
    public static string? Of(JournalEntry touchpoint)
    {
        ArgumentNullException.ThrowIfNull(touchpoint);
        if (!touchpoint.IsTouchpoint || !Purchases.Concerns(FoldedEvent.MeaningOf(touchpoint)))
            return null;
        using var e = FoldedEvent.Of(touchpoint);
        return NotEmpty(OrderReader.Read(e.Properties, e.Meaning, out _).Currency);
    }

    /// <summary>The first of the currencies in which she bought or gave back, by its code; null if there is none.</summary>
    public static string? Of(Purchases? purchases)
    {
        foreach (var total in purchases?.ByCurrency ?? [])
        {
            if (NotEmpty(total.Currency) is { } currency)
                return currency;
        }

        return null;
    }

    static string? NotEmpty(string currency) => currency.Length == 0 ? null : currency;
}
