using CustomerGrains.Domain.Value;

namespace CustomerGrains.Grains.Value;

/// <summary>The currency in which totals are shown, and the rates that are known, at this moment.</summary>
public interface IReportingCurrency
{
    /// <summary>Never null; changes at most once in the life of a store, when the first currency arrives and none is configured.</summary>
    ReportingCurrency Current { get; }
}
