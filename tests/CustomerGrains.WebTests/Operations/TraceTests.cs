using System.Collections.Concurrent;
using System.Diagnostics;
using CustomerGrains.WebTests.Support;

namespace CustomerGrains.WebTests.Operations;

/// <summary>One trace from the request through the customers' turns to the commit, on either engine.</summary>
public sealed class TraceTests
{
    // All that is needed of it is that traces are on: nobody is there, and the exporter itself looks into the environment only.
    const string On = "--OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:9";

    [Fact]
    public async Task A_request_is_followed_to_the_turns_of_its_customers_and_to_the_transactions_that_they_share_with_others()
    {
        var spans = new ConcurrentQueue<Activity>();
        using var listener = Listen(spans);
        await using var server = await TestServer.StartAsync(On);
        var trace = ActivityTraceId.CreateRandom();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/batch")
        {
            Content = new StringContent("""{"batch":[{"type":"track","event":"A","userId":"annabel"},{"type":"track","event":"B","userId":"benjamin"},{"type":"track","event":"C","userId":"annabel"}]}"""),
        };
        request.Headers.Authorization = new("Bearer", TestServer.WriteKey);
        request.Headers.Add("traceparent", $"00-{trace}-{ActivitySpanId.CreateRandom()}-01");
        using var answer = await server.Anonymous.SendAsync(request);
        Assert.True(answer.IsSuccessStatusCode);

        var mine = spans.Where(span => span.TraceId == trace).ToList();
        var ingest = mine.Single(span => span.OperationName == "ingest");
        Assert.Equal(3, ingest.GetTagItem("ingest.events"));
        var turns = mine.Where(span => span.OperationName == "customer.record").ToList();
        Assert.Equal([1, 2], turns.Select(turn => turn.GetTagItem("customer.events")).Order());
        Assert.All(turns, turn => Assert.Contains(ingest.SpanId, Above(turn, mine)));
        var waits = mine.Where(span => span.OperationName == "journal.wait").ToList();
        Assert.Equal(turns.Select(turn => turn.SpanId).ToHashSet(), waits.Select(wait => wait.ParentSpanId).ToHashSet());
        foreach (var wait in waits)
        {
            var transaction = spans.Single(span => span.OperationName == "journal.commit" && span.Context.SpanId == Assert.Single(wait.Links).Context.SpanId);
            Assert.Contains(transaction.Links, link => link.Context.SpanId == wait.SpanId);
            Assert.NotEqual(trace, transaction.TraceId);
            Assert.True((int)transaction.GetTagItem("journal.commits")! >= 1);
        }
        Assert.DoesNotContain(Said(spans), said => said.Contains("annabel", StringComparison.Ordinal) || said.Contains("benjamin", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_transaction_that_failed_says_so_without_the_words_of_the_failure()
    {
        var spans = new ConcurrentQueue<Activity>();
        using var listener = Listen(spans);
        var journal = new TroubledJournal { TroubleAfter = () => new Grains.Journal.JournalUnavailableException("annabel", null) };
        await using var server = await TestServer.StartAsync(journal.Install, On);
        using var answer = await server.PostAsync("/v1/track", """{"event":"A","userId":"annabel"}""");

        var turn = Assert.Single(spans, span => span.OperationName == "customer.record" && Equals(span.GetTagItem("customer.outcome"), "Unavailable"));
        Assert.Contains(spans, span => span.OperationName == "ingest" && span.TraceId == turn.TraceId && Equals(span.GetTagItem("ingest.outcome"), "Unavailable"));
        Assert.DoesNotContain(Said(spans), said => said.Contains("annabel", StringComparison.Ordinal));
    }

    // Other servers of this process are heard too: tests look for their own.
    static ActivityListener Listen(ConcurrentQueue<Activity> spans)
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is "CustomerGrains" or "Microsoft.AspNetCore" or "Microsoft.Orleans.Application",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }

    static IEnumerable<ActivitySpanId> Above(Activity span, List<Activity> all)
    {
        for (var above = span; above is not null; above = all.Find(each => each.SpanId == above.ParentSpanId)) yield return above.ParentSpanId;
    }

    // Our own spans. What others' say goes through Discretion on its way out.
    static IEnumerable<string> Said(IEnumerable<Activity> spans) => spans.Where(span => span.Source.Name == "CustomerGrains")
        .SelectMany(span => span.TagObjects.Select(tag => $"{tag.Value}").Append(span.DisplayName).Append(span.StatusDescription ?? ""));
}
