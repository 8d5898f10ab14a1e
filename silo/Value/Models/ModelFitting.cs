using CustomerGrains.Domain.Customers;
using CustomerGrains.Domain.Kpis;
using CustomerGrains.Domain.Rules;
using CustomerGrains.Domain.Value.Prediction;
using CustomerGrains.Grains.Journal;
using CustomerGrains.Grains.Rules;
using CustomerGrains.Grains.Value;
using CustomerGrains.Silo.Backfills;
using CustomerGrains.Silo.Kpis;
using CustomerGrains.Silo.Rules;
using CustomerGrains.Silo.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CustomerGrains.Silo.Value.Models;

/// <summary>
/// Keeps the value models fitted to the base: the first as soon as there are enough repeat customers, another when they grew by a tenth, when a day
/// has passed, or when the reporting currency is another one. It reads everybody's journals without waking anybody, in bounded memory, and steps back
/// for live traffic. Where published rules mention predictions everybody is evaluated anew with the new model.
/// </summary>
sealed partial class ModelFitting(
    StoredModels models,
    IKpiStore kpis,
    CustomerScan scan,
    DefinitionStore definitions,
    IRuleBook rules,
    IReportingCurrency reporting,
    LiveTraffic traffic,
    StoreDatabase database,
    TimeProvider clock,
    ILogger<ModelFitting> logger) : BackgroundService
{
    /// <summary>How often it looks whether there is something to do.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    /// <summary>A model older than this is fitted anew.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(1);

    /// <summary>The least time between two looks at everybody.</summary>
    public static readonly TimeSpan Rest = TimeSpan.FromMinutes(1);

    /// <summary>A base that grew so much deserves another model.</summary>
    public const double Growth = 1.1;

    // At most a twentieth of the time goes into looking at everybody.
    const int RestPerWork = 20;

    static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(500);

    Look? _last;

    /// <summary>Fits, if it is time to.</summary>
    /// <returns>The new model, or null if there is none.</returns>
    public async Task<FittedModel?> RunAsync(CancellationToken cancellationToken)
    {
        await models.RefreshAsync(cancellationToken);
        var orders = (long)(await kpis.TotalsAsync(cancellationToken)).Where(total => total.Metric == Metrics.Orders).Sum(total => total.Value);
        if (!IsTimeToLook(orders))
            return null;
        var began = clock.GetTimestamp();
        var currency = reporting.Current;
        var sample = await GatherAsync(cancellationToken);
        var (latest, now) = (models.Latest, clock.GetUtcNow());
        models.LastLook = new(now, sample.Buyers, sample.Repeaters);
        var deserved = latest is null || latest.Currency != currency.Currency || now - latest.FittedAt >= Lifetime || sample.Repeaters >= latest.Repeaters * Growth;
        var model = deserved ? await Task.Run(() => sample.Fit(now, currency.Currency, (latest?.Version ?? 0) + 1, orders), cancellationToken) : null;
        _last = new(orders, clock.GetUtcNow(), clock.GetElapsedTime(began));
        if (model is null)
            return null;
        if (!await KeepAsync(model, cancellationToken))
            return null; // another process was quicker
        Fitted(logger, model.Version, model.Repeaters, model.Buyers, _last.Took.TotalSeconds);
        return models.Latest;
    }

    /// <summary>The models are there before anybody is asked about.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await QuietlyAsync(models.RefreshAsync, cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        do
        {
            await QuietlyAsync(RunAsync, stoppingToken);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    bool IsTimeToLook(long orders)
    {
        var now = clock.GetUtcNow();
        // Fewer orders can't come from enough repeat customers; and money is measured only once it is settled what in.
        if (orders < 2 * FittedModel.FewestRepeaters || !reporting.IsSettled)
            return false;
        if (_last is { } last)
        {
            if (now < last.At + Rest || now < last.At + (last.Took * RestPerWork))
                return false;
            if (orders < last.Orders * Growth && now < last.At + Lifetime)
                return models.Latest is { } known && known.Currency != reporting.Current.Currency;
        }

        return models.Latest is not { } latest
            || latest.Currency != reporting.Current.Currency
            || orders >= latest.Orders * Growth
            || now - latest.FittedAt >= Lifetime;
    }

    async Task<BuyerSample> GatherAsync(CancellationToken cancellationToken)
    {
        var sample = new BuyerSample();
        var from = "";
        while (true)
        {
            var began = clock.GetTimestamp();
            var through = await scan.EndOfRangeAsync(from, cancellationToken);
            await foreach (var piece in scan.ReadAsync(from, through, cancellationToken))
            {
                foreach (var customer in piece.Customers)
                    Add(sample, customer);
                foreach (var id in piece.Others)
                    Add(sample, await scan.FoldAsync(id, cancellationToken));
            }

            if (through is null)
                return sample;
            from = through;
            // Beside live traffic, as long a rest as the work took.
            var took = clock.GetElapsedTime(began);
            if (traffic.IsBusy && took > TimeSpan.Zero)
                await Task.Delay(took < LongestPause ? took : LongestPause, clock, cancellationToken);
        }
    }

    // Who was never identified comes back as somebody else: she would look like a customer lost after her first order.
    void Add(BuyerSample sample, CustomerState customer)
    {
        if (customer is { LinkedTo: null, Known: true } && BuyerHistory.Of(customer, reporting.Current) is { } buyer)
            sample.Add(customer.Id, buyer);
    }

    async Task<bool> KeepAsync(FittedModel model, CancellationToken cancellationToken)
    {
        var kept = MentionsPredictions(rules.Current)
            ? await definitions.ReevaluateAsync(
                "value model", (connection, transaction, token) => ModelStore.TryAddAsync(connection, transaction, model, token), cancellationToken)
            : await database.WriteAsync((connection, transaction, token) => ModelStore.TryAddAsync(connection, transaction, model, token), cancellationToken);
        await models.RefreshAsync(cancellationToken);
        return kept;
    }

    static bool MentionsPredictions(RuleSet rules) =>
        rules.Segments.Any(segment => Mentions(segment.Rule)) || rules.Stages.Any(stage => Mentions(stage.Rule));

    static bool Mentions(Rule rule) => rule.Inputs.Any(input => input.Part == InputPart.Predictions);

    async Task QuietlyAsync(Func<CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        try
        {
            await work(cancellationToken);
        }
        catch (Exception e) when (database.IsUnavailable(e) || e is JournalUnavailableException or InvalidOperationException or System.Text.Json.JsonException)
        {
            NotFitted(logger, e);
        }
    }

    [LoggerMessage(EventId = 60, Level = LogLevel.Information, Message = "Value models {Version} fitted to {Repeaters} repeat customers of {Buyers} buyers in {Seconds:0.0} s")]
    static partial void Fitted(ILogger logger, int version, long repeaters, long buyers, double seconds);

    [LoggerMessage(EventId = 61, Level = LogLevel.Warning, Message = "The value models could not be read or fitted; trying again soon")]
    static partial void NotFitted(ILogger logger, Exception error);

    sealed record Look(long Orders, DateTimeOffset At, TimeSpan Took);
}
