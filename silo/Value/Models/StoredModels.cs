using CustomerGrains.Domain.Customers;
using CustomerGrains.Domain.Rules;
using CustomerGrains.Domain.Value.Prediction;
using CustomerGrains.Grains.Value;
using CustomerGrains.Silo.Rules;

namespace CustomerGrains.Silo.Value.Models;

/// <summary>
/// Predicts with the models that the store has. Read before the silo takes calls, before rules of a new generation are in force (a model that changes
/// anybody's segments comes with one), and every few seconds.
/// </summary>
sealed class StoredModels : IPredictions, IValueModels, IDisposable
{
    readonly ModelStore _store;
    readonly IReportingCurrency _reporting;
    readonly SemaphoreSlim _reading = new(1, 1);
    volatile IReadOnlyList<FittedModel> _models = [];
    volatile ModelPredictions _predictions = ModelPredictions.Nothing;

    public StoredModels(ModelStore store, IReportingCurrency reporting, RuleBook rules)
    {
        (_store, _reporting) = (store, reporting);
        rules.Refreshing += RefreshAsync;
    }

    public FittedModel? Latest => _models is [var latest, ..] ? latest : null;

    public BaseCount? LastLook { get; set; }

    public PredictedValue? Of(CustomerState state, long now) => Snapshot().Of(state, now);

    public double? Number(CustomerState state, long now, PredictedNumber number) => Snapshot().Number(state, now, number);

    public Prediction? Explain(CustomerState state, long now) => Snapshot().Explain(state, now);

    public IPredictions Snapshot()
    {
        var predictions = _predictions;
        var reporting = _reporting.Current;
        if (ReferenceEquals(predictions.Reporting, reporting))
            return predictions;
        // Another currency, or the first look: two callers may both make one, and both are right.
        return _predictions = new(_models, reporting);
    }

    /// <summary>Reads what the store has, if it is something else.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        await _reading.WaitAsync(cancellationToken);
        try
        {
            if (await _store.VersionAsync(cancellationToken) == (Latest?.Version ?? 0))
                return;
            _models = await _store.LoadAsync(cancellationToken);
            _predictions = new(_models, _reporting.Current);
        }
        finally
        {
            _reading.Release();
        }
    }

    public void Dispose() => _reading.Dispose();
}
