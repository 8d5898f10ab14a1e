using CustomerGrains.EngineTests.Grains;
using CustomerGrains.EngineTests.Support;

namespace CustomerGrains.EngineTests;

// Each test's spans are its own, so that the clock can tell its timers from the engine's and from other tests'.
[Collection(Clocked.Name)]
public sealed class TimerTests(ClockedCluster cluster)
{
    [Fact]
    public async Task The_period_counts_from_the_end_of_the_callback()
    {
        var (due, period) = (TimeSpan.FromMilliseconds(10_101), TimeSpan.FromMilliseconds(20_202));
        var grain = await Start("period", due, period);
        await cluster.AdvanceToTimerAsync(due);
        await cluster.Probe.Gate("period 1").Reached;
        // A callback that runs for long: no other is due.
        cluster.Clock.Advance(3 * period);
        cluster.Probe.Gate("period 1").Open();
        await cluster.TimerAsync(period);
        Assert.Equal(1, await grain.Ticks());
        cluster.Clock.Advance(period);
        await cluster.Probe.Gate("period 2").Reached;
        cluster.Probe.Gate("period 2").Open();
        await cluster.TimerAsync(period);
        await grain.Stop();
    }

    [Fact]
    public async Task A_callback_waits_for_the_call_in_progress_and_calls_wait_for_it()
    {
        var due = TimeSpan.FromMilliseconds(11_111);
        var grain = await Start("turns", due, Timeout.InfiniteTimeSpan);
        var held = grain.Hold("timer turns");
        await cluster.Probe.Gate("timer turns").Reached;
        await cluster.AdvanceToTimerAsync(due);
        var after = grain.Ticks();
        Assert.Equal(0, cluster.Probe.Count("turns ticks"));
        cluster.Probe.Gate("timer turns").Open();
        await held;
        await cluster.Probe.Gate("turns 1").Reached;
        Assert.False(after.IsCompleted);
        cluster.Probe.Gate("turns 1").Open();
        Assert.Equal(1, await after);
    }

    [Fact]
    public async Task A_callback_that_may_interleave_does_not_wait()
    {
        var due = TimeSpan.FromMilliseconds(12_121);
        var grain = await Start("between", due, Timeout.InfiniteTimeSpan, interleave: true);
        var held = grain.Hold("timer between");
        await cluster.Probe.Gate("timer between").Reached;
        await cluster.AdvanceToTimerAsync(due);
        await cluster.Probe.Gate("between 1").Reached;
        Assert.False(held.IsCompleted);
        cluster.Probe.Gate("between 1").Open();
        cluster.Probe.Gate("timer between").Open();
        await held;
    }

    [Fact]
    public async Task A_callback_that_throws_does_not_end_the_timer()
    {
        var (due, period) = (TimeSpan.FromMilliseconds(13_131), TimeSpan.FromMilliseconds(23_232));
        var grain = await Start("throws", due, period, failing: [1]);
        cluster.Probe.Gate("throws 1").Open();
        cluster.Probe.Gate("throws 2").Open();
        await cluster.AdvanceToTimerAsync(due);
        await cluster.AdvanceToTimerAsync(period);
        await cluster.Probe.Gate("throws 2").Reached;
        await grain.Stop();
    }

    [Fact]
    public async Task A_timer_that_is_disposed_stops_and_cancels_its_token()
    {
        var (due, period) = (TimeSpan.FromMilliseconds(14_141), TimeSpan.FromMilliseconds(24_242));
        var grain = await Start("stops", due, period, interleave: true);
        await cluster.AdvanceToTimerAsync(due);
        await cluster.Probe.Gate("stops 1").Reached;
        await grain.Stop();
        cluster.Probe.Gate("stops 1").Open();
        await cluster.Probe.Gate("stops token").Reached;
        cluster.Clock.Advance(10 * period);
        Assert.Equal(1, await grain.Ticks());
    }

    [Fact]
    public async Task A_timer_that_is_changed_keeps_to_its_new_times()
    {
        var (due, changed) = (TimeSpan.FromMilliseconds(15_151), TimeSpan.FromMilliseconds(35_353));
        var grain = await Start("changes", due, due);
        await cluster.TimerAsync(due);
        await grain.Change(changed, Timeout.InfiniteTimeSpan);
        await cluster.TimerAsync(changed);
        cluster.Clock.Advance(due);
        Assert.Equal(0, await grain.Ticks());
        cluster.Clock.Advance(changed - due);
        await cluster.Probe.Gate("changes 1").Reached;
        cluster.Probe.Gate("changes 1").Open();
        Assert.Equal(1, await grain.Ticks());
    }

    [Fact]
    public async Task Timers_end_with_their_activation()
    {
        var due = TimeSpan.FromMilliseconds(16_161);
        var grain = await Start("dies", due, due);
        await cluster.TimerAsync(due);
        await grain.Leave();
        await cluster.Probe.Gate("dies gone").Reached;
        Assert.Equal(0, await grain.Ticks());
        cluster.Clock.Advance(3 * due);
        Assert.Equal(0, await grain.Ticks());
        Assert.Equal(0, cluster.Probe.Count("dies ticks"));
    }

    async Task<ITimerGrain> Start(string key, TimeSpan due, TimeSpan period, bool interleave = false, int[]? failing = null)
    {
        var grain = cluster.Grains.GetGrain<ITimerGrain>(key);
        await grain.Start(due, period, interleave, failing ?? []);
        return grain;
    }
}
