using System.Diagnostics.Metrics;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using CustomerGrains.Web.Live;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace CustomerGrains.WebTests.Live;

public sealed class LiveConnectionTests : IAsyncDisposable
{
    readonly Channel<(string Method, JsonElement Frame)> _sent = Channel.CreateUnbounded<(string, JsonElement)>();
    readonly SemaphoreSlim _mayPass = new(0);
    readonly SemaphoreSlim _began = new(0);
    readonly LiveConnection _connection;

    public LiveConnectionTests()
    {
        var meters = new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>();
        _connection = new("1", SendAsync, new(meters), NullLogger.Instance);
        _connection.Start();
    }

    [Fact]
    public async Task The_first_frame_is_full_and_the_others_carry_what_is_new()
    {
        _mayPass.Release(10);
        _connection.WatchDashboard(Dashboard(2));
        var first = await NextAsync();
        _connection.Post(Dashboard(3));
        var second = await NextAsync();

        Assert.True(first.GetProperty("full").GetBoolean());
        Assert.Equal([2, 1], Rows(first));
        Assert.False(second.GetProperty("full").GetBoolean());
        Assert.Equal([3], Rows(second));
        Assert.Equal(first.GetProperty("n").GetInt64() + 1, second.GetProperty("n").GetInt64());
    }

    [Fact]
    public async Task A_slow_connection_gets_one_frame_with_everything_it_missed()
    {
        _connection.WatchDashboard(Dashboard(1));
        await _began.WaitAsync();
        for (var position = 2; position <= 40; position++) _connection.Post(Dashboard(position));
        _mayPass.Release(10);
        var first = await NextAsync();
        var second = await NextAsync();

        Assert.Equal(1, first.GetProperty("n").GetInt64());
        Assert.Equal(2, second.GetProperty("n").GetInt64());
        Assert.Equal(39, Rows(second).Count);
        Assert.Equal(0, second.GetProperty("skipped").GetInt64());
        Assert.False(_sent.Reader.TryRead(out _));
    }

    [Fact]
    public async Task What_does_not_fit_into_a_frame_is_counted_as_skipped()
    {
        _mayPass.Release(10);
        _connection.WatchDashboard(Dashboard(10));
        await NextAsync();
        _connection.Post(Dashboard(200));
        var frame = await NextAsync();

        Assert.Equal(50, Rows(frame).Count);
        Assert.Equal(140, frame.GetProperty("skipped").GetInt64());
    }

    [Fact]
    public async Task Watching_again_brings_the_full_picture_again()
    {
        _mayPass.Release(10);
        _connection.WatchDashboard(Dashboard(3));
        await NextAsync();
        _connection.WatchDashboard(Dashboard(3));
        var again = await NextAsync();

        Assert.True(again.GetProperty("full").GetBoolean());
        Assert.Equal([3, 2, 1], Rows(again));
    }

    [Fact]
    public async Task What_changes_seldom_goes_once_also_when_the_frame_it_was_in_was_replaced()
    {
        _mayPass.Release(10);
        _connection.WatchDashboard(Part(1, 1));
        Assert.Equal(1, (await NextAsync()).GetProperty("breakdown").GetInt32());
        _connection.Post(Part(2, 1));
        Assert.False((await NextAsync()).TryGetProperty("breakdown", out _));
        _connection.Post(Part(3, 2));
        Assert.Equal(2, (await NextAsync()).GetProperty("breakdown").GetInt32());
        _connection.WatchDashboard(Part(4, 2));
        Assert.Equal(2, (await NextAsync()).GetProperty("breakdown").GetInt32());

        static DashboardPicture Part(int position, long number) =>
            Dashboard(position) with { Seldom = new("breakdown", number, Encoding.UTF8.GetBytes($"{number}")) };
    }

    [Fact]
    public async Task After_unwatching_nothing_comes()
    {
        _mayPass.Release(10);
        _connection.WatchDashboard(Dashboard(1));
        await NextAsync();
        _connection.UnwatchDashboard();
        _connection.Post(Dashboard(2));
        _connection.Post(new RawJson("""{"id":"a"}"""u8.ToArray()));

        Assert.Equal("alert", (await _sent.Reader.ReadAsync()).Method);
    }

    [Fact]
    public async Task A_customers_waiting_changes_become_one_frame_with_all_their_touchpoints()
    {
        Assert.True(_connection.TryWatchCustomer("c"));
        _connection.Post("c", Customer(1));
        await _began.WaitAsync();
        _connection.Post("c", Customer(2, "a"));
        _connection.Post("c", Customer(4, "c", "b"));
        _mayPass.Release(10);
        await NextAsync();
        var frame = await NextAsync();

        Assert.Equal(4, frame.GetProperty("customer").GetProperty("version").GetInt64());
        Assert.Equal(["c", "b", "a"], frame.GetProperty("touchpoints").EnumerateArray().Select(row => row.GetString()!));
    }

    [Fact]
    public async Task An_older_picture_never_replaces_a_newer_one()
    {
        Assert.True(_connection.TryWatchCustomer("c"));
        _mayPass.Release(10);
        _connection.Post("c", Customer(5, "e"));
        var first = await NextAsync();
        _connection.Post("c", Customer(3));
        var second = await NextAsync();

        Assert.Equal(5, first.GetProperty("customer").GetProperty("version").GetInt64());
        Assert.Equal(5, second.GetProperty("customer").GetProperty("version").GetInt64());
    }

    [Fact]
    public void A_connection_watches_a_bounded_number_of_customers()
    {
        for (var i = 0; i < LiveConnection.MostCustomers; i++) Assert.True(_connection.TryWatchCustomer($"c{i}"));

        Assert.False(_connection.TryWatchCustomer("one more"));
        Assert.True(_connection.TryWatchCustomer("c0"));
    }

    public async ValueTask DisposeAsync()
    {
        await _connection.DisposeAsync();
        _mayPass.Dispose();
        _began.Dispose();
    }

    async Task SendAsync(string method, RawJson frame, CancellationToken cancellationToken)
    {
        _began.Release();
        await _mayPass.WaitAsync(cancellationToken);
        await _sent.Writer.WriteAsync((method, JsonDocument.Parse(JsonSerializer.Serialize(frame)).RootElement), cancellationToken);
    }

    async Task<JsonElement> NextAsync() => (await _sent.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30))).Frame;

    static List<int> Rows(JsonElement frame) => [.. frame.GetProperty("touchpoints").EnumerateArray().Select(row => row.GetInt32())];

    // Every touchpoint is just its position.
    static DashboardPicture Dashboard(int position) => new(
        DateTimeOffset.UnixEpoch.AddSeconds(position),
        [("currency", Encoding.UTF8.GetBytes("\"GBP\""))],
        [.. Enumerable.Range(0, Math.Min(position, LiveFeed.Latest)).Select(i => new DashboardRow(position - i, Encoding.UTF8.GetBytes($"{position - i}")))],
        position,
        null);

    static CustomerPicture Customer(int version, params string[] touchpoints) => new(
        DateTimeOffset.UnixEpoch, null, "c", version, Encoding.UTF8.GetBytes($$"""{"version":{{version}}}"""), JsonSerializer.SerializeToUtf8Bytes(touchpoints), null);
}
