using CustomerGrains.Domain.Kpis;
using CustomerGrains.Domain.Value;
using CustomerGrains.Grains.Journal;
using CustomerGrains.Grains.Value;
using CustomerGrains.Silo.Settings;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CustomerGrains.Silo.Value;

/// <summary>
/// The configured reporting currency, or else the first one that arrives: it is written down before the money itself is, so that rules measure that money in
/// it, and kept. Until one arrives it is US dollars, of which there are none yet.
/// </summary>
sealed partial class StoredReportingCurrency(ValueOptions options, ISettingStore settings, ILogger<StoredReportingCurrency> logger)
    : IReportingCurrency, ICommitObserver, IHostedService
{
    const string Setting = "reportingCurrency";
    const string UntilOneArrives = "USD";

    volatile ReportingCurrency _current = new(options.ReportingCurrency ?? UntilOneArrives, options.Rates);
    volatile bool _settled = options.ReportingCurrency is not null;

    public ReportingCurrency Current => _current;

    public bool IsSettled => _settled;

    public async ValueTask SettleAsync(string currency, CancellationToken cancellationToken)
    {
        if (_settled)
        {
            return;
        }

        // The first word counts, whoever said it: another process may have been first.
        Settle(await settings.GetOrAddAsync(Setting, currency, cancellationToken));
    }

    public void OnCommitted(IReadOnlyList<Commit> commits)
    {
        if (!_settled && FirstIn(commits) is { } currency)
        {
            Settle(currency);
            _ = KeepAsync(currency);
        }
    }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            // The migrations have run: they start before everything else.
            await FindAsync(cancellationToken);
        }
        catch (JournalUnavailableException error)
        {
            NotKept(logger, error); // the first commit finds it
        }
    }

    /// <summary>Reads which one was settled on, unless that is known.</summary>
    public async Task FindAsync(CancellationToken cancellationToken)
    {
        if (!_settled && await settings.GetAsync(Setting, cancellationToken) is { } kept)
        {
            Settle(kept);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    static string? FirstIn(IReadOnlyList<Commit> commits)
    {
        foreach (var commit in commits)
        {
            foreach (var delta in commit.Deltas)
            {
                if (delta.Metric is Metrics.Orders or Metrics.Refunds && delta.Dimension.Length > 0)
                {
                    return delta.Dimension;
                }
            }
        }

        return null;
    }

    void Settle(string currency)
    {
        if (_current.Currency != currency)
        {
            _current = new(currency, options.Rates);
        }

        _settled = true;
    }

    async Task KeepAsync(string currency)
    {
        try
        {
            // Another process may have been first.
            Settle(await settings.GetOrAddAsync(Setting, currency, CancellationToken.None));
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            _settled = false; // the next commit tries again
            NotKept(logger, error);
        }
    }

    [LoggerMessage(EventId = 20, Level = LogLevel.Warning, Message = "The reporting currency could not be written down yet; the next commit tries again")]
    static partial void NotKept(ILogger logger, Exception error);
}
