using CustomerGrains.Client;
using CustomerGrains.ClientTests.Support;

namespace CustomerGrains.ClientTests.Library;

public sealed class BatchingTests
{
    [Fact]
    public async Task A_full_batch_leaves_at_once_without_the_clock_moving()
    {
        await using var fixture = new ClientFixture(o => o.FlushAt = 3);
        for (var i = 0; i < 6; i++) await fixture.Client.TrackAsync("u", "Seen");
        await fixture.Server.RequestsAsync(2);
        Assert.All(fixture.Server.Requests, request => Assert.Equal(3, request.Events.Count));
    }

    [Fact]
    public async Task A_lone_event_leaves_after_the_flush_interval_counted_from_its_arrival()
    {
        await using var fixture = new ClientFixture(o => (o.FlushAt, o.FlushInterval) = (100, TimeSpan.FromSeconds(2)));
        await fixture.Client.TrackAsync("u", "First");
        await fixture.Clock.TimerAsync(TimeSpan.FromSeconds(2));
        fixture.Clock.Advance(TimeSpan.FromSeconds(1.5));
        await fixture.Client.TrackAsync("u", "Second");
        await fixture.Clock.AdvanceToTimerAsync(TimeSpan.FromSeconds(0.5));
        await fixture.Server.RequestsAsync(1);
        Assert.Equal(2, fixture.Server.Requests[0].Events.Count);
    }

    [Fact]
    public async Task A_batch_never_exceeds_512000_bytes_before_compression()
    {
        await using var fixture = new ClientFixture(o => o.FlushAt = Limits.BatchEvents);
        var text = new string('x', 30_000);
        for (var i = 0; i < 40; i++) await fixture.Client.TrackAsync("u", "Big", new { text });
        await fixture.Client.FlushAsync();
        Assert.Equal(40, fixture.Server.Applied.Count);
        Assert.All(fixture.Server.Requests, request => Assert.InRange(request.BodyBytes, 1, Limits.BatchBytes));
        Assert.Equal([16, 16, 8], fixture.Server.Requests.Select(request => request.Events.Count));
    }

    [Fact]
    public async Task A_batch_never_exceeds_2500_events()
    {
        await using var fixture = new ClientFixture(o => o.FlushAt = Limits.BatchEvents);
        for (var i = 0; i < 2_600; i++) await fixture.Client.TrackAsync("u", "S");
        await fixture.Client.FlushAsync();
        Assert.Equal(2_600, fixture.Server.Applied.Count);
        Assert.All(fixture.Server.Requests, request => Assert.InRange(request.Events.Count, 1, 2_500));
    }

    [Fact]
    public async Task An_event_of_exactly_32_KB_is_taken_and_one_byte_more_is_refused_at_once()
    {
        await using var fixture = new ClientFixture();
        EventOptions options = new() { MessageId = "m" };
        var empty = CustomerEvent.Track("u", "Big", new { text = "" }, options, fixture.Clock).Json.Length;
        await fixture.Client.TrackAsync("u", "Big", new { text = new string('x', Limits.EventBytes - empty) }, options);
        var error = await Assert.ThrowsAsync<EventTooLargeException>(async () =>
            await fixture.Client.TrackAsync("u", "Big", new { text = new string('x', Limits.EventBytes - empty + 1) }, options));
        Assert.Equal(32_769, error.Size);
        Assert.Contains("32,769 bytes", error.Message, StringComparison.Ordinal);
        await fixture.Client.FlushAsync();
        Assert.Single(fixture.Server.Applied);
    }

    [Fact]
    public async Task Bodies_are_gzipped_when_it_pays_and_the_key_travels_in_the_header_only()
    {
        await using var fixture = new ClientFixture(o => o.Endpoint = new Uri("https://shop.example/grains/"));
        await fixture.Client.TrackAsync("u", "Small");
        await fixture.Client.TrackAsync("u", "Big", new { text = new string('x', 5_000) });
        await fixture.Client.FlushAsync();
        Assert.Equal([false, true], fixture.Server.Requests.Select(request => request.Gzipped));
        Assert.All(fixture.Server.Requests, request => Assert.Equal("https://shop.example/grains/v1/batch", request.Address.AbsoluteUri));
        Assert.All(fixture.Server.Requests, request => Assert.Equal("Basic a2V5LTE6", request.Key));
    }
}
