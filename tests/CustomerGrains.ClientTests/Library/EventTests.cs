using System.Text;
using System.Text.Json;
using CustomerGrains.Client;
using CustomerGrains.TestSupport;

namespace CustomerGrains.ClientTests.Library;

public sealed class EventTests
{
    static readonly FakeClock Clock = new();

    static JsonElement Json(CustomerEvent item) => JsonDocument.Parse(item.Json).RootElement;

    [Fact]
    public void A_track_event_has_the_members_of_the_Segment_protocol()
    {
        var at = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(2));
        var item = CustomerEvent.Track(Customer.Known("u-1", "a-1"), "Order Completed",
            new { order_id = "o-1", total = 49.90m, currency = "EUR" },
            new EventOptions { MessageId = "m-1", Timestamp = at, Channel = "store", Context = new { ip = "::1" } });
        Assert.Equal(
            """
            {"type":"track","messageId":"m-1","userId":"u-1","anonymousId":"a-1","event":"Order Completed","timestamp":"2026-01-02T01:04:05.000Z","channel":"store","context":{"ip":"::1"},"properties":{"order_id":"o-1","total":49.90,"currency":"EUR"}}
            """, Encoding.UTF8.GetString(item.Json.Span));
        Assert.Equal("u-1", item.Customer);
    }

    [Fact]
    public void Without_a_time_the_clock_of_this_machine_is_sent_as_one_that_may_be_wrong()
    {
        var json = Json(CustomerEvent.Page("u", "Home", null, null, Clock));
        Assert.Equal("2026-01-05T12:00:00.000Z", json.GetProperty("originalTimestamp").GetString());
        Assert.False(json.TryGetProperty("timestamp", out _));
        Assert.Equal("Home", json.GetProperty("name").GetString());
    }

    [Fact]
    public void Identify_group_and_alias_have_their_own_members()
    {
        Assert.Equal("a@b.example", Json(CustomerEvent.Identify("u", new { email = "a@b.example" })).GetProperty("traits").GetProperty("email").GetString());
        Assert.Equal("g-1", Json(CustomerEvent.Group("u", "g-1")).GetProperty("groupId").GetString());
        Assert.Equal("old", Json(CustomerEvent.Alias("u", "old")).GetProperty("previousId").GetString());
        Assert.Equal("screen", Json(CustomerEvent.Screen(Customer.Anonymous("a"))).GetProperty("type").GetString());
    }

    [Fact]
    public void Message_ids_are_made_up_and_differ()
    {
        var ids = Enumerable.Range(0, 1_000).Select(_ => CustomerEvent.Track("u", "Seen", null, null, Clock).MessageId).ToHashSet();
        Assert.Equal(1_000, ids.Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\u0000b")]
    [InlineData("a\u007f")]
    public void Unusable_ids_are_refused_where_they_are_made(string id) =>
        Assert.ThrowsAny<ArgumentException>(() => CustomerEvent.Track(id, "Seen"));

    [Fact]
    public void Half_a_surrogate_pair_is_refused_and_a_whole_one_is_text()
    {
        Assert.Contains("surrogate", Assert.ThrowsAny<ArgumentException>(() => CustomerEvent.Track("a\ud800", "Seen")).Message, StringComparison.Ordinal);
        Assert.Equal("a\ud83d\ude00", CustomerEvent.Track("a\ud83d\ude00", "Seen").Customer);
    }

    [Fact]
    public void Ids_and_names_that_are_too_long_are_refused_with_the_limit()
    {
        Assert.Contains("256", Assert.ThrowsAny<ArgumentException>(() => CustomerEvent.Track(new string('x', 257), "Seen")).Message, StringComparison.Ordinal);
        Assert.Contains("200", Assert.ThrowsAny<ArgumentException>(() => CustomerEvent.Track("u", new string('x', 201))).Message, StringComparison.Ordinal);
        Assert.Contains("100", Assert.ThrowsAny<ArgumentException>(() =>
            CustomerEvent.Track("u", "Seen", null, new EventOptions { MessageId = new string('x', 101) })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Properties_that_are_no_JSON_object_are_refused()
    {
        Assert.Contains("JSON object", Assert.Throws<ArgumentException>(() => CustomerEvent.Track("u", "Seen", 5)).Message, StringComparison.Ordinal);
        Assert.Contains("properties", Assert.Throws<ArgumentException>(() => CustomerEvent.Track("u", "Seen", new { x = double.NaN })).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => CustomerEvent.Track(default, "Seen"));
    }

    [Theory]
    [InlineData("[]", "JSON object")]
    [InlineData("{", "not JSON")]
    [InlineData("""{"messageId":"m","userId":"u"}""", "type")]
    [InlineData("""{"type":"buy","messageId":"m","userId":"u"}""", "\"buy\"")]
    [InlineData("""{"type":"track","userId":"u"}""", "messageId")]
    [InlineData("""{"type":"track","messageId":"m"}""", "userId or anonymousId")]
    [InlineData("""{"type":"track","messageId":"m","userId":{}}""", "userId")]
    public void Raw_events_that_cannot_be_delivered_say_why(string json, string reason) =>
        Assert.Contains(reason, Assert.ThrowsAny<ArgumentException>(() => CustomerEvent.Parse(Encoding.UTF8.GetBytes(json))).Message, StringComparison.Ordinal);

    [Fact]
    public void A_raw_event_is_sent_as_it_is_and_numeric_ids_count_as_their_text()
    {
        var json = Encoding.UTF8.GetBytes("""{ "type":"track", "event":"x", "messageId":"m", "userId":17 }""");
        var item = CustomerEvent.Parse(json, "line 4");
        Assert.Equal("17", item.Customer);
        Assert.Equal("line 4", item.State);
        Assert.Equal(json, item.Json.ToArray());
    }
}
