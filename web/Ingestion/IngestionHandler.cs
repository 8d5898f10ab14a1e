using CustomerGrains.Contracts.Touchpoints;
using CustomerGrains.Domain.Touchpoints;
using CustomerGrains.Grains.Telemetry;
using CustomerGrains.Web.Debugger;
using CustomerGrains.Web.Health;
using CustomerGrains.Web.Hosting;
using CustomerGrains.Web.Security;

namespace CustomerGrains.Web.Ingestion;

/// <summary>
/// One ingestion request, from the bytes to the answer. Refuses as early as it can; answers 2xx only when everything is durable;
/// blames the sender (4xx) only for what the sender can mend, and the store's troubles on the store (503).
/// </summary>
sealed class IngestionHandler(
    WriteKeys keys, IngestGate gate, KeyRates rates, Recorder recorder, IngestMetrics metrics, KeyHistories histories, Catalogue catalogue, Readiness readiness, TimeProvider clock)
{
    static readonly TimeSpan _soon = TimeSpan.FromSeconds(1);

    /// <summary>Answers a request with one event (the path says of which kind) or a batch (null).</summary>
    public async Task HandleAsync(HttpContext context, string? kind)
    {
        var answer = await AnswerAsync(context, kind);
        if (answer.Result is IStatusCodeHttpResult { StatusCode: >= 400 and var status })
        {
            metrics.Refused(status);
            if (answer.KeyId is { } keyId) histories.Refused(keyId, status, answer.Result, answer.Body, answer.Cut);
        }
        await answer.Result.ExecuteAsync(context);
    }

    async Task<Answer> AnswerAsync(HttpContext context, string? kind)
    {
        if (!readiness.Accepting) return new(Problems.Unavailable("The server is starting: try again."));
        // A key in the header is checked before anything is read.
        var key = WriteKeyHeader.Read(context.Request);
        KeyCheck? checkedKey = key is null ? null : await keys.CheckAsync(key);
        if (checkedKey is { Granted: false }) return new(Refused(context, checkedKey.Value));

        using var pass = gate.Open();
        var expected = context.Request.ContentLength is { } length && context.Request.Headers.ContentEncoding.Count == 0 ? length : IngestionOptions.MaxBodyBytes;
        if (!pass.TryHoldBytes(Math.Min(expected, IngestionOptions.MaxBodyBytes))) return new(Busy(), checkedKey?.KeyId);
        var (body, refusal) = await BodyReader.ReadAsync(context.Request, IngestionOptions.MaxBodyBytes, context.RequestAborted);
        if (body is null)
        {
            // The rest of the body is not read, so the connection is of no more use.
            context.Response.Headers.Connection = "close";
            return new(refusal!.ToResult(), checkedKey?.KeyId);
        }
        using (body)
        {
            var started = clock.GetTimestamp();
            if (!pass.TryHoldBytes(body.Length)) return new(Busy(), checkedKey?.KeyId);
            (var document, refusal) = BodyParser.Parse(body.Filled);
            if (document is null) return new(refusal!.ToResult(), checkedKey?.KeyId, KeyBody.OfUnreadable(body.Filled.Span, out var cut), cut);
            using (document)
            {
                checkedKey ??= await keys.CheckAsync(BodyParser.WriteKeyOf(document.RootElement));
                if (!checkedKey.Value.Granted) return new(Refused(context, checkedKey.Value));
                var keyId = checkedKey.Value.KeyId!;
                var events = new EventsReader(Times.WholeMilliseconds(clock.GetUtcNow()), catalogue);
                if (events.Read(document.RootElement, kind) is { } wrong) return new(wrong.ToResult(), keyId, KeyBody.Of(document.RootElement, out var cut), cut);
                return new(await RecordAsync(events, keyId, pass, started), keyId);
            }
        }
    }

    async Task<IResult> RecordAsync(EventsReader events, string keyId, IngestGate.Pass pass, long started)
    {
        if (!pass.TryHoldEvents(events.Touchpoints.Count)) return Busy();
        if (!rates.TryTake(keyId, events.Touchpoints.Count, out var retryAfter))
            return Problems.Retry(StatusCodes.Status429TooManyRequests, retryAfter, "This write key sends more events a second than it may: slow down.");

        using var activity = Instruments.Activities.StartActivity("ingest");
        var outcome = await recorder.RecordAsync(events.Touchpoints);
        activity?.SetTag("ingest.events", events.Touchpoints.Count).SetTag("ingest.rejected", events.Rejected.Count)
            .SetTag("ingest.duplicates", outcome.Duplicates).SetTag("ingest.outcome", outcome.Status.ToString());
        if (outcome.Status == RecordStatus.Busy) return Busy();
        if (outcome.Status != RecordStatus.Recorded) return Problems.Unavailable("The store can't be reached at the moment: send the same again later. What was recorded already is not recorded twice.");

        metrics.Recorded(outcome, clock.GetElapsedTime(started));
        metrics.Rejected(events.Rejected);
        histories.Recorded(keyId, events, outcome);
        return new IngestReply(true, outcome.Accepted, outcome.Duplicates, events.Rejected);
    }

    RetryLater Busy()
    {
        gate.TurnAway();
        return Problems.Retry(StatusCodes.Status429TooManyRequests, _soon, "The server has as much work as it can take: send the same again a little later.");
    }

    static IResult Refused(HttpContext context, KeyCheck check)
    {
        if (check.Unreachable) return Problems.Unavailable("The key can't be checked at the moment: try again.");
        context.Response.Headers.WWWAuthenticate = "Bearer realm=\"ingestion\"";
        return Problems.Of(StatusCodes.Status401Unauthorized, check.Missing
            ? "There is no write key: send it as the user name of Basic authorization, as a Bearer token, or as writeKey in the body."
            : "This write key is not known here: check it, or ask the administrator for a new one.");
    }

    /// <summary>The answer, whose key it was as far as that is known, and what is kept of a body that nobody could read events from.</summary>
    readonly record struct Answer(IResult Result, string? KeyId = null, byte[]? Body = null, bool Cut = false);
}
