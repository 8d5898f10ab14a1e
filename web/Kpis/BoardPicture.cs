using CustomerGrains.Contracts.Kpis;
using CustomerGrains.Domain.Value;

namespace CustomerGrains.Web.Kpis;

/// <summary>The board at one moment.</summary>
/// <param name="Windows">The key figures by window.</param>
/// <param name="Previous">Those of the windows just before; null if they are as the caller knows them.</param>
/// <param name="PreviousVersion">The version of these.</param>
/// <param name="Current">The steps that are not over yet.</param>
/// <param name="Breakdown">Touchpoints by channel and name, by window; null if not wanted or as the caller knows them.</param>
/// <param name="BreakdownVersion">The version of these.</param>
/// <param name="Reporting">The currency and the rates that all of it was counted with.</param>
sealed record BoardPicture(
    IReadOnlyDictionary<string, KpiView> Windows,
    IReadOnlyDictionary<string, PreviousKpiView>? Previous,
    long PreviousVersion,
    IReadOnlyDictionary<string, KpiBucket> Current,
    IReadOnlyDictionary<string, BreakdownCounts>? Breakdown,
    long BreakdownVersion,
    ReportingCurrency Reporting);

/// <summary>Touchpoints of one window by channel and by name; what there was none of is left out.</summary>
sealed record BreakdownCounts(IReadOnlyDictionary<string, long> Channels, IReadOnlyDictionary<string, long> Names);

/// <summary>Touchpoints of one window by channel and by name, with those of the window just before.</summary>
sealed record Breakdown(
    string Window, DateTimeOffset AsOf, IReadOnlyDictionary<string, BreakdownEntry> Channels, IReadOnlyDictionary<string, BreakdownEntry> Names);

/// <summary>How many touchpoints, and how many in the window just before (null for everything).</summary>
sealed record BreakdownEntry(long Events, long? Previous);
