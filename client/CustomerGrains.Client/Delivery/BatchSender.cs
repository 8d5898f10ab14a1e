using System.Net.Http.Headers;
using System.Text;

namespace CustomerGrains.Client.Delivery;

/// <summary>What one attempt came to: a receipt, a refusal for good, or passing trouble.</summary>
readonly record struct Attempt(BatchReceipt? Receipt, bool Passing, int? Status, string Reason, TimeSpan? RetryAfter)
{
    public static Attempt Trouble(string reason, int? status = null) => new(null, true, status, reason, null);
}

/// <summary>Sends one batch until it is delivered, refused or given up, with the same message ids each time; then reports. Never throws.</summary>
sealed class BatchSender(CustomerGrainsOptions options, HttpClient http, CancellationToken stop)
{
    const int WorthCompressing = 1_024;

    readonly RetryPolicy _retries = new(options);
    readonly Reporter _report = new(options);
    readonly Uri _address = new(options.Endpoint.AbsoluteUri.TrimEnd('/') + "/v1/batch");
    readonly AuthenticationHeaderValue _key = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(options.WriteKey + ":")));
    readonly TimeProvider _time = options.TimeProvider;

    public async Task SendAsync(Batch batch)
    {
        var started = _time.GetTimestamp();
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                stop.ThrowIfCancellationRequested();
                var result = await TryAsync(batch);
                if (result.Receipt is { } receipt)
                {
                    _report.Delivered(receipt);
                    return;
                }
                if (!result.Passing)
                {
                    _report.Failed(new DeliveryFailure(batch.Events, FailureKind.Refused, result.Status, result.Reason));
                    return;
                }
                var pause = _retries.Pause(attempt, result.RetryAfter);
                if (!_retries.MayRetry(attempt, _time.GetElapsedTime(started), pause))
                {
                    var reason = $"given up after {attempt} attempts: {result.Reason}";
                    _report.Failed(new DeliveryFailure(batch.Events, FailureKind.GaveUp, result.Status, reason));
                    return;
                }
                _report.Retrying(new DeliveryRetry(attempt, batch.Count, pause, result.Status, result.Reason));
                await Task.Delay(pause, _time, stop);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                _report.Failed(new DeliveryFailure(batch.Events, FailureKind.Stopped, null, "the client was disposed before they were delivered"));
                return;
            }
        }
    }

    async Task<Attempt> TryAsync(Batch batch)
    {
        using var timeout = new CancellationTokenSource(options.RequestTimeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, stop);
        try
        {
            using var request = Request(batch);
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            var status = (int)response.StatusCode;
            // The answer must arrive whole: without it we do not know, so we ask again with the same ids.
            var body = await response.Content.ReadAsByteArrayAsync(either.Token);
            if (status is >= 200 and <= 299)
            {
                return Answer.Read(body, batch.Events) is { } receipt
                    ? new Attempt(receipt, false, status, "", null)
                    : Attempt.Trouble($"{options.Endpoint} answered, but not as CustomerGrains does; check the endpoint", status);
            }
            return new Attempt(null, RetryPolicy.IsPassing(status), status, Reason(status, response, body),
                RetryPolicy.RetryAfter(response.Headers.RetryAfter, _time.GetUtcNow()));
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return Attempt.Trouble($"no answer within {options.RequestTimeout.TotalSeconds:0.#} s");
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return Attempt.Trouble(e.InnerException is { } inner && e.Message.Length == 0 ? inner.Message : e.Message);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // A handler of the caller's that throws anything else: the batch must still come to an end that is reported.
            return Attempt.Trouble($"{e.GetType().Name}: {e.Message}");
        }
    }

    HttpRequestMessage Request(Batch batch)
    {
        var body = batch.Body(_time.GetUtcNow());
        var compress = options.Gzip && body.Length > WorthCompressing;
        var content = new ByteArrayContent(compress ? Batch.Gzip(body) : body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        if (compress) content.Headers.ContentEncoding.Add("gzip");
        var request = new HttpRequestMessage(HttpMethod.Post, _address) { Content = content };
        request.Headers.Authorization = _key;
        return request;
    }

    static string Reason(int status, HttpResponseMessage response, byte[] body)
    {
        var problem = Answer.Problem(body);
        var advice = status switch
        {
            401 or 403 => "the write key was refused; check WriteKey",
            404 => "there is no CustomerGrains at this address; check Endpoint",
            413 => "the body is too large for the server or a proxy before it; lower FlushAt",
            >= 300 and <= 399 => $"redirected to {response.Headers.Location}; set Endpoint to where the server is",
            _ => response.ReasonPhrase ?? "",
        };
        return problem.Length == 0 ? $"{status} {advice}" : $"{status} {advice}: {problem}";
    }
}
