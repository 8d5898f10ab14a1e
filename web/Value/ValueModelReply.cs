using CustomerGrains.Domain.Value.Prediction;
using CustomerGrains.Silo.Value.Models;

namespace CustomerGrains.Web.Value;

/// <summary>The latest models.</summary>
/// <param name="Version">Rises with every fit; null before the first.</param>
/// <param name="FittedAt">When; null before the first.</param>
/// <param name="Currency">Of the money in them.</param>
/// <param name="Customers">Known customers with an order: at the fit, or as last counted; null if they were not counted yet.</param>
/// <param name="RepeatCustomers">Those of them who bought on more than one day, the same.</param>
/// <param name="NeededRepeatCustomers">So many there must be before anything is predicted.</param>
/// <param name="SampledRepeatCustomers">How many of them were looked at one by one.</param>
/// <param name="Parameters">What was fitted.</param>
/// <param name="LogLikelihood">How well: natural logarithms of the data's probability (density).</param>
/// <param name="Rfm">Where the fifths end.</param>
sealed record ValueModelReply(
    int? Version,
    DateTimeOffset? FittedAt,
    string? Currency,
    long? Customers,
    long? RepeatCustomers,
    int NeededRepeatCustomers,
    int? SampledRepeatCustomers,
    ParametersReply? Parameters,
    LogLikelihoodReply? LogLikelihood,
    RfmReply? Rfm)
{
    public static ValueModelReply Of(FittedModel? model, BaseCount? lastLook)
    {
        const int needed = FittedModel.FewestRepeaters;
        if (model is null)
            return new(null, null, null, lastLook?.Customers, lastLook?.RepeatCustomers, needed, null, null, null, null);
        return new(
            model.Version,
            model.FittedAt,
            model.Currency,
            model.Buyers,
            model.Repeaters,
            needed,
            model.Sampled,
            new(model.Purchases, model.Spend, model.Spend.Mean),
            new(model.PurchasesLogLikelihood, model.SpendLogLikelihood, model.SpendCustomers),
            new([.. model.Rfm.LastDays.Select(Day)], model.Rfm.Days, model.Rfm.Totals));
    }

    static DateOnly Day(int sinceEpoch) => DateOnly.FromDateTime(DateTime.UnixEpoch).AddDays(sinceEpoch);
}

/// <summary>Parameters: BG/NBD (time in weeks) and Gamma-Gamma (money in the model's currency), and what all spend on a buying day in the mean.</summary>
sealed record ParametersReply(PurchaseModel Purchases, SpendModel Spend, double MeanSpend);

/// <summary>Of all buyers' histories, and of the mean spend of so many repeat customers.</summary>
sealed record LogLikelihoodReply(double Purchases, double Spend, long SpendCustomers);

/// <summary>Where the 1st to 4th fifth of all buyers end: last buying day, buying days, net money.</summary>
sealed record RfmReply(IReadOnlyList<DateOnly> LastDays, IReadOnlyList<int> Days, IReadOnlyList<decimal> Totals);
