using CustomerGrains.Domain.Rules;
using CustomerGrains.Silo.Backfills;
using CustomerGrains.Silo.Rules;
using CustomerGrains.Web.Hosting;
using CustomerGrains.Web.Rules;

namespace CustomerGrains.Web.Segments;

/// <summary>
/// Tries rules over everybody. A preview reads as much as the machine gives, so few run at a time, and who asks when many wait is told to come
/// back: live events go before.
/// </summary>
sealed class SegmentPreviews(IPreview preview, IDefinitionStore definitions, RuleChecker checker) : IDisposable
{
    /// <summary>How many may run at a time.</summary>
    public const int MostRunning = 2;

    /// <summary>How many may wait besides.</summary>
    public const int MostWaiting = 8;

    readonly SemaphoreSlim _running = new(MostRunning, MostRunning);
    int _inside;

    /// <summary>Whom the rule finds; with a key, what it changes for that segment.</summary>
    public async Task<IResult> RunAsync(string text, string? key, CancellationToken cancellationToken)
    {
        if (key is not null && await definitions.FindAsync(DefinitionKind.Segment, key, cancellationToken) is null)
            return Problems.NotFound("key", key, "There is no segment with this key to compare with: leave the key out.");
        var errors = await checker.ErrorsAsync(text, DefinitionKind.Segment, key ?? "", cancellationToken);
        if (errors.Count > 0) return RuleProblems.Of("rule", text, errors);
        if (RuleText.Read(text, RuleUse.Segment).Rule is not { } rule) throw new InvalidOperationException("A rule without errors can't be read.");
        if (Interlocked.Increment(ref _inside) > MostRunning + MostWaiting)
        {
            Interlocked.Decrement(ref _inside);
            return Problems.Retry(StatusCodes.Status429TooManyRequests, IPreview.Budget, "Many previews are running already: try again in a few seconds.");
        }
        try
        {
            await _running.WaitAsync(cancellationToken);
            try
            {
                return TypedResults.Ok(Reply(await preview.RunAsync(rule, key, IPreview.Budget, cancellationToken), key is not null));
            }
            finally
            {
                _running.Release();
            }
        }
        finally
        {
            Interlocked.Decrement(ref _inside);
        }
    }

    public void Dispose() => _running.Dispose();

    static PreviewReply Reply(PreviewResult result, bool compared) => new(
        result.Matches,
        Shares.Of(result.Matches, result.Population),
        result.Population,
        result.Scanned,
        result.Exact,
        (long)Math.Round(result.Milliseconds),
        Samples(result.Sample),
        compared ? result.Joins : null,
        compared ? result.Leaves : null,
        compared ? Samples(result.JoinSample) : null,
        compared ? Samples(result.LeaveSample) : null);

    static List<SampleReply> Samples(IReadOnlyList<PreviewCustomer> samples) => [.. samples.Select(sample => new SampleReply(sample.Id, sample.DisplayName, sample.Why))];
}
