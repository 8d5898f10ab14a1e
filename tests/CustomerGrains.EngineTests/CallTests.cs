using CustomerGrains.EngineTests.Grains;
using CustomerGrains.EngineTests.Support;

namespace CustomerGrains.EngineTests;

[Collection(Plain.Name)]
public sealed class CallTests(Cluster cluster)
{
    [Fact]
    public async Task All_forms_of_methods_answer()
    {
        var grain = Grain("forms");
        Assert.Equal(5, await grain.Add(2, 3));
        await grain.Nothing();
        Assert.Equal("forms", (await grain.Self()).GetPrimaryKeyString());
    }

    [Fact]
    public async Task A_reference_made_of_names_reaches_the_same_grain()
    {
        var named = (GrainReference)Grain("named");
        var other = Assert.IsAssignableFrom<ICallGrain>(cluster.Grains.GetGrain(GrainId.Create(named.GrainId.Type, IdSpan.Create("other")), named.InterfaceType));
        Assert.Equal("other", (await other.Self()).GetPrimaryKeyString());
        Assert.Equal((GrainReference)Grain("other"), (GrainReference)other);
        Assert.Equal(5, await other.Add(2, 3));
    }

    [Fact]
    public async Task Exceptions_cross_the_call()
    {
        var grain = Grain("throws");
        var atOnce = await Assert.ThrowsAsync<InvalidDataException>(() => grain.Throw("at once"));
        var later = await Assert.ThrowsAsync<InvalidDataException>(() => grain.ThrowLater("later"));
        Assert.Equal(("at once", "later"), (atOnce.Message, later.Message));
        Assert.Equal(3, await grain.Add(1, 2));
    }

    [Fact]
    public async Task A_one_way_call_does_not_wait_and_does_not_hear_of_failures()
    {
        var grain = Grain("told");
        await grain.Tell("told");
        await cluster.Probe.Gate("told").Reached;
        cluster.Probe.Gate("told").Open();
        await grain.TellAndThrow();
        Assert.Equal(3, await grain.Add(1, 2));
    }

    [Fact]
    public async Task Cancellation_crosses_the_call_and_arrives_in_a_turn_of_the_grain()
    {
        using var source = new CancellationTokenSource();
        var call = Grain("cancelled").WaitForCancellation("running", source.Token);
        await cluster.Probe.Gate("running").Reached;
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.WaitAsync(Bounds.Patience));
        await cluster.Probe.Gate("running cancelled").Reached;
        Assert.Equal(0, cluster.Probe.Count("cancelled outside of the grain"));
    }

    [Fact]
    public async Task A_call_that_ignores_its_cancellation_goes_on_after_the_caller_has_left()
    {
        using var source = new CancellationTokenSource();
        var call = Grain("deaf").Ignore("deaf", source.Token);
        await cluster.Probe.Gate("deaf").Reached;
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.WaitAsync(Bounds.Patience));
        cluster.Probe.Gate("deaf").Open();
        await cluster.Probe.Gate("deaf went on").Reached;
    }

    [Fact]
    public async Task A_caller_that_cancels_while_its_call_waits_leaves_at_once_and_the_grain_goes_on()
    {
        var grain = Grain("queue");
        var held = grain.Hold("queue");
        await cluster.Probe.Gate("queue").Reached;
        using var source = new CancellationTokenSource();
        var waiting = grain.WaitForCancellation("waiting", source.Token);
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.WaitAsync(Bounds.Patience));
        cluster.Probe.Gate("queue").Open();
        await held;
        // Whether the call still starts (on Orleans the cancellation is a message of its own) or not, it does not hold up the grain.
        await grain.Nothing().AsTask().WaitAsync(Bounds.Patience);
    }

    [Fact]
    public async Task Arguments_and_results_are_copied()
    {
        var grain = Grain("copies");
        var sent = new Parcel { Items = ["sent"], Numbers = { ["a"] = [1, 2] }, Bytes = [1], Local = "stays", Inner = new() { Items = ["inner"] } };
        await grain.Keep(sent);
        Assert.Equal(["sent"], sent.Items);
        sent.Items.Add("changed afterwards");
        sent.Numbers["a"][0] = 99;
        sent.Inner!.Items.Clear();
        sent.Bytes[0] = 99;
        var given = await grain.Give();
        Assert.Equal(["sent", "from the grain"], given.Items);
        Assert.Equal([1, 2], given.Numbers["a"]);
        Assert.Equal(["inner"], given.Inner!.Items);
        Assert.Equal([1], given.Bytes);
        Assert.Null(given.Local);
        given.Items.Clear();
        Assert.Equal(2, (await grain.Give()).Items.Count);
    }

    [Fact]
    public async Task Values_of_all_kinds_cross_unchanged()
    {
        var grain = Grain("kinds");
        var letter = new Letter("you", DateTimeOffset.UnixEpoch, (1, 2.5m)) { Extra = new List<int> { 1, 2 } };
        var registered = new Registered("me", null, (3, 4m), new("https://example.org/1")) { Extra = new[] { 5 } };
        object[] values =
        [
            1, 2L, 3.5, 4.25m, "text", true, 'c', Guid.Parse("11111111-2222-3333-4444-555555555555"), DayOfWeek.Friday,
            DateTimeOffset.UnixEpoch, TimeSpan.FromSeconds(1), (1, "two"), new[] { 1, 2 }, new List<string> { "a" }, new HashSet<int> { 1 },
        ];
        foreach (var value in values) Assert.Equal(value, await grain.Echo(value));
        Assert.Equivalent(letter, await grain.Echo(letter), strict: true);
        var back = Assert.IsType<Registered>(await grain.Echo(registered));
        Assert.Equivalent(registered, back, strict: true);
        Assert.NotSame(registered, back);
        Assert.Equivalent(new Stamp("s", [1]), await grain.Echo(new Stamp("s", [1])), strict: true);
    }

    [Fact]
    public async Task What_is_referred_to_twice_or_in_a_circle_stays_so()
    {
        var parcel = new Parcel { Items = ["x"] };
        parcel.Inner = parcel;
        var copy = Assert.IsType<Parcel>(await Grain("circle").Echo(parcel));
        Assert.Same(copy, copy.Inner);
        Assert.NotSame(parcel, copy);
    }

    [Fact]
    public async Task A_type_without_a_serializer_does_not_cross()
    {
        var failure = await Assert.ThrowsAnyAsync<Exception>(() => Grain("customs").Echo(new Contraband()));
        Assert.Contains(nameof(Contraband), failure.Message, StringComparison.Ordinal);
    }

    ICallGrain Grain(string key) => cluster.Grains.GetGrain<ICallGrain>(key);
}

[Collection(Impatient.Name)]
public sealed class TimeoutTests(ImpatientCluster cluster)
{
    [Fact]
    public async Task A_call_without_an_answer_times_out_and_what_it_called_goes_on()
    {
        var grain = cluster.Grains.GetGrain<ICallGrain>("slow");
        await Assert.ThrowsAsync<TimeoutException>(() => grain.Ignore("slow", CancellationToken.None).WaitAsync(Bounds.Patience));
        cluster.Probe.Gate("slow").Open();
        await cluster.Probe.Gate("slow went on").Reached;
    }

    [Fact]
    public async Task A_chain_of_calls_that_comes_back_to_a_busy_grain_times_out()
    {
        var grain = cluster.Grains.GetGrain<IChainGrain>("origin");
        await Assert.ThrowsAsync<TimeoutException>(() => grain.There("elsewhere").WaitAsync(Bounds.Patience));
        Assert.Equal("origin", await grain.Answer());
    }
}
