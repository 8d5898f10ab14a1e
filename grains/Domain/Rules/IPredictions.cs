using CustomerGrains.Domain.Customers;
using CustomerGrains.Domain.Value.Prediction;

namespace CustomerGrains.Domain.Rules;

/// <summary>Predicts what customers are worth. Thread-safe.</summary>
public interface IPredictions
{
    /// <summary>
    /// What is predicted for a customer, or null if there is nothing to say. Of one customer to whom nothing happens, no number may rise while time
    /// passes: so the instant at which one falls below a bound can be found without trying every day.
    /// </summary>
    /// <param name="state">The customer.</param>
    /// <param name="now">Unix milliseconds: rules ask for the beginning of the day (UTC), or for her last order if that is later.</param>
    PredictedValue? Of(CustomerState state, long now);

    /// <summary>One of the numbers of <see cref="Of"/>, or null: rules mostly ask for one, and one alone can be had for much less.</summary>
    /// <param name="state">The customer.</param>
    /// <param name="now">As in <see cref="Of"/>.</param>
    /// <param name="number">Which.</param>
    double? Number(CustomerState state, long now, PredictedNumber number)
    {
        if (Of(state, now) is not { } predicted)
            return null;
        return number switch
        {
            PredictedNumber.Alive => predicted.Alive,
            PredictedNumber.Returns12m => predicted.Returns12m,
            PredictedNumber.Orders12m => predicted.Orders12m,
            PredictedNumber.Value12m => (double)predicted.Value12m,
            PredictedNumber.Recency => predicted.Recency,
            PredictedNumber.Frequency => predicted.Frequency,
            _ => predicted.Monetary,
        };
    }

    /// <summary>The same for people, with what it rests on and how sure it is; null where <see cref="Of"/> is, or where there is no more to say.</summary>
    /// <param name="state">The customer.</param>
    /// <param name="now">Unix milliseconds.</param>
    Prediction? Explain(CustomerState state, long now) => null;

    /// <summary>The predictions as they are now: what a turn takes at its beginning and uses to its end, so that no new model comes between two rules.</summary>
    IPredictions Snapshot() => this;
}

/// <summary>The numbers of a <see cref="PredictedValue"/>.</summary>
public enum PredictedNumber
{
    /// <summary><see cref="PredictedValue.Alive"/>.</summary>
    Alive,

    /// <summary><see cref="PredictedValue.Returns12m"/>.</summary>
    Returns12m,

    /// <summary><see cref="PredictedValue.Orders12m"/>.</summary>
    Orders12m,

    /// <summary><see cref="PredictedValue.Value12m"/>, in the reporting currency.</summary>
    Value12m,

    /// <summary><see cref="PredictedValue.Recency"/>.</summary>
    Recency,

    /// <summary><see cref="PredictedValue.Frequency"/>.</summary>
    Frequency,

    /// <summary><see cref="PredictedValue.Monetary"/>.</summary>
    Monetary,
}

/// <summary>What is predicted for one customer.</summary>
/// <param name="Alive">Probability that she is still a customer, 0 to 1; null for who bought on one day only: of her nobody can tell yet.</param>
/// <param name="Returns12m">Probability of at least one order within the next 12 months, 0 to 1.</param>
/// <param name="Orders12m">Expected orders over the next 12 months.</param>
/// <param name="Value12m">Expected value of them, in the reporting currency.</param>
/// <param name="Recency">RFM 1 to 5, 5 = bought most recently; null before there is enough to compare with.</param>
/// <param name="Frequency">RFM 1 to 5, 5 = buys most often.</param>
/// <param name="Monetary">RFM 1 to 5, 5 = spends most.</param>
public sealed record PredictedValue(double? Alive, double Returns12m, double Orders12m, decimal Value12m, int? Recency, int? Frequency, int? Monetary);
