using System.Collections.Concurrent;
using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json;

namespace CustomerGrains.ClientTests.Support;

/// <summary>One request as the server read it.</summary>
sealed record ReceivedBatch(int Number, Uri Address, string Key, bool Gzipped, int BodyBytes, string SentAt, IReadOnlyList<ReceivedEvent> Events)
{
    public IEnumerable<string> MessageIds => Events.Select(item => item.MessageId);
}

sealed record ReceivedEvent(string MessageId, string Customer, JsonElement Json);

/// <summary>
/// A server in the place of the network: applies a message id once per customer, as the real one does, and lets a test say what goes
/// wrong with which request.
/// </summary>
sealed class ScriptedServer : HttpMessageHandler
{
    readonly ConcurrentQueue<Func<ReceivedBatch, HttpResponseMessage>> _script = new();
    readonly Lock _lock = new();
    readonly HashSet<(string, string)> _seen = [];
    readonly List<ReceivedBatch> _requests = [];
    readonly List<ReceivedEvent> _applied = [];
    readonly List<(int Count, TaskCompletionSource Reached)> _waiters = [];

    /// <summary>What to do when the script is at its end; null answers well.</summary>
    public Func<ReceivedBatch, Task<HttpResponseMessage>>? Otherwise { get; set; }

    /// <summary>The answer to whether the server is there.</summary>
    public Func<HttpResponseMessage> Health { get; set; } = () => Status(200);

    /// <summary>Why the server rejects an event, or null.</summary>
    public Func<ReceivedEvent, string?> Rejects { get; set; } = _ => null;

    public IReadOnlyList<ReceivedBatch> Requests
    {
        get
        {
            lock (_lock) return [.. _requests];
        }
    }

    /// <summary>The events that took effect, each once, in order of arrival.</summary>
    public IReadOnlyList<ReceivedEvent> Applied
    {
        get
        {
            lock (_lock) return [.. _applied];
        }
    }

    public ScriptedServer Then(Func<ReceivedBatch, HttpResponseMessage> step)
    {
        _script.Enqueue(step);
        return this;
    }

    public ScriptedServer ThenStatus(int status, string? retryAfter = null) => Then(_ => Status(status, retryAfter));

    public ScriptedServer ThenUnreachable() => Then(_ => throw new HttpRequestException("Connection refused"));

    /// <summary>The server dies after its commit: the events are durable, the answer never arrives.</summary>
    public ScriptedServer ThenLosesItsAnswer() => Then(batch =>
    {
        Apply(batch);
        throw new HttpRequestException("The response ended prematurely");
    });

    public ScriptedServer ThenTakesIt() => Then(Apply);

    public static HttpResponseMessage Status(int status, string? retryAfter = null)
    {
        var response = new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent("") };
        if (retryAfter is not null) response.Headers.TryAddWithoutValidation("Retry-After", retryAfter);
        return response;
    }

    /// <summary>Ends when so many requests have arrived.</summary>
    public Task RequestsAsync(int count)
    {
        lock (_lock)
        {
            if (_requests.Count >= count) return Task.CompletedTask;
            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiters.Add((count, reached));
            return reached.Task;
        }
    }

    public HttpResponseMessage Apply(ReceivedBatch batch)
    {
        var (accepted, duplicates) = (0, 0);
        var rejected = new List<object>();
        lock (_lock)
        {
            for (var i = 0; i < batch.Events.Count; i++)
            {
                var item = batch.Events[i];
                if (Rejects(item) is { } error) rejected.Add(new { index = i, messageId = item.MessageId, error });
                else if (!_seen.Add((item.Customer, item.MessageId))) duplicates++;
                else
                {
                    accepted++;
                    _applied.Add(item);
                }
            }
        }
        var answer = JsonSerializer.Serialize(new { success = true, accepted, duplicates, rejected });
        return new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(answer, Encoding.UTF8, "application/json") };
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (request.Method == HttpMethod.Get) return Health();
        var batch = await ReadAsync(request, cancellationToken);
        if (_script.TryDequeue(out var step)) return step(batch);
        return Otherwise is { } otherwise ? await otherwise(batch).WaitAsync(cancellationToken) : Apply(batch);
    }

    async Task<ReceivedBatch> ReadAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = await request.Content!.ReadAsByteArrayAsync(cancellationToken);
        var gzipped = request.Content.Headers.ContentEncoding.Contains("gzip");
        if (gzipped)
        {
            using var plain = new MemoryStream();
            using (var gzip = new GZipStream(new MemoryStream(body), CompressionMode.Decompress)) gzip.CopyTo(plain);
            body = plain.ToArray();
        }
        using var document = JsonDocument.Parse(body);
        var events = document.RootElement.GetProperty("batch").EnumerateArray().Select(item => new ReceivedEvent(
            item.GetProperty("messageId").GetString()!,
            (item.TryGetProperty("userId", out var id) ? id : item.GetProperty("anonymousId")).ToString(),
            item.Clone())).ToArray();
        lock (_lock)
        {
            var batch = new ReceivedBatch(_requests.Count + 1, request.RequestUri!, request.Headers.Authorization!.ToString(), gzipped,
                body.Length, document.RootElement.GetProperty("sentAt").GetString()!, events);
            _requests.Add(batch);
            foreach (var (count, reached) in _waiters)
                if (_requests.Count >= count) reached.TrySetResult();
            return batch;
        }
    }
}
