using CustomerGrains.Domain.Customers;
using CustomerGrains.Domain.Rules;
using CustomerGrains.Domain.Value;
using CustomerGrains.Domain.Value.Prediction;

namespace CustomerGrains.Silo.Value.Models;

/// <summary>
/// Predicts with the model that was the latest on the day asked about: of the past with what was known then, of days before the first model nothing.
/// Immutable.
/// </summary>
/// <param name="models">Newest first.</param>
/// <param name="reporting">The currency of totals.</param>
sealed class ModelPredictions(IReadOnlyList<FittedModel> models, ReportingCurrency reporting) : IPredictions
{
    const long Day = 86_400_000;

    readonly Predictions[] _predictions = [.. models.Select(model => new Predictions(model, reporting))];

    public static ModelPredictions Nothing { get; } = new([], new("", new Dictionary<string, decimal>()));

    public FittedModel? Latest => models.Count == 0 ? null : models[0];

    public ReportingCurrency Reporting => reporting;

    public PredictedValue? Of(CustomerState state, long now) => On(now)?.Of(state, now);

    public double? Number(CustomerState state, long now, PredictedNumber number) => On(now)?.Number(state, now, number);

    public Prediction? Explain(CustomerState state, long now) => On(now)?.Explain(state, now);

    // Whole days: rules ask for the beginning of one, and a model fitted at noon is that day's.
    Predictions? On(long time)
    {
        var end = (long)((Math.Floor((double)time / Day) + 1) * Day);
        foreach (var predictions in _predictions)
        {
            if (predictions.Model.FittedAt.ToUnixTimeMilliseconds() < end)
                return predictions;
        }

        return null;
    }
}
