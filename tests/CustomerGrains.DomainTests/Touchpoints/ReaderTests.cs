using System.Text;
using CustomerGrains.Domain.Journal;
using CustomerGrains.Domain.Touchpoints;
using CustomerGrains.DomainTests.Support;

namespace CustomerGrains.DomainTests.Touchpoints;

public sealed class ReaderTests
{
    [Fact]
    public void What_the_browser_SDK_sends_is_read()
    {
        var touchpoint = Door.Accept(
            """
            {"timestamp":"2026-01-05T11:59:59.250Z","integrations":{},"type":"page","anonymousId":"b5a9","userId":null,
             "properties":{"path":"/","title":"Shop"},"context":{"page":{},"library":{"name":"analytics.js","version":"npm:next-1.84.3"}},
             "messageId":"ajs-next-1","writeKey":"secret","sentAt":"2026-01-05T12:00:00.000Z","_metadata":{}}
            """, "p");
        Assert.Equal(
            new Touchpoint("ajs-next-1", EntryKind.Page, "", Channel.Web, null, "b5a9", null, Door.Now.AddMilliseconds(-750), Door.Now, touchpoint.Body),
            touchpoint);
        Assert.DoesNotContain("secret", Encoding.UTF8.GetString(touchpoint.Body.Span), StringComparison.Ordinal);
    }

    [Fact]
    public void The_body_is_the_event_as_sent()
    {
        const string json = """{ "type":"track", "event" : "x","userId":"u", "n": 1.50, "s": "\u00e9é" }""";
        Assert.Equal(json, Body(json));
    }

    [Theory]
    [InlineData("""{"writeKey":"k","type":"track","event":"x","userId":"u"}""", """{"type":"track","event":"x","userId":"u"}""")]
    [InlineData("""{"type":"track" , "event":"x","userId":"u", "writeKey" : {"a":[1]} }""", """{"type":"track","event":"x","userId":"u"}""")]
    [InlineData("""{"type":"track","event":"x","\u0077riteKey":"k","writeKey":1,"userId":"u"}""", """{"type":"track","event":"x","userId":"u"}""")]
    [InlineData("""{"type":"track","event":"x","userId":"u","properties":{"writeKey":"mine"}}""", """{"type":"track","event":"x","userId":"u","properties":{"writeKey":"mine"}}""")]
    [InlineData("""{"type":"track","event":"x","userId":"u","\ud800":"\ud800"}""", """{"type":"track","event":"x","userId":"u","\ud800":"\ud800"}""")]
    public void Only_the_top_level_write_key_is_left_out(string json, string body) => Assert.Equal(body, Body(json));

    [Theory]
    [InlineData("identify", EntryKind.Identify)]
    [InlineData("t", EntryKind.Track)]
    [InlineData("p", EntryKind.Page)]
    [InlineData("screen", EntryKind.Screen)]
    [InlineData("g", EntryKind.Group)]
    [InlineData("a", EntryKind.Alias)]
    public void The_address_names_the_kind_whatever_the_type(string path, EntryKind kind) =>
        Assert.Equal(kind, Door.Accept("""{"type":"nonsense","event":"x","userId":"u","groupId":"g","previousId":"p"}""", path).Kind);

    [Fact]
    public void An_event_without_a_message_id_gets_one()
    {
        Assert.Equal("made-here", Door.Accept("""{"type":"track","event":"x","userId":"u","messageId":""}""").MessageId);
        Assert.Equal("17", Door.Accept("""{"type":"track","event":"x","userId":"u","messageId":17}""").MessageId);
    }

    [Fact]
    public void An_alias_of_oneself_is_accepted()
    {
        var alias = Door.Accept("""{"type":"alias","userId":"u","previousId":"u"}""");
        Assert.Equal(("u", "u", ""), (alias.UserId, alias.PreviousId, alias.Name));
    }

    [Theory]
    [InlineData(""" "timestamp":"2026-01-02T03:04:05.6789Z","originalTimestamp":"2026-01-01T00:00:00Z" """, "2026-01-02T03:04:05.678Z")]
    [InlineData(""" "timestamp":"2026-01-02T03:04:05+02:00" """, "2026-01-02T01:04:05.000Z")]
    [InlineData(""" "timestamp":"2026-01-02T03:04:05" """, "2026-01-02T03:04:05.000Z")]
    [InlineData(""" "timestamp":"2026-01-02" """, "2026-01-02T00:00:00.000Z")]
    [InlineData(""" "timestamp":1767322800123.9 """, "2026-01-02T03:00:00.123Z")]
    [InlineData(""" "timestamp":null,"originalTimestamp":"" """, "2026-01-05T12:00:00.000Z")]
    [InlineData(""" "timestamp":"2026-01-06T11:59:59Z" """, "2026-01-05T12:00:00.000Z")]
    [InlineData(""" "timestamp":"1970-01-01T00:00:00Z" """, "1970-01-01T00:00:00.000Z")]
    [InlineData(""" "originalTimestamp":"2026-01-05T11:00:00Z" """, "2026-01-05T11:00:00.000Z")]
    [InlineData(""" "originalTimestamp":"2026-01-05T11:00:00Z","sentAt":"2026-01-05T11:59:00Z" """, "2026-01-05T11:00:00.000Z")]
    [InlineData(""" "originalTimestamp":"2026-01-05T11:00:00Z","sentAt":"2026-01-05T11:58:00Z" """, "2026-01-05T11:02:00.000Z")]
    [InlineData(""" "originalTimestamp":"2031-01-05T11:00:00Z","sentAt":"2031-01-05T12:00:00Z" """, "2026-01-05T11:00:00.000Z")]
    [InlineData(""" "timestamp":"2031-01-05T11:00:00Z","sentAt":"2031-01-05T12:00:00Z" """, "2026-01-05T11:00:00.000Z")]
    [InlineData(""" "timestamp":"2026-01-05T13:58:00Z","sentAt":"2026-01-05T14:00:00Z" """, "2026-01-05T11:58:00.000Z")]
    [InlineData(""" "timestamp":"2019-01-05T11:00:00Z","sentAt":"2031-01-05T12:00:00Z" """, "2019-01-05T11:00:00.000Z")]
    public void It_happened_when_it_says_unless_the_senders_clock_was_wrong(string fields, string expected)
    {
        var touchpoint = Door.Accept($$"""{"type":"track","event":"x","userId":"u",{{fields}}}""");
        Assert.Equal(DateTimeOffset.Parse(expected, System.Globalization.CultureInfo.InvariantCulture), touchpoint.OccurredAt);
        Assert.Equal(TimeSpan.Zero, touchpoint.OccurredAt.Offset);
    }

    [Fact]
    public void The_batchs_sentAt_counts_for_events_without_one()
    {
        var json = """{"type":"track","event":"x","userId":"u","originalTimestamp":"2026-01-05T10:00:00Z"}""";
        Assert.Equal(Door.Now.AddHours(-1), Door.Accept(json, sentAt: Door.Now.AddHours(-1)).OccurredAt);
    }

    [Theory]
    [InlineData("track", "x", """{}""", Channel.Server)]
    [InlineData("page", "x", """{}""", Channel.Web)]
    [InlineData("screen", "x", """{}""", Channel.Mobile)]
    [InlineData("track", "x", """{"context":{"channel":"CHAT"}}""", Channel.Chat)]
    [InlineData("track", "x", """{"context":{"channel":"fax"},"properties":{"channel":"store"}}""", Channel.Store)]
    [InlineData("track", "x", """{"context":{"channel":5},"channel":"social"}""", Channel.Social)]
    [InlineData("track", "x", """{"context":{"library":{"name":"analytics.js"}}}""", Channel.Web)]
    [InlineData("track", "x", """{"context":{"library":{"name":"@segment/analytics-next"}}}""", Channel.Web)]
    [InlineData("track", "x", """{"context":{"library":{"name":"@segment/analytics-react-native"}}}""", Channel.Mobile)]
    [InlineData("page", "x", """{"context":{"library":{"name":"analytics-ios"}}}""", Channel.Mobile)]
    [InlineData("track", "x", """{"context":{"library":{"name":"@segment/analytics-node"}}}""", Channel.Server)]
    [InlineData("track", "x", """{"context":{"library":7}}""", Channel.Server)]
    [InlineData("track", "x", """{"context":"none"}""", Channel.Server)]
    [InlineData("track", "Email Opened", """{"context":{"library":{"name":"analytics.js"}}}""", Channel.Email)]
    [InlineData("track", "Message Opened", """{"properties":{"channel":"chat"}}""", Channel.Chat)]
    [InlineData("track", "Ticket Opened", """{"properties":{"ticket_id":1}}""", Channel.Phone)]
    public void The_channel_is_said_or_derived(string type, string name, string fields, Channel channel) =>
        Assert.Equal(channel, Door.Accept($$"""{"type":"{{type}}","event":"{{name}}","userId":"u",{{fields[1..]}}""".Replace(",}", "}", StringComparison.Ordinal)).Channel);

    [Theory]
    [InlineData("""{"total":"abc","metric":{},"ticket_id":null,"purpose":7,"score":1e400,"products":"none","currency":"EURO"}""")]
    [InlineData("""{"\ud800":"\ud800","a":{"b":[[[[{"c":"\udc00"}]]]]}}""")]
    public void Fields_without_a_meaning_are_never_a_reason(string properties) =>
        Door.Accept($$"""{"type":"track","event":"Something","userId":"u","properties":{{properties}}}""");

    [Fact]
    public void Null_is_as_good_as_absent() => Door.Accept(
        """{"type":"track","event":"Order Completed","userId":"u","anonymousId":null,"properties":null,"traits":null,"context":null,"timestamp":null,"sentAt":null}""");

    [Fact]
    public void Properties_are_limited_by_the_events_size_alone()
    {
        var json = (int count) =>
            """{"type":"track","event":"x","userId":"u","properties":{""" + string.Join(',', Enumerable.Repeat("\"\":1", count)) + "}}";
        Door.Accept(json(6_500));
        Assert.Equal("the event is too large: 50056 bytes of JSON, 32768 are the most", Door.Reject(json(10_000)));
    }

    static string Body(string json) => Encoding.UTF8.GetString(Door.Accept(json).Body.Span);
}
