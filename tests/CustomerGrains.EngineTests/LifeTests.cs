using CustomerGrains.EngineTests.Grains;
using CustomerGrains.EngineTests.Support;

namespace CustomerGrains.EngineTests;

[Collection(Plain.Name)]
public sealed class LifeTests(Cluster cluster)
{
    [Fact]
    public async Task A_thousand_first_calls_at_once_find_one_activation()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 1000).Select(_ => Task.Run(() => cluster.Grains.GetGrain<ILifeGrain>("crowd").Ping())));
        Assert.Single(answers.Distinct());
        Assert.Equal(1, cluster.Probe.Count("crowd activated"));
    }

    [Fact]
    public async Task Keys_that_differ_in_case_are_different_grains()
    {
        var (lower, upper) = (cluster.Grains.GetGrain<ILifeGrain>("case"), cluster.Grains.GetGrain<ILifeGrain>("CASE"));
        Assert.NotEqual(await lower.Ping(), await upper.Ping());
        Assert.NotEqual(lower, upper);
    }

    [Fact]
    public async Task References_to_a_grain_are_equal_and_know_its_key()
    {
        var (one, other) = (cluster.Grains.GetGrain<ILifeGrain>("key"), cluster.Grains.GetGrain<ILifeGrain>("key"));
        Assert.Equal(one, other);
        Assert.Equal(one.GetHashCode(), other.GetHashCode());
        Assert.Equal("key", one.GetPrimaryKeyString());
        Assert.Equal("key", await one.IdentityFromInside());
    }

    [Fact]
    public async Task A_failed_activation_fails_all_waiting_calls_and_a_later_call_tries_again()
    {
        var grain = cluster.Grains.GetGrain<IFrailGrain>("frail");
        var calls = Enumerable.Range(0, 10).Select(_ => grain.Ping()).ToList();
        cluster.Probe.Gate("frail activates").Open();
        foreach (var call in calls)
        {
            var failure = await Assert.ThrowsAsync<InvalidDataException>(() => call.WaitAsync(Bounds.Patience));
            Assert.Equal("not today", failure.Message);
        }
        cluster.Probe.Add("frail is well");
        // Orleans refuses calls for some seconds after a failed activation.
        await Bounds.Eventually(async () =>
        {
            try
            {
                return await grain.Ping() == "well";
            }
            catch (InvalidDataException)
            {
                return false;
            }
        });
    }

    [Fact]
    public async Task Deactivation_on_request_ends_the_activation_and_the_next_call_makes_a_new_one()
    {
        var grain = cluster.Grains.GetGrain<ILifeGrain>("leaves");
        var first = await grain.Ping();
        await grain.Leave();
        await cluster.Probe.Gate("leaves gone").Reached;
        Assert.NotEqual(first, await grain.Ping());
        Assert.Equal(["leaves ApplicationRequested"], cluster.Probe.LogOf("leaves "));
    }

    [Fact]
    public async Task Deactivation_lets_the_running_call_end_and_sends_waiting_calls_to_a_new_activation()
    {
        var grain = cluster.Grains.GetGrain<ILifeGrain>("lingers");
        var running = grain.LeaveAndHold("lingers");
        await cluster.Probe.Gate("lingers").Reached;
        var waiting = Enumerable.Range(0, 20).Select(_ => grain.Ping()).ToList();
        Assert.Equal(0, cluster.Probe.Count("lingers pings"));
        cluster.Probe.Gate("lingers").Open();
        var old = await running;
        var answers = await Task.WhenAll(waiting).WaitAsync(Bounds.Patience);
        Assert.Single(answers.Distinct());
        Assert.DoesNotContain(old, answers);
    }

    [Fact]
    public async Task No_answered_call_is_lost_or_doubled_while_a_grain_leaves_again_and_again()
    {
        var grain = cluster.Grains.GetGrain<ILifeGrain>("restless");
        var answered = await Task.WhenAll(Enumerable.Range(0, 1000).Select(i => Task.Run(() => Answered(i % 20 == 0 ? grain.Leave() : grain.Ping()))))
            .WaitAsync(Bounds.Patience);
        Assert.Equal(answered.Count(each => each), cluster.Probe.Count("restless pings"));
        Assert.Equal(0, cluster.Probe.Count("restless twice"));
        Assert.True(cluster.Probe.Count("restless activated") > 1);
    }

    // Orleans gives a call up, without running it, after it has come to a leaving activation a few times.
    static async Task<bool> Answered(Task call)
    {
        try
        {
            await call;
            return true;
        }
        catch (OrleansMessageRejectionException)
        {
            return false;
        }
    }
}

public sealed class IdleTests(ForgetfulCluster cluster) : IClassFixture<ForgetfulCluster>
{
    [Fact]
    public async Task An_idle_activation_ends_and_the_next_call_makes_a_new_one()
    {
        var grain = cluster.Grains.GetGrain<ILifeGrain>("idle");
        var first = await grain.Ping();
        await cluster.Probe.Gate("idle gone").Reached;
        Assert.NotEqual(first, await grain.Ping());
        Assert.Equal("idle ActivationIdle", cluster.Probe.LogOf("idle ")[0]);
    }

    [Fact]
    public async Task A_call_in_progress_is_not_idle()
    {
        var grain = cluster.Grains.GetGrain<ITurnGrain>("busy");
        var held = grain.Hold("busy");
        await cluster.Probe.Gate("busy").Reached;
        // Others come and go meanwhile.
        await cluster.Grains.GetGrain<ILifeGrain>("idle meanwhile").Ping();
        await cluster.Probe.Gate("idle meanwhile gone").Reached;
        Assert.Equal(1, await grain.HowManyStarted());
        cluster.Probe.Gate("busy").Open();
        await held;
    }
}

public sealed class ShutdownTests
{
    [Fact]
    public async Task Stopping_the_silo_deactivates_its_activations()
    {
        var cluster = new Cluster();
        await cluster.InitializeAsync();
        await cluster.Grains.GetGrain<ILifeGrain>("stopped").Ping();
        await cluster.StopAsync();
        await cluster.DisposeAsync();
        Assert.Equal(["stopped ShuttingDown"], cluster.Probe.LogOf("stopped "));
    }
}
