using CustomerGrains.Domain.Value.Prediction;

namespace CustomerGrains.Contracts.Customers;

/// <summary>What the models say of the customer; docs/value.md says how. Of a customer who never bought they say nothing.</summary>
/// <param name="Alive">Probability that she is still a customer, 0 to 1; null for who bought on one day only: of her nobody can tell yet.</param>
/// <param name="Returns12m">Probability of an order within the next 12 months, 0 to 1.</param>
/// <param name="Orders12m">Expected buying days within the next 12 months.</param>
/// <param name="OrdersLow">Of 10 customers with her history, 8 have at least so many buying days within the 12 months ...</param>
/// <param name="OrdersHigh">... and at most so many.</param>
/// <param name="Value12m">What they are expected to be worth, discounted by 1 % a month, in the reporting currency.</param>
/// <param name="SpendPerDay">What she is expected to spend on a buying day.</param>
/// <param name="DoubtfulFrom">The first day on which she is more probably lost than not, if she does not buy until then; null if she is already, or nobody can tell.</param>
/// <param name="BuyingDays">Her buying days, from which this is derived.</param>
/// <param name="Rfm">Her rank among all buyers.</param>
/// <param name="AsOf">The day for which this is said: models count days (UTC).</param>
/// <param name="Model">The models.</param>
public sealed record PredictedView(
    double? Alive,
    double Returns12m,
    double Orders12m,
    int OrdersLow,
    int OrdersHigh,
    decimal Value12m,
    decimal SpendPerDay,
    DateOnly? DoubtfulFrom,
    int BuyingDays,
    RfmView Rfm,
    DateOnly AsOf,
    ModelView Model)
{
    const int ChanceDecimals = 4;
    const int MoneyDecimals = 2;

    /// <summary>The prediction, or null if there is none.</summary>
    internal static PredictedView? From(Prediction? prediction)
    {
        if (prediction is not { Value: { } value, Model: { } model } it)
            return null;
        return new(
            value.Alive is { } alive ? Math.Round(alive, ChanceDecimals) : null,
            Math.Round(value.Returns12m, ChanceDecimals),
            Math.Round(value.Orders12m, ChanceDecimals),
            it.OrdersLow,
            it.OrdersHigh,
            Math.Round(value.Value12m, MoneyDecimals),
            Math.Round(it.SpendPerDay, MoneyDecimals),
            it.DoubtfulFrom,
            it.Buyer.Days,
            new(value.Recency ?? 0, value.Frequency ?? 0, value.Monetary ?? 0),
            it.AsOf,
            new(model.Version, model.FittedAt, model.Buyers, model.Repeaters));
    }
}

/// <summary>Recency, frequency and money among all buyers, each 1 to 5: fifths, 5 best.</summary>
public sealed record RfmView(int Recency, int Frequency, int Monetary);

/// <summary>Which models.</summary>
/// <param name="Version">Rises with every fit.</param>
/// <param name="FittedAt">When they were fitted.</param>
/// <param name="Customers">To how many buyers.</param>
/// <param name="RepeatCustomers">How many of them bought on more than one day.</param>
public sealed record ModelView(int Version, DateTimeOffset FittedAt, long Customers, long RepeatCustomers);
