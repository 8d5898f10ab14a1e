using CustomerGrains.Domain.Customers;

namespace CustomerGrains.Domain.Value.Prediction;

/// <summary>
/// What the models take from one customer. All orders of a UTC day are one purchase. Money is in the reporting currency; what has no rate is left out.
/// Refunds: which day they belong to is mostly not said, so the share of all her money that she kept is taken of each day's spend: who sends back half of
/// what she orders is worth half. A day stays a buying day even if everything bought on it came back: she did come.
/// </summary>
/// <param name="FirstDay">Her first buying day, in days since 1970-01-01.</param>
/// <param name="LastDay">Her last buying day.</param>
/// <param name="Repeats">Distinct buying days without the first; at most <see cref="Purchases.MaxDays"/> - 1.</param>
/// <param name="SpendDays">Repeat days whose spend is known: of the latest 1,000 orders, with a rate.</param>
/// <param name="MeanSpend">Mean spend of these days, what was given back taken off; 0 or more.</param>
/// <param name="Total">All she spent less all she got back; may be negative.</param>
public readonly record struct BuyerHistory(int FirstDay, int LastDay, int Repeats, int SpendDays, double MeanSpend, decimal Total)
{
    const long DayMilliseconds = 86_400_000;

    /// <summary>Distinct buying days.</summary>
    public int Days => Repeats + 1;

    /// <summary>The history of a customer, or null if she never bought.</summary>
    public static BuyerHistory? Of(CustomerState state, ReportingCurrency reporting)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(reporting);
        if (state.Purchases is not { First: { } first, Last: { } last } purchases)
            return null;
        var (firstDay, lastDay) = (DayOf(first), DayOf(last));
        var (gross, refunded) = Money(purchases, reporting);
        var kept = gross > 0 ? (double)(Math.Clamp(gross - refunded, 0, gross) / gross) : 1;
        var (days, mean) = Spend(purchases, firstDay, reporting);
        return new(firstDay, lastDay, Math.Max(0, purchases.BuyingDays - 1), days, mean * kept, gross - refunded);
    }

    /// <summary>What the purchase model asks, on a day (days since 1970-01-01); on one before her last buying day, as on that.</summary>
    public BuyingPattern On(int day) => new(Repeats, (LastDay - FirstDay) / 7.0, (Math.Max(day, LastDay) - FirstDay) / 7.0);

    /// <summary>The UTC day of an instant.</summary>
    internal static int DayOf(long time) => (int)Math.Floor((double)time / DayMilliseconds);

    static (decimal Gross, decimal Refunded) Money(Purchases purchases, ReportingCurrency reporting)
    {
        var (gross, refunded) = (0m, 0m);
        foreach (var total in purchases.ByCurrency)
        {
            if (reporting.RateOf(total.Currency) is not { } rate)
                continue;
            gross += total.Gross * rate;
            refunded += total.Refunded * rate;
        }

        return (gross, refunded);
    }

    // Without the first day, as the model wants it: everybody has a first day, so it says little about her and is often unlike the others.
    static (int Days, double Mean) Spend(Purchases purchases, int firstDay, ReportingCurrency reporting)
    {
        var log = purchases.OrderLog;
        // Of a day at the log's beginning earlier orders may have been put out.
        var doubtful = log.Length < Purchases.MaxLog ? firstDay : DayOf(log[0].Time);
        var (days, day, sum) = (0, int.MinValue, 0m);
        foreach (var order in log)
        {
            var today = DayOf(order.Time);
            if (today == firstDay || today == doubtful || reporting.RateOf(order.Currency) is not { } rate)
                continue;
            sum += order.Amount * rate;
            if (today != day)
                (days, day) = (days + 1, today);
        }

        return (days, days == 0 ? 0 : (double)sum / days);
    }
}
