using CustomerGrains.Domain.Rules;

namespace CustomerGrains.Silo.Backfills;

/// <summary>Tries a rule on everybody, from their own journals, and changes nothing.</summary>
public interface IPreview
{
    /// <summary>How long a preview takes at most, unless the caller says otherwise.</summary>
    static readonly TimeSpan Budget = TimeSpan.FromSeconds(3);

    /// <summary>Counts whom the rule fits and, against a segment as it is now, who would join and who would leave it.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="againstKey">The segment to compare with, or null.</param>
    /// <param name="budget">After so long the rest is estimated from those looked at, who are a fair sample; null = <see cref="Budget"/>.</param>
    /// <param name="cancellationToken">Stops it.</param>
    Task<PreviewResult> RunAsync(Rule rule, string? againstKey, TimeSpan? budget, CancellationToken cancellationToken);
}

/// <summary>What a preview found.</summary>
/// <param name="Scanned">Customers looked at.</param>
/// <param name="Population">Customers there are.</param>
/// <param name="Matches">Whom the rule fits: counted, or estimated where <paramref name="Exact"/> is false.</param>
/// <param name="Joins">Who would join the segment; 0 where there is nothing to compare with.</param>
/// <param name="Leaves">Who would leave it.</param>
/// <param name="Sample">Some of those whom the rule fits.</param>
/// <param name="JoinSample">Some of those who would join.</param>
/// <param name="LeaveSample">Some of those who would leave.</param>
/// <param name="Milliseconds">How long it took.</param>
/// <param name="Exact">Whether everybody was looked at.</param>
public sealed record PreviewResult(
    long Scanned,
    long Population,
    long Matches,
    long Joins,
    long Leaves,
    IReadOnlyList<PreviewCustomer> Sample,
    IReadOnlyList<PreviewCustomer> JoinSample,
    IReadOnlyList<PreviewCustomer> LeaveSample,
    double Milliseconds,
    bool Exact)
{
    /// <summary>The share of the customers looked at whom the rule fits, 0 to 1.</summary>
    public double Share => Population == 0 ? 0 : (double)Matches / Population;
}

/// <summary>A customer of a sample.</summary>
/// <param name="Id">Her id.</param>
/// <param name="DisplayName">Her name, or null.</param>
/// <param name="Why">What the rule finds about her, in words and numbers.</param>
public sealed record PreviewCustomer(string Id, string? DisplayName, string Why);
