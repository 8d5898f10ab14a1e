using CustomerGrains.Client;
using CustomerGrains.ClientTests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace CustomerGrains.ClientTests.Library;

public sealed class QueueTests
{
    static async Task<ClientFixture> FullAsync(TaskCompletionSource<bool> release)
    {
        var fixture = new ClientFixture(o => (o.QueueCapacity, o.DisposeTimeout) = (3, TimeSpan.FromSeconds(5)));
        fixture.Server.Otherwise = async batch =>
        {
            await release.Task;
            return fixture.Server.Apply(batch);
        };
        await fixture.Client.TrackAsync("u", "On its way");
        await fixture.Server.RequestsAsync(1);
        for (var i = 0; i < 3; i++) Assert.True(fixture.Client.TryTrack("u", $"Waiting {i}"));
        return fixture;
    }

    [Fact]
    public async Task When_the_queue_is_full_TryTrack_says_so_and_TrackAsync_waits_for_room()
    {
        var release = new TaskCompletionSource<bool>();
        await using var fixture = await FullAsync(release);
        Assert.Equal(3, fixture.Client.Queued);
        Assert.False(fixture.Client.TryTrack("u", "No room"));
        var waiting = fixture.Client.TrackAsync("u", "Waits").AsTask();
        Assert.False(waiting.IsCompleted);
        release.SetResult(true);
        await waiting;
        await fixture.Client.FlushAsync();
        Assert.Equal(["On its way", "Waiting 0", "Waiting 1", "Waiting 2", "Waits"],
            fixture.Server.Applied.Select(item => item.Json.GetProperty("event").GetString()));
    }

    [Fact]
    public async Task A_wait_for_room_can_be_cancelled_and_then_nothing_was_queued()
    {
        var release = new TaskCompletionSource<bool>();
        await using var fixture = await FullAsync(release);
        using var cancel = new CancellationTokenSource();
        var waiting = fixture.Client.TrackAsync("u", "Cancelled", cancellationToken: cancel.Token).AsTask();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        release.SetResult(true);
        await fixture.Client.FlushAsync();
        Assert.Equal(4, fixture.Server.Applied.Count);
    }

    [Fact]
    public async Task Disposing_delivers_what_is_queued_and_takes_nothing_more()
    {
        var fixture = new ClientFixture(o => (o.FlushAt, o.FlushInterval) = (100, TimeSpan.FromHours(1)));
        for (var i = 0; i < 250; i++) await fixture.Client.TrackAsync("u", "Seen");
        await fixture.Client.DisposeAsync();
        Assert.Equal(250, fixture.Server.Applied.Count);
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await fixture.Client.TrackAsync("u", "Late"));
        Assert.Throws<ObjectDisposedException>(() => fixture.Client.TryTrack("u", "Late"));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => fixture.Client.FlushAsync());
        await fixture.Client.DisposeAsync();
    }

    [Fact]
    public async Task Disposing_ends_in_bounded_time_and_reports_every_event_that_is_left()
    {
        var fixture = await FullAsync(new TaskCompletionSource<bool>());
        var waiting = fixture.Client.TrackAsync("u", "Waits").AsTask();
        var disposing = fixture.Client.DisposeAsync().AsTask();
        await fixture.Clock.AdvanceToTimerAsync(TimeSpan.FromSeconds(5));
        await disposing;
        Assert.Equal(4, fixture.Failures.Sum(failure => failure.Events.Count));
        Assert.All(fixture.Failures, failure => Assert.Equal(FailureKind.Stopped, failure.Kind));
        // The one that waited for room was never taken: its caller knows.
        await Assert.ThrowsAsync<ObjectDisposedException>(() => waiting);
    }

    [Fact]
    public async Task Disposing_in_the_middle_of_a_pause_ends_the_pause()
    {
        var fixture = new ClientFixture(o => o.DisposeTimeout = TimeSpan.FromSeconds(1));
        fixture.Server.Otherwise = _ => Task.FromResult(ScriptedServer.Status(503, "120"));
        await fixture.Client.TrackAsync("u", "Seen");
        await fixture.RetryAsync();
        var disposing = fixture.Client.DisposeAsync().AsTask();
        await fixture.Clock.AdvanceToTimerAsync(TimeSpan.FromSeconds(1));
        await disposing;
        Assert.Equal(FailureKind.Stopped, Assert.Single(fixture.Failures).Kind);
    }

    [Fact]
    public async Task The_container_makes_one_client_and_flushes_it_at_the_end()
    {
        var server = new ScriptedServer();
        var services = new ServiceCollection();
        services.AddCustomerGrains(o => (o.WriteKey, o.HttpMessageHandler, o.FlushInterval) = ("k", server, TimeSpan.FromHours(1)));
        await using (var provider = services.BuildServiceProvider())
        {
            Assert.Same(provider.GetRequiredService<CustomerGrainsClient>(), provider.GetRequiredService<CustomerGrainsClient>());
            await provider.GetRequiredService<CustomerGrainsClient>().TrackAsync("u", "Seen");
        }
        Assert.Single(server.Applied);
    }
}
