using System.Net;
using CustomerGrains.Grains.Journal;
using CustomerGrains.Web.Ingestion;
using CustomerGrains.WebTests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace CustomerGrains.WebTests.Ingestion;

public sealed class BackPressureTests : IAsyncLifetime
{
    readonly TroubledJournal _journal = new();
    TestServer _server = null!;

    public async Task InitializeAsync() => _server = await TestServer.StartAsync(
        _journal.Install, "--Ingestion:MaxEventsInFlight=10", "--Ingestion:MaxBytesInFlight=100000", "--Ingestion:EventsPerSecondPerKey=1");

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task A_full_journal_is_429_with_Retry_After_and_the_retry_loses_and_doubles_nothing()
    {
        _journal.Trouble = () => new JournalFullException("full");
        var refused = await PostAsync("ann", "m1");
        _journal.Trouble = null;
        var accepted = await PostAsync("ann", "m1");

        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.True(refused.Headers.RetryAfter?.Delta >= TimeSpan.FromSeconds(1));
        Assert.Equal(HttpStatusCode.OK, accepted.StatusCode);
        Assert.Equal(1, (await _server.CustomerAsync("ann")).GetProperty("touchpoints").GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task A_store_out_of_reach_is_503_with_Retry_After_and_the_retry_loses_and_doubles_nothing()
    {
        _journal.Trouble = () => new JournalUnavailableException("gone", null);
        var refused = await PostAsync("ann", "m1");
        _journal.TroubleAfter = () => new JournalUnavailableException("written, but nobody could say so", null);
        _journal.Trouble = null;
        var unknown = await PostAsync("ann", "m1");
        _journal.TroubleAfter = null;
        var accepted = await (await PostAsync("ann", "m1")).Content.ReadAsStringAsync();

        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.True(refused.Headers.RetryAfter?.Delta >= TimeSpan.FromSeconds(1));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, unknown.StatusCode);
        Assert.Contains("\"duplicates\":1", accepted, StringComparison.Ordinal);
        Assert.Equal(1, (await _server.CustomerAsync("ann")).GetProperty("touchpoints").GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task A_failure_that_nobody_foresaw_is_503_too_never_the_senders_fault()
    {
        _journal.Trouble = () => new InvalidOperationException("a mistake of ours");
        var response = await PostAsync("ann", "m1");
        _journal.Trouble = null;

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
    }

    [Fact]
    public async Task Beyond_the_events_in_flight_the_next_request_is_429_until_there_is_room_again()
    {
        using var held = _journal.Hold();
        var slow = Enumerable.Range(0, 10).Select(i => PostAsync($"slow{i}", "m")).ToList();
        var gate = _server.Services.GetRequiredService<IngestGate>();
        await Wait.ForAsync(() => Task.FromResult(gate.Events), events => events == 10, "ten events in flight");
        var refused = await PostAsync("one more", "m");
        held.Dispose();
        var done = await Task.WhenAll(slow);

        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.NotNull(refused.Headers.RetryAfter);
        Assert.All(done, response => Assert.Equal(HttpStatusCode.OK, response.StatusCode));
        Assert.Equal(HttpStatusCode.OK, (await PostAsync("one more", "m")).StatusCode);
        Assert.Equal(0, gate.Events);
        Assert.Equal(0, gate.Bytes);
    }

    [Fact]
    public async Task A_batch_larger_than_the_gate_gets_in_when_nobody_else_is_there()
    {
        var reply = await _server.BatchAsync([.. Enumerable.Range(0, 100).Select(i => (object)new { type = "track", @event = "A", userId = $"u{i}" })]);

        Assert.Equal(100, reply.GetProperty("accepted").GetInt32());
    }

    [Fact]
    public async Task A_key_that_sends_more_than_its_rate_is_429_with_Retry_After()
    {
        var batch = Enumerable.Range(0, 2_400).Select(i => (object)new { type = "track", @event = "A", userId = $"r{i % 7}" }).ToArray();
        await _server.BatchAsync(batch);
        var response = await _server.PostAsync("/v1/batch", System.Text.Json.JsonSerializer.Serialize(new { batch }));

        Assert.Equal(HttpStatusCode.TooManyRequests, response.StatusCode);
        Assert.True(response.Headers.RetryAfter?.Delta > TimeSpan.FromSeconds(1));
    }

    Task<HttpResponseMessage> PostAsync(string id, string messageId) =>
        _server.PostAsync("/v1/track", $$"""{"event":"A","userId":"{{id}}","messageId":"{{messageId}}"}""");
}
