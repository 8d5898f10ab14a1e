using CustomerGrains.Domain.Value;

namespace CustomerGrains.Grains.Value;

/// <summary>The currency in which totals are shown, and the rates that are known, at this moment.</summary>
public interface IReportingCurrency
{
    /// <summary>Never null; changes at most once in the life of a store, when the first currency arrives and none is configured.</summary>
    ReportingCurrency Current { get; }

    /// <summary>Whether it is configured or written down, and so will not change any more.</summary>
    bool IsSettled => true;

    /// <summary>
    /// Writes the currency down if none is, and ends when <see cref="Current"/> is the one that is written: called before the first money of a store is
    /// measured by rules, so that nobody is judged by a currency that is another one a moment later.
    /// </summary>
    /// <exception cref="Journal.JournalUnavailableException">The store can't be reached.</exception>
    ValueTask SettleAsync(string currency, CancellationToken cancellationToken) => ValueTask.CompletedTask;
}
