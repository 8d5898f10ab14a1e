using System.Net;
using System.Text.Json;
using CustomerGrains.Grains.Journal;
using CustomerGrains.Grains.Value;
using CustomerGrains.TestSupport;
using CustomerGrains.Web.Ingestion;
using CustomerGrains.Web.Simulator;
using CustomerGrains.WebTests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace CustomerGrains.WebTests.Simulator;

public sealed class SimulatorTests : IAsyncLifetime
{
    readonly TroubledJournal _journal = new();
    TestServer _server = null!;

    public async Task InitializeAsync() => _server = await TestServer.StartAsync(_journal.Install);

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task One_call_fills_the_dashboard_and_another_stops_it()
    {
        Assert.Equal("""{"running":false,"eventsPerSecond":0,"sent":0,"startedBy":null,"since":null,"until":null}""", (await _server.GetAsync("/api/simulator")).GetRawText());
        var started = await _server.CallAsync(HttpMethod.Post, "/api/simulator", new { eventsPerSecond = 200 });
        Assert.Equal(HttpStatusCode.Accepted, started.StatusCode);
        var state = JsonDocument.Parse(await started.Content.ReadAsStringAsync()).RootElement;
        Assert.True(state.GetProperty("running").GetBoolean());
        Assert.Equal("first", state.GetProperty("startedBy").GetString());
        Assert.Equal(ShopSimulator.Longest, state.GetProperty("until").GetDateTimeOffset() - state.GetProperty("since").GetDateTimeOffset());
        await Wait.ForAsync(() => _server.GetAsync("/api/simulator"), reply => reply.GetProperty("sent").GetInt64() >= 300, "300 events");

        Assert.Equal(HttpStatusCode.NoContent, (await _server.CallAsync(HttpMethod.Delete, "/api/simulator")).StatusCode);
        var stopped = await _server.GetAsync("/api/simulator");
        Assert.False(stopped.GetProperty("running").GetBoolean());
        var kpis = await _server.GetAsync("/api/kpis?window=all");
        Assert.Equal(stopped.GetProperty("sent").GetInt64(), kpis.GetProperty("events").GetInt64());
        Assert.Equal(0, kpis.GetProperty("unconverted").GetInt64());
        var customers = (await _server.GetAsync("/api/customers?limit=200")).GetProperty("items").EnumerateArray().ToList();
        Assert.NotEmpty(customers);
        Assert.All(customers, customer => Assert.StartsWith("sim-", customer.GetProperty("id").GetString(), StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.NoContent, (await _server.CallAsync(HttpMethod.Delete, "/api/simulator")).StatusCode);
        // The engine may have something to say at the start; the simulator has not.
        Assert.DoesNotContain(nameof(ShopSimulator), _server.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_stops_by_itself_after_half_an_hour_and_starting_again_gives_it_another()
    {
        var clock = new FakeClock();
        var simulator = Simulator(clock);
        simulator.Start(10, "ann");
        await clock.AdvanceToTimerAsync(ShopSimulator.Tick);
        await clock.TimerAsync(ShopSimulator.Tick);
        clock.Advance(ShopSimulator.Longest - TimeSpan.FromMinutes(1));
        var again = simulator.Start(20, "bob");
        Assert.Equal(20, again.EventsPerSecond);
        Assert.Equal("ann", again.StartedBy);
        Assert.Equal(clock.GetUtcNow() + ShopSimulator.Longest, again.Until);
        // The first half hour is over, the second is not.
        clock.Advance(TimeSpan.FromMinutes(2));
        Assert.True(simulator.Read().Running);

        clock.Advance(ShopSimulator.Longest);
        await simulator.Rest.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.False(simulator.Read().Running);
        Assert.True(simulator.Read().Sent > 0);
    }

    [Fact]
    public async Task While_the_store_is_full_it_waits_loses_nothing_doubles_nothing_and_makes_no_burst_afterwards()
    {
        var clock = new FakeClock();
        var simulator = Simulator(clock);
        _journal.Trouble = () => new JournalFullException("full");
        simulator.Start(200, null);
        for (var i = 0; i < 20; i++) await clock.AdvanceToTimerAsync(ShopSimulator.Pause);
        await clock.TimerAsync(ShopSimulator.Pause);
        Assert.Equal(0, simulator.Read().Sent);
        // Written, but nobody could say so: the same is sent again.
        _journal.Trouble = null;
        _journal.TroubleAfter = () => new JournalUnavailableException("gone", null);
        clock.Advance(ShopSimulator.Pause);
        await clock.TimerAsync(ShopSimulator.Pause);
        _journal.TroubleAfter = null;
        clock.Advance(ShopSimulator.Pause);
        for (var i = 0; i < 10; i++) await clock.AdvanceToTimerAsync(ShopSimulator.Tick);
        await simulator.StopAsync();

        // More than twenty seconds were waited and one was run.
        var sent = simulator.Read().Sent;
        Assert.InRange(sent, 50, 800);
        Assert.Equal(sent, (await _server.GetAsync("/api/kpis?window=all")).GetProperty("events").GetInt64());
    }

    [Fact]
    public async Task A_full_gate_is_respected()
    {
        var clock = new FakeClock();
        var gate = new IngestGate(1_000, 1_000);
        var pass = gate.Open();
        Assert.True(pass.TryHoldEvents(1_000));
        var simulator = Simulator(clock, gate);
        simulator.Start(200, null);
        await clock.AdvanceToTimerAsync(ShopSimulator.Pause);
        await clock.TimerAsync(ShopSimulator.Pause);
        Assert.Equal(0, simulator.Read().Sent);
        pass.Dispose();
        clock.Advance(ShopSimulator.Pause);
        await clock.TimerAsync(ShopSimulator.Tick);
        Assert.True(simulator.Read().Sent > 0);
        await simulator.StopAsync();
        Assert.Equal(0, gate.Events);
    }

    [Fact]
    public async Task Many_who_start_and_stop_it_at_once_leave_nobody_shopping_unseen()
    {
        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => _server.CallAsync(
            i % 3 == 0 ? HttpMethod.Delete : HttpMethod.Post, "/api/simulator", i % 3 == 0 ? null : new { eventsPerSecond = i + 1 })));
        await _server.CallAsync(HttpMethod.Delete, "/api/simulator");
        Assert.False((await _server.GetAsync("/api/simulator")).GetProperty("running").GetBoolean());
        var before = await EventsAsync();
        await _server.SendAsync("/v1/track", new { @event = "A", userId = "ann" });
        Assert.Equal(before + 1, await EventsAsync());

        async Task<long> EventsAsync() => (await _server.GetAsync("/api/kpis?window=all")).GetProperty("events").GetInt64();
    }

    [Theory]
    [InlineData("", "body", null)]
    [InlineData("7", "body", "7")]
    [InlineData("{}", "eventsPerSecond", null)]
    [InlineData("""{"eventsPerSecond":0}""", "eventsPerSecond", "0")]
    [InlineData("""{"eventsPerSecond":201}""", "eventsPerSecond", "201")]
    [InlineData("""{"eventsPerSecond":1.5}""", "eventsPerSecond", "1.5")]
    [InlineData("""{"eventsPerSecond":"20"}""", "eventsPerSecond", "\"20\"")]
    [InlineData("""{"eventsPerSecond":1e99}""", "eventsPerSecond", "1e99")]
    public async Task What_cannot_be_used_is_named_with_its_value_and_the_way_out(string body, string field, string? value)
    {
        await ProblemAssert.IsAsync(
            HttpStatusCode.BadRequest, await _server.CallAsync(HttpMethod.Post, "/api/simulator", body), field, value, field == "body" ? "JSON" : "a whole number from 1 to 200");
        Assert.False((await _server.GetAsync("/api/simulator")).GetProperty("running").GetBoolean());
    }

    ShopSimulator Simulator(FakeClock clock, IngestGate? gate = null) => new(
        _server.Services.GetRequiredService<Recorder>(), gate ?? _server.Services.GetRequiredService<IngestGate>(), _server.Services.GetRequiredService<IngestMetrics>(),
        _server.Services.GetRequiredService<IReportingCurrency>(), clock, NullLogger<ShopSimulator>.Instance);
}
