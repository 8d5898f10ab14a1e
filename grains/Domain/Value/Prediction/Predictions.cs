using CustomerGrains.Domain.Customers;
using CustomerGrains.Domain.Rules;

namespace CustomerGrains.Domain.Value.Prediction;

/// <summary>
/// What the fitted models say of a customer: a pure function of her state, the UTC day, the models and the rates. Days, because the models count buying
/// days: within one nothing changes but by an order, and from one to the next no number rises. Thread-safe.
/// </summary>
/// <param name="model">The models.</param>
/// <param name="reporting">The currency of totals; if it is not the models', nothing is said until they are fitted anew.</param>
public sealed class Predictions(FittedModel model, ReportingCurrency reporting) : IPredictions
{
    const decimal MostMoney = 1_000_000_000_000_000m;

    static readonly int Epoch = DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;
    static readonly int LastDay = DateOnly.MaxValue.DayNumber - Epoch;

    /// <summary>The models.</summary>
    public FittedModel Model => model;

    /// <summary>The currency and rates.</summary>
    public ReportingCurrency Reporting => reporting;

    /// <inheritdoc/>
    public PredictedValue? Of(CustomerState state, long now) => HistoryOf(state) is { } buyer ? Of(buyer, now) : null;

    /// <inheritdoc/>
    public double? Number(CustomerState state, long now, PredictedNumber number)
    {
        if (HistoryOf(state) is not { } buyer)
            return null;
        var pattern = buyer.On(BuyerHistory.DayOf(now));
        return number switch
        {
            PredictedNumber.Alive => AliveOf(buyer, pattern),
            PredictedNumber.Returns12m => model.Purchases.Returns(YearAhead.Weeks, pattern),
            PredictedNumber.Orders12m => model.Purchases.ExpectedPurchases(YearAhead.Weeks, pattern),
            PredictedNumber.Value12m => (double)ValueOf(buyer, pattern),
            PredictedNumber.Recency => model.Rfm.Of(buyer).Recency,
            PredictedNumber.Frequency => model.Rfm.Of(buyer).Frequency,
            _ => model.Rfm.Of(buyer).Monetary,
        };
    }

    /// <inheritdoc/>
    public Prediction? Explain(CustomerState state, long now)
    {
        if (HistoryOf(state) is not { } buyer)
            return null;
        var pattern = buyer.On(BuyerHistory.DayOf(now));
        var (low, high) = model.Purchases.Range(YearAhead.Weeks, pattern, Prediction.RangeShare);
        return new(Of(buyer, now), buyer, low, high, Money(SpendOf(buyer)), DoubtfulFrom(buyer, pattern), Day(Math.Max(BuyerHistory.DayOf(now), buyer.LastDay)), model);
    }

    BuyerHistory? HistoryOf(CustomerState state) => model.Currency == reporting.Currency ? BuyerHistory.Of(state, reporting) : null;

    PredictedValue Of(in BuyerHistory buyer, long now)
    {
        var pattern = buyer.On(BuyerHistory.DayOf(now));
        var rfm = model.Rfm.Of(buyer);
        return new(
            AliveOf(buyer, pattern),
            model.Purchases.Returns(YearAhead.Weeks, pattern),
            model.Purchases.ExpectedPurchases(YearAhead.Weeks, pattern),
            ValueOf(buyer, pattern),
            rfm.Recency,
            rfm.Frequency,
            rfm.Monetary);
    }

    DateOnly? DoubtfulFrom(in BuyerHistory buyer, in BuyingPattern pattern)
    {
        if (buyer.Repeats == 0 || model.Purchases.Alive(pattern) < Prediction.Doubt)
            return null;
        var day = buyer.FirstDay + Math.Floor(model.Purchases.AgeWhenAliveIs(pattern, Prediction.Doubt) * 7) + 1;
        return day < LastDay ? Day((int)day) : null;
    }

    double? AliveOf(in BuyerHistory buyer, in BuyingPattern pattern) => buyer.Repeats == 0 ? null : model.Purchases.Alive(pattern);

    decimal ValueOf(in BuyerHistory buyer, in BuyingPattern pattern) => Money(YearAhead.Value(model.Purchases, pattern, SpendOf(buyer)));

    double SpendOf(in BuyerHistory buyer) => model.Spend.Expected(buyer.SpendDays, buyer.MeanSpend);

    static DateOnly Day(int sinceEpoch) => DateOnly.FromDayNumber(Epoch + sinceEpoch);

    static decimal Money(double amount) => amount < (double)MostMoney ? Math.Round((decimal)amount, 6) : MostMoney;
}

/// <summary>What is predicted of a customer, with what it rests on.</summary>
/// <param name="Value">The numbers.</param>
/// <param name="Buyer">Her history.</param>
/// <param name="OrdersLow">Of 10 customers with this history, 8 buy on at least so many days within the 12 months ...</param>
/// <param name="OrdersHigh">... and at most so many.</param>
/// <param name="SpendPerDay">What she is expected to spend on a buying day.</param>
/// <param name="DoubtfulFrom">The first day on which she is more probably lost than not, if she does not buy until then; null if she is already, or nobody can tell.</param>
/// <param name="AsOf">The UTC day for which this is said.</param>
/// <param name="Model">The models.</param>
public sealed record Prediction(
    PredictedValue Value,
    BuyerHistory Buyer,
    int OrdersLow,
    int OrdersHigh,
    decimal SpendPerDay,
    DateOnly? DoubtfulFrom,
    DateOnly AsOf,
    FittedModel Model)
{
    /// <summary>The share of customers whose orders lie in the range, at least.</summary>
    public const double RangeShare = 0.8;

    /// <summary>Below this she is more probably lost than not.</summary>
    public const double Doubt = 0.5;
}
