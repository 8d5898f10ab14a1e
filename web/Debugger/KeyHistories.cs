using System.Collections.Concurrent;
using CustomerGrains.Web.Hosting;
using CustomerGrains.Web.Ingestion;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CustomerGrains.Web.Debugger;

/// <summary>What became of the latest events of each write key in this process, whether somebody watches or not.</summary>
sealed class KeyHistories(TimeProvider clock)
{
    /// <summary>Keys that are remembered at a time; beyond, the one that was silent longest is forgotten.</summary>
    public const int MostKeys = 200;

    readonly ConcurrentDictionary<string, KeyHistory> _histories = new(StringComparer.Ordinal);
    readonly Lock _making = new();

    /// <summary>Set by the pump: something is new for a key.</summary>
    public Action<string>? Changed { get; set; }

    /// <summary>The history of a key; an empty one if it sent nothing yet.</summary>
    public KeyHistory Of(string keyId) => _histories.TryGetValue(keyId, out var history) ? history : Make(keyId);

    /// <summary>A request was recorded.</summary>
    public void Recorded(string keyId, EventsReader events, RecordOutcome outcome)
    {
        Of(keyId).Recorded(events, outcome.Known);
        Changed?.Invoke(keyId);
    }

    /// <summary>A request was refused.</summary>
    /// <param name="keyId">The key it brought.</param>
    /// <param name="status">The answer's status.</param>
    /// <param name="result">The answer.</param>
    /// <param name="body">What is kept of the body, or null.</param>
    /// <param name="cut">Whether that is only its beginning.</param>
    public void Refused(string keyId, int status, IResult result, byte[]? body, bool cut)
    {
        var problem = Problem(result);
        Of(keyId).Refused(new(clock.GetUtcNow(), status, null, null, null, null, $"{status}: {problem.Reason}", problem, body is null ? (ReadOnlyMemory<byte>?)null : body), cut && body is not null);
        Changed?.Invoke(keyId);
    }

    KeyHistory Make(string keyId)
    {
        lock (_making)
        {
            if (_histories.Count >= MostKeys && _histories.Where(pair => !pair.Value.Watched).MinBy(pair => pair.Value.LastAt) is { Key: not null } silent)
                _histories.TryRemove(silent);
            return _histories.GetOrAdd(keyId, _ => new());
        }
    }

    static FieldProblem Problem(IResult result)
    {
        var problem = result is RetryLater later ? later.Problem : result as ProblemHttpResult;
        var detail = problem?.ProblemDetails.Detail ?? "The request was refused.";
        return problem is not null && problem.ProblemDetails.Extensions.TryGetValue("errors", out var errors) && errors is FieldProblem[] { Length: > 0 } fields
            ? fields[0]
            : new("request", null, detail);
    }
}
