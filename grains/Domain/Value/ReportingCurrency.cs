namespace CustomerGrains.Domain.Value;

/// <summary>The currency of totals, and what the others are worth in it.</summary>
/// <param name="Currency">Three upper-case letters.</param>
/// <param name="Rates">What one unit of a currency (three upper-case letters) is worth in <paramref name="Currency"/>.</param>
public sealed record ReportingCurrency(string Currency, IReadOnlyDictionary<string, decimal> Rates)
{
    /// <summary>What one unit is worth, or null if nobody said. "" means an amount sent without a currency: it counts as <see cref="Currency"/>.</summary>
    public decimal? RateOf(string currency)
    {
        ArgumentNullException.ThrowIfNull(currency);
        if (currency.Length == 0 || currency == Currency)
            return 1;
        return Rates.TryGetValue(currency, out var rate) ? rate : null;
    }
}
