using System.Net;
using CustomerGrains.Client;
using CustomerGrains.Client.Delivery;
using CustomerGrains.ClientTests.Support;

namespace CustomerGrains.ClientTests.Library;

public sealed class RetryTests
{
    [Theory]
    [InlineData(408)]
    [InlineData(410)]
    [InlineData(429)]
    [InlineData(460)]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    [InlineData(599)]
    public async Task Passing_trouble_is_retried_with_the_same_message_ids(int status)
    {
        await using var fixture = new ClientFixture();
        fixture.Server.ThenStatus(status);
        var id = await fixture.Client.TrackAsync("u", "Seen");
        await fixture.PassRetriesUntilAsync(fixture.Client.FlushAsync());
        Assert.Equal([[id], [id]], fixture.Server.Requests.Select(request => request.MessageIds));
        Assert.Empty(fixture.Failures);
    }

    [Theory]
    [InlineData(301)]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(413)]
    [InlineData(501)]
    [InlineData(505)]
    [InlineData(511)]
    public async Task A_refusal_is_never_repeated_and_is_reported_with_its_events(int status)
    {
        await using var fixture = new ClientFixture();
        fixture.Server.ThenStatus(status);
        var id = await fixture.Client.TrackAsync("u", "Seen", null, new EventOptions { State = 42 });
        await fixture.Client.FlushAsync();
        Assert.Single(fixture.Server.Requests);
        var failure = Assert.Single(fixture.Failures);
        Assert.Equal((FailureKind.Refused, status), (failure.Kind, failure.StatusCode));
        Assert.Equal((id, 42), (failure.Events.Single().MessageId, failure.Events.Single().State));
    }

    [Fact]
    public async Task A_server_that_restarts_after_its_commit_gets_the_same_ids_again_and_applies_them_once()
    {
        await using var fixture = new ClientFixture(o => o.FlushAt = 5);
        fixture.Server.ThenLosesItsAnswer().ThenUnreachable().ThenUnreachable();
        var ids = new List<string>();
        for (var i = 0; i < 5; i++) ids.Add(await fixture.Client.TrackAsync("u", "Seen"));
        await fixture.PassRetriesUntilAsync(fixture.Client.FlushAsync());
        Assert.Equal(4, fixture.Server.Requests.Count);
        Assert.All(fixture.Server.Requests, request => Assert.Equal(ids, request.MessageIds));
        Assert.Equal(ids, fixture.Server.Applied.Select(item => item.MessageId));
        var receipt = Assert.Single(fixture.Delivered);
        Assert.Equal((0, 5), (receipt.Accepted, receipt.Duplicates));
    }

    [Fact]
    public async Task Each_attempt_says_when_it_was_sent_so_that_the_server_can_judge_our_clock()
    {
        await using var fixture = new ClientFixture();
        fixture.Server.ThenStatus(503, "90");
        await fixture.Client.TrackAsync("u", "Seen");
        await fixture.PassRetriesUntilAsync(fixture.Client.FlushAsync());
        Assert.Equal("2026-01-05T12:00:00.000Z", fixture.Server.Requests[0].SentAt);
        Assert.StartsWith("2026-01-05T12:01:3", fixture.Server.Requests[1].SentAt, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("7", 7)]
    [InlineData("Mon, 05 Jan 2026 12:00:45 GMT", 45)]
    [InlineData("86400", 300)]
    public async Task Retry_After_is_honoured_in_seconds_and_as_a_date_up_to_five_minutes(string header, int seconds)
    {
        await using var fixture = new ClientFixture();
        fixture.Server.ThenStatus(429, header);
        await fixture.Client.TrackAsync("u", "Seen");
        var retry = await fixture.PassRetryAsync();
        Assert.InRange(retry.Delay, TimeSpan.FromSeconds(seconds), TimeSpan.FromSeconds(seconds + 0.5));
        await fixture.Client.FlushAsync();
        Assert.Equal(2, fixture.Server.Requests.Count);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("Mon, 05 Jan 2026 11:00:00 GMT")]
    [InlineData("soon")]
    public async Task A_Retry_After_that_is_past_or_no_time_leaves_our_own_pause(string header)
    {
        await using var fixture = new ClientFixture();
        fixture.Server.ThenStatus(429, header);
        await fixture.Client.TrackAsync("u", "Seen");
        Assert.InRange((await fixture.PassRetryAsync()).Delay, TimeSpan.Zero, TimeSpan.FromSeconds(0.5));
        await fixture.Client.FlushAsync();
    }

    [Fact]
    public void Pauses_are_spread_from_zero_to_a_limit_that_doubles_up_to_its_maximum()
    {
        var policy = new RetryPolicy(new CustomerGrainsOptions { Random = new Random(1) });
        double[] limits = [0.5, 1, 2, 4, 8, 16, 30, 30];
        for (var attempt = 1; attempt <= limits.Length; attempt++)
        {
            var pauses = Enumerable.Range(0, 500).Select(_ => policy.Pause(attempt, null).TotalSeconds).ToArray();
            Assert.InRange(pauses.Min(), 0, limits[attempt - 1] * 0.05);
            Assert.InRange(pauses.Max(), limits[attempt - 1] * 0.95, limits[attempt - 1]);
        }
        Assert.InRange(policy.Pause(int.MaxValue, null).TotalSeconds, 0, 30);
    }

    [Fact]
    public async Task A_batch_is_given_up_after_the_retry_horizon_and_the_next_one_still_goes_out()
    {
        await using var fixture = new ClientFixture(o => o.RetryFor = TimeSpan.FromMinutes(10));
        var down = true;
        fixture.Server.Otherwise = batch => Task.FromResult(down ? ScriptedServer.Status(503) : fixture.Server.Apply(batch));
        var lost = await fixture.Client.TrackAsync("u", "First");
        await fixture.PassRetriesUntilAsync(fixture.Client.FlushAsync());
        var failure = Assert.Single(fixture.Failures);
        Assert.Equal((FailureKind.GaveUp, 503, lost), (failure.Kind, failure.StatusCode, failure.Events.Single().MessageId));
        Assert.InRange(fixture.Clock.GetUtcNow() - new DateTimeOffset(2026, 1, 5, 12, 0, 0, TimeSpan.Zero), TimeSpan.FromMinutes(9), TimeSpan.FromMinutes(10));
        down = false;
        await fixture.Client.TrackAsync("u", "Second");
        await fixture.Client.FlushAsync();
        Assert.Single(fixture.Server.Applied);
    }

    [Fact]
    public async Task MaxRetries_bounds_the_attempts()
    {
        await using var fixture = new ClientFixture(o => o.MaxRetries = 2);
        fixture.Server.Otherwise = _ => throw new HttpRequestException("Connection refused");
        await fixture.Client.TrackAsync("u", "Seen");
        await fixture.PassRetriesUntilAsync(fixture.Client.FlushAsync());
        Assert.Equal(3, fixture.Server.Requests.Count);
        Assert.Contains("Connection refused", Assert.Single(fixture.Failures).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_does_not_answer_in_time_is_asked_again()
    {
        await using var fixture = new ClientFixture();
        fixture.Server.Otherwise = batch => batch.Number == 1
            ? new TaskCompletionSource<HttpResponseMessage>().Task
            : Task.FromResult(fixture.Server.Apply(batch));
        await fixture.Client.TrackAsync("u", "Seen");
        await fixture.Server.RequestsAsync(1);
        await fixture.Clock.AdvanceToTimerAsync(TimeSpan.FromSeconds(30));
        Assert.Contains("no answer within 30 s", (await fixture.PassRetryAsync()).Reason, StringComparison.Ordinal);
        await fixture.Client.FlushAsync();
        Assert.Single(fixture.Server.Applied);
    }

    [Theory]
    [InlineData("<html>Sign in to the wireless network</html>")]
    [InlineData("{}")]
    [InlineData("""{"success":true,"rejected":[{"index":9,"error":"x"}]}""")]
    public async Task An_answer_that_is_not_ours_is_no_success(string body)
    {
        await using var fixture = new ClientFixture();
        fixture.Server.Then(_ => new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(body) });
        await fixture.Client.TrackAsync("u", "Seen");
        await fixture.PassRetriesUntilAsync(fixture.Client.FlushAsync());
        Assert.Equal(2, fixture.Server.Requests.Count);
        Assert.Single(fixture.Server.Applied);
    }
}
