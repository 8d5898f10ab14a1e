using System.Diagnostics.Metrics;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using CustomerGrains.Contracts.Touchpoints;
using CustomerGrains.TestSupport;
using CustomerGrains.Web.Debugger;
using CustomerGrains.Web.Hosting;
using CustomerGrains.Web.Ingestion;
using CustomerGrains.Web.Live;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace CustomerGrains.WebTests.Debugger;

public sealed class KeyHistoryTests : IAsyncDisposable
{
    readonly FakeClock _clock = new();
    readonly KeyHistories _histories;
    readonly KeyPump _pump;
    readonly Channel<JsonElement> _sent = Channel.CreateUnbounded<JsonElement>();
    readonly SemaphoreSlim _mayPass = new(0);
    readonly SemaphoreSlim _began = new(0);
    readonly LiveConnection _connection;

    public KeyHistoryTests()
    {
        _histories = new(_clock);
        _pump = new(_histories, _clock, NullLogger<KeyPump>.Instance);
        var meters = new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>();
        _connection = new("1", SendAsync, new(meters), NullLogger.Instance);
        _connection.Start();
    }

    public async ValueTask DisposeAsync()
    {
        await _pump.StopAsync(CancellationToken.None);
        _pump.Dispose();
        await _connection.DisposeAsync();
        _mayPass.Dispose();
        _began.Dispose();
    }

    [Fact]
    public void Of_a_long_history_the_latest_hundred_are_kept_in_the_order_sent()
    {
        Record(Enumerable.Range(0, 150).Select(Good));
        Record([Good(150), Bad(1), Good(151)]);
        var (counts, notes) = _histories.Of("k").After(0);

        Assert.Equal(new(152, 0, 1), counts);
        Assert.Equal(Enumerable.Range(0, 100).Select(i => 153L - i), notes.Select(note => note.Number));
        Assert.Equal(["m151", null, "m150", "m149"], notes.Take(4).Select(note => note.Touchpoint?.MessageId));
        Assert.Equal(KeyOutcome.Rejected, notes[1].Outcome);
        Assert.Equal("properties.total", notes[1].Rejection!.Problem.Field);
        Assert.Equal(2, _histories.Of("k").After(151).Notes.Count);
    }

    [Fact]
    public void Of_a_batch_with_more_bad_events_than_fit_only_the_last_are_kept_and_all_are_counted()
    {
        Record(Enumerable.Range(0, 2_000).Select(i => i % 2 == 0 ? Good(i) : Bad(i)));
        var (counts, notes) = _histories.Of("k").After(0);

        Assert.Equal(new(1_000, 0, 1_000), counts);
        Assert.Equal(100, notes.Count);
        Assert.Equal(2_000, notes[0].Number);
        Assert.Equal(["bad1999", "m1998", "bad1997"], notes.Take(3).Select(note => note.Touchpoint?.MessageId ?? note.Rejection!.MessageId));
    }

    [Fact]
    public void Duplicates_are_told_apart_even_within_one_batch()
    {
        var events = Read([Good(1), Good(1), Good(2)]);
        _histories.Recorded("k", events, new(RecordStatus.Recorded, 2, 1, [events.Touchpoints[1]]));
        var (counts, notes) = _histories.Of("k").After(0);

        Assert.Equal(new(2, 1, 0), counts);
        Assert.Equal([KeyOutcome.Accepted, KeyOutcome.Duplicate, KeyOutcome.Accepted], notes.Select(note => note.Outcome));
    }

    [Fact]
    public void Bodies_are_cut_between_characters_and_never_hold_a_write_key()
    {
        var longText = new string('é', 6_000);
        Record([$$"""{"type":"track","event":"A","userId":"u","messageId":"m","writeKey":"secret","properties":{"t":"x{{longText}}"} }"""]);
        Record(["""{"type":"track","userId":"u","writeKey":"secret"}"""]);
        _histories.Refused("k", 400, Problems.Bad("body", null, "no JSON"), KeyBody.OfUnreadable("{ \"writeKey\": \"secret\", "u8, out var cut), cut);
        _histories.Refused("k", 400, Problems.Bad("body", null, "no JSON"), KeyBody.OfUnreadable([.. "{ "u8, 0xff], out cut), cut);
        var rows = _histories.Of("k").After(0).Notes.Select(note => JsonDocument.Parse(KeyRows.Of(note).Json).RootElement).Reverse().ToList();

        Assert.Equal([true, false, false, false], rows.Select(row => row.GetProperty("cut").GetBoolean()));
        var body = rows[0].GetProperty("body").GetString()!;
        Assert.InRange(Encoding.UTF8.GetByteCount(body), KeyBody.Most - 3, KeyBody.Most);
        Assert.EndsWith("é", body, StringComparison.Ordinal);
        Assert.Equal("""{"type":"track","userId":"u"}""", rows[1].GetProperty("body").GetString());
        Assert.Equal(JsonValueKind.Null, rows[2].GetProperty("body").ValueKind);
        Assert.Equal("{ \ufffd", rows[3].GetProperty("body").GetString());
        Assert.DoesNotContain(rows, row => row.ToString().Contains("secret", StringComparison.Ordinal));
    }

    [Fact]
    public void A_body_that_is_kept_does_not_hold_the_rest_of_a_large_one()
    {
        var events = Read([$$"""{"type":"track","event":"A","userId":"u","properties":{"t":"{{new string('x', 20_000)}}"} }""", Good(1)]);
        _histories.Recorded("k", events, default);
        var notes = _histories.Of("k").After(0).Notes;

        Assert.Same(events.Touchpoints[1], notes[0].Touchpoint);
        Assert.True(System.Runtime.InteropServices.MemoryMarshal.TryGetArray(notes[1].Touchpoint!.Body, out var kept));
        Assert.Equal(KeyBody.Most, kept.Array!.Length);
    }

    [Fact]
    public void Whatever_an_event_has_where_text_should_be_makes_a_row()
    {
        Record(["5", "null", "[]", """{"type":5,"event":{},"userId":[]}""", """{"type":"track","event":"a\ud800","userId":"u\ud800"}""", $$"""{"type":"{{new string('t', 99_000)}}","userId":"u"}"""]);
        var rows = _histories.Of("k").After(0).Notes.Select(note => JsonDocument.Parse(KeyRows.Of(note).Json).RootElement).ToList();

        Assert.Equal(6, rows.Count);
        Assert.All(rows, row => Assert.NotNull(row.GetProperty("reason").GetString()));
        Assert.All(rows, row => Assert.True(row.ToString().Length < 16 * 1024));
    }

    [Fact]
    public void A_bounded_number_of_keys_is_remembered_and_a_watched_one_is_not_forgotten()
    {
        Record([Good(1)], "watched");
        Assert.True(_pump.Join(_connection, "watched"));
        for (var i = 0; i < KeyHistories.MostKeys + 50; i++)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            Record([Good(i)], $"k{i}");
        }

        Assert.Equal(1, _histories.Of("watched").Position);
        Assert.Equal(1, _histories.Of($"k{KeyHistories.MostKeys + 49}").Position);
        Assert.Equal(0, _histories.Of("k0").Position);
    }

    [Fact]
    public async Task Frames_are_numbered_come_five_times_a_second_and_say_what_they_leave_out()
    {
        _mayPass.Release(100);
        await _pump.StartAsync(CancellationToken.None);
        Record([Good(0)]);
        Assert.True(_pump.Join(_connection, "k"));
        var first = await NextAsync();
        Record([Good(1), Good(2)]);
        var second = await NextAsync();
        await _clock.TimerAsync(KeyPump.Shortest);
        // Many more while the pump rests: one frame for all of them.
        for (var i = 0; i < 130; i++) Record([Good(10 + i)]);
        Assert.False(_sent.Reader.TryRead(out _));
        _clock.Advance(KeyPump.Shortest);
        var third = await NextAsync();

        Assert.Equal([1L, 2, 3], new[] { first, second, third }.Select(frame => frame.GetProperty("n").GetInt64()));
        Assert.Equal([true, false, false], new[] { first, second, third }.Select(frame => frame.GetProperty("full").GetBoolean()));
        Assert.Equal(["m0"], Ids(first));
        Assert.Equal(["m2", "m1"], Ids(second));
        Assert.Equal(100, Ids(third).Count);
        Assert.Equal("m139", Ids(third)[0]);
        Assert.Equal(30, third.GetProperty("skipped").GetInt64());
        Assert.Equal(133, third.GetProperty("counts").GetProperty("accepted").GetInt64());
    }

    [Fact]
    public async Task A_slow_connection_gets_one_frame_for_all_it_missed()
    {
        await _pump.StartAsync(CancellationToken.None);
        Assert.True(_pump.Join(_connection, "k"));
        await _began.WaitAsync();
        for (var i = 0; i < 50; i++)
        {
            Record([Good(i)]);
            await _clock.AdvanceToTimerAsync(KeyPump.Shortest);
        }
        _mayPass.Release(100);
        var (first, second) = (await NextAsync(), await NextAsync());

        Assert.Empty(Ids(first));
        Assert.Equal(50, Ids(second).Count);
        Assert.Equal(2, second.GetProperty("n").GetInt64());
        Assert.Equal(0, second.GetProperty("skipped").GetInt64());
        Assert.False(_sent.Reader.TryRead(out _));
    }

    [Fact]
    public async Task Watching_again_starts_anew_with_a_full_frame_and_the_numbers_go_on()
    {
        _mayPass.Release(100);
        Record([Good(0)]);
        Assert.True(_pump.Join(_connection, "k"));
        await NextAsync();
        Assert.True(_pump.Join(_connection, "k"));
        var again = await NextAsync();

        Assert.True(again.GetProperty("full").GetBoolean());
        Assert.Equal(2, again.GetProperty("n").GetInt64());
        Assert.Equal(["m0"], Ids(again));
        _pump.Leave(_connection, "k");
        _pump.Leave(_connection, "k");
        Assert.Equal(0, _pump.Count);
    }

    [Fact]
    public void A_connection_watches_a_bounded_number_of_keys()
    {
        for (var i = 0; i < LiveConnection.MostKeys; i++) Assert.True(_pump.Join(_connection, $"k{i}"));

        Assert.False(_pump.Join(_connection, "one more"));
        Assert.True(_pump.Join(_connection, "k0"));
        Assert.Equal(LiveConnection.MostKeys, _pump.Count);
    }

    [Fact]
    public async Task Many_senders_at_once_lose_no_count()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(sender => Task.Run(() =>
        {
            for (var i = 0; i < 500; i++) Record([Good(i), Bad(i)], $"k{i % 3}");
        })));
        var all = Enumerable.Range(0, 3).Select(i => _histories.Of($"k{i}").After(0)).ToList();

        Assert.Equal(4_000, all.Sum(history => history.Counts.Accepted));
        Assert.Equal(4_000, all.Sum(history => history.Counts.Rejected));
        Assert.All(all, history => Assert.Equal(100, history.Notes.Count));
    }

    static string Good(int i) => $$"""{"type":"track","event":"A","userId":"u","messageId":"m{{i}}"}""";

    static string Bad(int i) => $$$"""{"type":"track","event":"Order Completed","userId":"u","messageId":"bad{{{i}}}","properties":{"total":"many"}}""";

    void Record(IEnumerable<string> events, string key = "k") => _histories.Recorded(key, Read(events), default);

    EventsReader Read(IEnumerable<string> events)
    {
        var reader = new EventsReader(_clock.GetUtcNow(), Domain.Touchpoints.Catalogue.Default);
        Assert.Null(reader.Read(JsonDocument.Parse($$"""{"batch":[{{string.Join(',', events)}}]}""").RootElement, null));
        return reader;
    }

    static List<string?> Ids(JsonElement frame) => [.. frame.GetProperty("events").EnumerateArray().Select(row => row.GetProperty("messageId").GetString())];

    async Task SendAsync(string method, RawJson frame, CancellationToken cancellationToken)
    {
        _began.Release();
        await _mayPass.WaitAsync(cancellationToken);
        await _sent.Writer.WriteAsync(JsonDocument.Parse(JsonSerializer.Serialize(frame)).RootElement, cancellationToken);
    }

    async Task<JsonElement> NextAsync() => await _sent.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30));
}
