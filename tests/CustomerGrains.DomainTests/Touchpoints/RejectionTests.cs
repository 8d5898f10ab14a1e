using System.Globalization;
using System.Text;
using System.Text.Json;
using CustomerGrains.Domain.Touchpoints;
using CustomerGrains.DomainTests.Support;

namespace CustomerGrains.DomainTests.Touchpoints;

/// <summary>Every rejection names the field, the value and the way out.</summary>
public sealed class RejectionTests
{
    [Theory]
    [InlineData("[]", "the event [] must be a JSON object")]
    [InlineData("null", "the event null must be a JSON object")]
    [InlineData("\"x\"", "the event \"x\" must be a JSON object")]
    [InlineData("{}", "type is missing: send text such as \"track\"")]
    [InlineData("""{"type":"buy","userId":"u"}""", "type \"buy\" must be identify, track, page, screen, group or alias")]
    [InlineData("""{"type":7,"userId":"u"}""", "type 7 must be identify, track, page, screen, group or alias")]
    [InlineData("""{"type":{},"userId":"u"}""", "type {} must be text")]
    [InlineData("""{"type":"track","event":"x"}""", "userId is missing: an event needs userId or anonymousId")]
    [InlineData("""{"type":"track","event":"x","userId":" ","anonymousId":""}""", "userId \" \" is missing: an event needs userId or anonymousId")]
    [InlineData("""{"type":"track","event":"x","userId":true}""", "userId true must be text")]
    [InlineData("""{"type":"track","event":"x","userId":"a\u0000b"}""", "userId \"a\\u0000b\" must not have control characters")]
    [InlineData("""{"type":"track","event":"x","userId":"a\u007fb"}""", "userId \"a\\u007fb\" must not have control characters")]
    [InlineData("""{"type":"track","event":"x","userId":"a\ud800"}""", "userId \"a\\ud800\" is no valid Unicode text: it has half of a surrogate pair")]
    [InlineData("""{"type":"track","event":"x","userId":"u","anonymousId":["a"]}""", "anonymousId [\"a\"] must be text")]
    [InlineData("""{"type":"track","userId":"u"}""", "event is missing: send text such as \"Product Viewed\"")]
    [InlineData("""{"type":"track","userId":"u","event":""}""", "event \"\" is missing: send text such as \"Product Viewed\"")]
    [InlineData("""{"type":"track","userId":"u","event":{"a":1}}""", "event {\"a\":1} must be text")]
    [InlineData("""{"type":"page","userId":"u","name":false}""", "name false must be text")]
    [InlineData("""{"type":"group","userId":"u"}""", "groupId is missing: send text such as \"acme\"")]
    [InlineData("""{"type":"alias","userId":"u"}""", "previousId is missing: send text such as the id used until now")]
    [InlineData("""{"type":"alias","anonymousId":"u","previousId":"a"}""", "userId is missing: an alias needs the userId that previousId becomes part of")]
    [InlineData("""{"type":"track","event":"x","userId":"u","messageId":[]}""", "messageId [] must be text")]
    [InlineData("""{"type":"track","event":"x","userId":"u","properties":[1]}""", "properties [1] must be an object such as {\"price\": 49.90}; leave it out if there is nothing to say")]
    [InlineData("""{"type":"identify","userId":"u","traits":"x"}""", "traits \"x\" must be an object such as {\"email\": \"ada@example.com\"}; leave it out if there is nothing to say")]
    public void Events_that_are_none(string json, string message) => Assert.Equal(message, Door.Reject(json));

    [Theory]
    [InlineData("Order Completed", """{"total":"abc"}""", "total \"abc\" must be a number, or text that is one, such as 49.90")]
    [InlineData("Order Completed", """{"total":"NaN"}""", "total \"NaN\" must be a number, or text that is one, such as 49.90")]
    [InlineData("Order Completed", """{"total":"1,000.00"}""", "total \"1,000.00\" must be a number, or text that is one, such as 49.90")]
    [InlineData("Order Completed", """{"total":"1e400"}""", "total \"1e400\" must be a number, or text that is one, such as 49.90")]
    [InlineData("Order Completed", """{"total":"\ud800"}""", "total \"\\ud800\" must be a number, or text that is one, such as 49.90")]
    [InlineData("Order Completed", """{"total":""}""", "total \"\" must be a number, or text that is one, such as 49.90")]
    [InlineData("Order Completed", """{"total":true}""", "total true must be a number, or text that is one, such as 49.90")]
    [InlineData("Order Completed", """{"total":1e400}""", "total 1e400 is out of range: 1,000,000,000,000 is the most, either way")]
    [InlineData("Order Completed", """{"total":1000000000000.01}""", "total 1000000000000.01 is out of range: 1,000,000,000,000 is the most, either way")]
    [InlineData("Order Completed", """{"total":1,"revenue":{}}""", "revenue {} must be a number, or text that is one, such as 49.90")]
    [InlineData("Order Completed", """{"total":-5}""", "total -5 adds up to a negative order (-5): send Order Refunded for money that goes back")]
    [InlineData("completed  ORDER", """{"total":-5}""", "total -5 adds up to a negative order (-5): send Order Refunded for money that goes back")]
    [InlineData("Order Completed", """{"currency":"EURO"}""", "currency \"EURO\" must be a currency code of three letters, such as EUR")]
    [InlineData("Order Completed", """{"currency":"€€€"}""", "currency \"€€€\" must be a currency code of three letters, such as EUR")]
    [InlineData("Order Completed", """{"currency":978}""", "currency 978 must be a currency code of three letters, such as EUR")]
    [InlineData("Order Refunded", """{"products":{"price":1}}""", "products {\"price\":1} must be an array of products")]
    [InlineData("Order Completed", """{"total":1,"products":[{"price":1},null]}""", "products[1] null must be an object such as {\"price\": 49.90, \"quantity\": 1}")]
    [InlineData("Order Completed", """{"products":[{"price":1},{"price":"free"}]}""", "products[1].price \"free\" must be a number, or text that is one, such as 49.90")]
    [InlineData("Order Completed", """{"products":[{"price":1,"quantity":[]}]}""", "products[0].quantity [] must be a number, or text that is one, such as 49.90")]
    [InlineData("Order Cancelled", """{"products":[{"price":1e12,"quantity":1e12}]}""", "products [{\"price\":1e12,\"quantity\":1e12}] add up to more than 1,000,000,000,000")]
    [InlineData("Product Added", """{"quantity":-1}""", "quantity -1 must not be negative: send Product Removed for what is taken out")]
    [InlineData("Product Removed", """{"quantity":1000000001}""", "quantity 1000000001 is out of range: 1,000,000,000 is the most")]
    [InlineData("Product Added", """{"price":"-0.5"}""", "price \"-0.5\" must not be negative: send the price of one product, from 0")]
    [InlineData("Survey Answered", """{"score":1}""", "metric is missing: send text such as \"csat\", \"nps\" or \"ces\"")]
    [InlineData("Survey Answered", """{"metric":"happiness","score":1}""", "metric \"happiness\" must be csat, nps or ces")]
    [InlineData("Survey Answered", """{"metric":"nps"}""", "score is missing: send a whole number")]
    [InlineData("Survey Answered", """{"metric":"nps","score":11}""", "score 11 must be a whole number from 0 to 10")]
    [InlineData("Survey Answered", """{"metric":"nps","score":9.5}""", "score 9.5 must be a whole number from 0 to 10")]
    [InlineData("Survey Answered", """{"metric":"csat","score":0}""", "score 0 must be a whole number from 1 to 5")]
    [InlineData("Survey Answered", """{"metric":"ces","score":"8"}""", "score \"8\" must be a whole number from 1 to 7")]
    [InlineData("Ticket Opened", """{}""", "ticket_id is missing: send text such as \"T-1001\"")]
    [InlineData("Ticket Resolved", """{"ticket_id":{}}""", "ticket_id {} must be text")]
    [InlineData("Consent Given", """{"purpose":" "}""", "purpose \" \" is missing: send text such as \"marketing\"")]
    [InlineData("Consent Withdrawn", """{"purpose":"x","channel":[]}""", "channel [] must be text")]
    public void Fields_that_have_a_meaning(string name, string properties, string message) =>
        Assert.Equal($"properties.{message}", Door.Reject($$"""{"type":"track","userId":"u","event":"{{name}}","properties":{{properties}}}"""));

    [Theory]
    [InlineData("timestamp", "\"yesterday\"", "must be a date and time of ISO 8601, such as 2026-01-31T12:00:00Z, or milliseconds since 1970-01-01")]
    [InlineData("timestamp", "\"0000-01-01T00:00:00Z\"", "must be a date and time of ISO 8601, such as 2026-01-31T12:00:00Z, or milliseconds since 1970-01-01")]
    [InlineData("timestamp", "\"10000-01-01T00:00:00Z\"", "must be a date and time of ISO 8601, such as 2026-01-31T12:00:00Z, or milliseconds since 1970-01-01")]
    [InlineData("timestamp", "\"2026-02-30T00:00:00Z\"", "must be a date and time of ISO 8601, such as 2026-01-31T12:00:00Z, or milliseconds since 1970-01-01")]
    [InlineData("timestamp", "\"\\ud800\"", "must be a date and time of ISO 8601, such as 2026-01-31T12:00:00Z, or milliseconds since 1970-01-01")]
    [InlineData("timestamp", "{}", "must be a date and time of ISO 8601, such as 2026-01-31T12:00:00Z, or milliseconds since 1970-01-01")]
    [InlineData("timestamp", "1e400", "must be a date and time of ISO 8601, such as 2026-01-31T12:00:00Z, or milliseconds since 1970-01-01")]
    [InlineData("timestamp", "1767614400", "looks like seconds: numbers are milliseconds since 1970-01-01")]
    [InlineData("timestamp", "\"0001-01-01T00:00:00Z\"", "is before 1970-01-01")]
    [InlineData("timestamp", "\"1969-12-31T23:59:59Z\"", "is before 1970-01-01")]
    [InlineData("timestamp", "\"2026-01-06T12:00:00.001Z\"", "is more than 24 hours after the event arrived (2026-01-05T12:00:00Z): set the sender's clock")]
    [InlineData("originalTimestamp", "\"9999-12-31T23:59:59Z\"", "is more than 24 hours after the event arrived (2026-01-05T12:00:00Z): set the sender's clock")]
    [InlineData("sentAt", "\"?\"", "must be a date and time of ISO 8601, such as 2026-01-31T12:00:00Z, or milliseconds since 1970-01-01")]
    public void Times(string field, string value, string reason)
    {
        var message = Door.Reject($$"""{"type":"track","event":"x","userId":"u","{{field}}":{{value}}}""");
        Assert.EndsWith(reason, message, StringComparison.Ordinal);
        Assert.StartsWith($"{field} ", message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_too_long()
    {
        var json = (string field, int length) =>
            $$"""{"type":"track","event":"x","userId":"u","{{field}}":"{{new string('a', length)}}"}""";
        Assert.Equal("event \"" + new string('a', 39) + "… is too long: 201 characters, 200 are the most", Door.Reject(json("event", 201)));
        Assert.EndsWith("257 characters, 256 are the most", Door.Reject(json("userId", 257)), StringComparison.Ordinal);
        Assert.EndsWith("101 characters, 100 are the most", Door.Reject(json("messageId", 101)), StringComparison.Ordinal);
        Door.Accept(json("event", 200));
        Door.Accept(json("userId", 256));
        Door.Accept(json("messageId", 100));
    }

    [Fact]
    public void An_event_of_32_KB_comes_in_and_a_larger_one_does_not()
    {
        var json = (int size) =>
        {
            const string start = """{"type":"track","event":"x","userId":"u","properties":{"a":""";
            return start + "\"" + new string('a', size - start.Length - 4) + "\"}}";
        };
        Assert.Equal(32_768, Door.Accept(json(32_768)).Body.Length);
        Assert.Equal("the event is too large: 32769 bytes of JSON, 32768 are the most", Door.Reject(json(32_769)));
    }

    [Fact]
    public void Bytes_that_are_not_UTF8()
    {
        byte[] bytes = [.. Encoding.UTF8.GetBytes("""{"type":"track","event":"x","userId":"u","properties":{"a":" """), 0xff, .. Encoding.UTF8.GetBytes("\"}}")];
        using var document = JsonDocument.Parse(bytes);
        var reading = TouchpointReader.Read(document.RootElement, null, Door.Now, null, () => "x");
        Assert.Equal("the event is not valid UTF-8: send UTF-8", reading.Error!.Message);
    }

    [Fact]
    public void A_value_is_shown_cut_to_forty_characters_with_what_can_not_be_seen_escaped()
    {
        Assert.Equal("{\"a\":\"\\u202e\\u0085\"}", Door.Read("{\"type\":\"track\",\"event\":\"x\",\"userId\":{\"a\":\"\u202e\u0085\"}}").Error!.Value);
        var error = Door.Read("{\"type\":\"track\",\"event\":\"x\",\"userId\":[\"" + string.Concat(Enumerable.Repeat("😀", 50)) + "\"]}").Error!;
        Assert.Equal("[\"" + string.Concat(Enumerable.Repeat("😀", 19)) + "…", error.Value);
    }

    [Fact]
    public void The_message_id_is_told_with_the_rejection()
    {
        Assert.Equal("m1", Door.Read("""{"type":"nope","messageId":"m1"}""").MessageId);
        Assert.Equal("made-here", Door.Read("""{"type":"nope"}""").MessageId);
        Assert.Null(Door.Read("""{"type":"nope","messageId":{}}""").MessageId);
    }

    [Fact]
    public void Ten_thousand_hostile_events_are_each_accepted_or_rejected_and_accepted_ones_fold()
    {
        string[] values =
        [
            "null", "true", "-0", "1e400", "-1e-400", "0.1", "\"\"", "\" \"", "\"NaN\"", "\"\\ud800\"", "\"\\u0000\"", "{}", "[]", "[[[[]]]]", "{\"\\udc00\":1}",
            "\"x\"", "\"2026-01-01\"", "1767614400000", "\"nps\"", "5", "[{\"price\":1},{\"price\":\"\\ud800\"}]", "{\"category\":\"\\ud800\",\"email\":{\"a\":[1]}}",
        ];
        string[] fields =
        [
            "userId", "anonymousId", "messageId", "timestamp", "originalTimestamp", "sentAt", "name", "groupId", "previousId", "properties", "traits", "context",
            "channel", "writeKey", "\\ud800", "\\u0075serId",
        ];
        string[] inner =
        [
            "total", "revenue", "value", "currency", "products", "price", "quantity", "metric", "score", "comment", "ticket_id", "subject", "purpose", "channel",
            "category", "product_id", "name", "title", "query", "preferences", "email", "\\ud800x",
        ];
        var names = StandardNames.All().Select(name => name.Key).ToArray();
        var random = new Random(4);
        var accepted = 0;
        for (var i = 0; i < 10_000; i++)
        {
            var json = new StringBuilder("{\"userId\":\"ada\",\"type\":\"" + Pick(["track", "track", "track", "identify", "page", "screen", "group", "alias"]) + "\",\"event\":\"" + Pick(names) + "\"");
            for (var f = random.Next(4); f > 0; f--)
                json.Append(CultureInfo.InvariantCulture, $",\"{Pick(fields)}\":{Pick(values)}");
            json.Append(CultureInfo.InvariantCulture, $",\"{Pick(["properties", "traits"])}\":{{\"a\":0");
            for (var f = random.Next(6); f > 0; f--)
                json.Append(CultureInfo.InvariantCulture, $",\"{Pick(inner)}\":{Pick(values)}");
            var reading = Door.Read(json.Append("}}").ToString());
            Assert.True(reading.Touchpoint is null != reading.Error is null);
            if (reading.Touchpoint is not { } touchpoint)
                continue;
            accepted++;
            var state = Folding.Fold([touchpoint.ToEntry(1)], touchpoint.CustomerId);
            using var view = JsonDocument.Parse(Contracts.Customers.CustomerView.From(state, Door.Now, Story.Pounds).ToJson());
        }

        Assert.InRange(accepted, 2_000, 9_000);

        string Pick(string[] from) => from[random.Next(from.Length)];
    }
}
