using CustomerGrains.Contracts.Touchpoints;
using CustomerGrains.Web.Health;
using CustomerGrains.Web.Hosting;
using CustomerGrains.Web.Security;
using CustomerGrains.Web.Telemetry;

namespace CustomerGrains.Web.Ingestion;

/// <summary>
/// One ingestion request, from the bytes to the answer. Refuses as early as it can; answers 2xx only when everything is durable;
/// blames the sender (4xx) only for what the sender can mend, and the store's troubles on the store (503).
/// </summary>
sealed class IngestionHandler(
    WriteKeys keys, IngestGate gate, KeyRates rates, Recorder recorder, IngestMetrics metrics, Readiness readiness, TimeProvider clock)
{
    static readonly TimeSpan _soon = TimeSpan.FromSeconds(1);

    /// <summary>Answers a request with one event (the path says of which kind) or a batch (null).</summary>
    public async Task<IResult> HandleAsync(HttpContext context, string? kind)
    {
        var result = await AnswerAsync(context, kind);
        if (result is IStatusCodeHttpResult { StatusCode: >= 400 and var status }) metrics.Refused(status);
        return result;
    }

    async Task<IResult> AnswerAsync(HttpContext context, string? kind)
    {
        if (!readiness.Accepting) return Problems.Unavailable("The server is starting: try again.");
        // A key in the header is checked before anything is read.
        var key = WriteKeyHeader.Read(context.Request);
        KeyCheck? checkedKey = key is null ? null : await keys.CheckAsync(key);
        if (checkedKey is { Granted: false }) return Refused(context, checkedKey.Value);

        using var pass = gate.Open();
        var expected = context.Request.ContentLength is { } length && context.Request.Headers.ContentEncoding.Count == 0 ? length : IngestionOptions.MaxBodyBytes;
        if (!pass.TryHoldBytes(Math.Min(expected, IngestionOptions.MaxBodyBytes))) return Busy();
        var (body, refusal) = await BodyReader.ReadAsync(context.Request, IngestionOptions.MaxBodyBytes, context.RequestAborted);
        if (body is null)
        {
            // The rest of the body is not read, so the connection is of no more use.
            context.Response.Headers.Connection = "close";
            return refusal!.ToResult();
        }
        using (body)
        {
            var started = clock.GetTimestamp();
            if (!pass.TryHoldBytes(body.Length)) return Busy();
            (var document, refusal) = BodyParser.Parse(body.Filled);
            if (document is null) return refusal!.ToResult();
            using (document)
            {
                checkedKey ??= await keys.CheckAsync(BodyParser.WriteKeyOf(document.RootElement));
                if (!checkedKey.Value.Granted) return Refused(context, checkedKey.Value);
                var events = new EventsReader(Times.WholeMilliseconds(clock.GetUtcNow()));
                if (events.Read(document.RootElement, kind) is { } wrong) return wrong.ToResult();
                return await RecordAsync(events, checkedKey.Value.KeyId!, pass, started);
            }
        }
    }

    async Task<IResult> RecordAsync(EventsReader events, string keyId, IngestGate.Pass pass, long started)
    {
        if (!pass.TryHoldEvents(events.Touchpoints.Count)) return Busy();
        if (!rates.TryTake(keyId, events.Touchpoints.Count, out var retryAfter))
            return Problems.Retry(StatusCodes.Status429TooManyRequests, retryAfter, "This write key sends more events a second than it may: slow down.");

        using var activity = Instruments.Activities.StartActivity("ingest");
        activity?.SetTag("events", events.Touchpoints.Count);
        var outcome = await recorder.RecordAsync(events.Touchpoints);
        if (outcome.Status == RecordStatus.Busy) return Busy();
        if (outcome.Status != RecordStatus.Recorded) return Problems.Unavailable("The store can't be reached at the moment: send the same again later. What was recorded already is not recorded twice.");

        metrics.Recorded(outcome, clock.GetElapsedTime(started));
        metrics.Rejected(events.Rejected);
        return TypedResults.Json(new IngestReply(true, outcome.Accepted, outcome.Duplicates, events.Rejected), IngestionJson.Default.IngestReply);
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
}
