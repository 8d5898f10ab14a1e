using System.Text.Json;
using CustomerGrains.WebTests.Support;

namespace CustomerGrains.WebTests.Ingestion;

/// <summary>Every kind of bad event, each in the middle of a batch: it is rejected with its field, the others are recorded.</summary>
[Collection(SharedServerCollection.Name)]
public sealed class BadEventTests(SharedServer shared)
{
    static readonly string _deepInside = string.Concat(Enumerable.Repeat("{\"a\":", 55)) + "1" + new string('}', 55);

    public static TheoryData<string, string, string> Rejected => new()
    {
        { "no id", """{"type":"track","event":"A"}""", "userId" },
        { "an empty id", """{"type":"track","event":"A","userId":""}""", "userId" },
        { "an id that is too long", $$"""{"type":"track","event":"A","userId":"{{new string('x', 257)}}"}""", "userId" },
        { "an id with U+0000", """{"type":"track","event":"A","userId":"a\u0000b"}""", "userId" },
        { "an id with a line break", """{"type":"track","event":"A","userId":"a\nb"}""", "userId" },
        { "an id with half a surrogate pair", """{"type":"track","event":"A","userId":"a\ud800b"}""", "userId" },
        { "an id that is an object", """{"type":"track","event":"A","userId":{"id":1}}""", "userId" },
        { "an id that is true", """{"type":"track","event":"A","userId":true}""", "userId" },
        { "an anonymous id that is an array", """{"type":"track","event":"A","anonymousId":["a"]}""", "anonymousId" },
        { "a message id that is too long", $$"""{"type":"track","event":"A","userId":"u","messageId":"{{new string('m', 101)}}"}""", "messageId" },
        { "a message id that is an object", """{"type":"track","event":"A","userId":"u","messageId":{}}""", "messageId" },
        { "no type", """{"event":"A","userId":"u"}""", "type" },
        { "an unknown type", """{"type":"purchase","userId":"u"}""", "type" },
        { "a type that is a number", """{"type":5,"userId":"u"}""", "type" },
        { "a track without a name", """{"type":"track","userId":"u"}""", "event" },
        { "a name that is too long", $$"""{"type":"track","userId":"u","event":"{{new string('e', 201)}}"}""", "event" },
        { "a name that is an array", """{"type":"track","userId":"u","event":["A"]}""", "event" },
        { "properties that are text", """{"type":"track","userId":"u","event":"A","properties":"x"}""", "properties" },
        { "traits that are an array", """{"type":"identify","userId":"u","traits":[1]}""", "traits" },
        { "an alias without its previous id", """{"type":"alias","userId":"u"}""", "previousId" },
        { "a group without its id", """{"type":"group","userId":"u"}""", "groupId" },
        { "a time that is no time", """{"type":"track","userId":"u","event":"A","timestamp":"yesterday"}""", "timestamp" },
        { "a time of the year 0", """{"type":"track","userId":"u","event":"A","timestamp":"0000-01-01T00:00:00Z"}""", "timestamp" },
        { "a time before 1970", """{"type":"track","userId":"u","event":"A","timestamp":"1969-12-31T23:59:59Z"}""", "timestamp" },
        { "a time in the year 9999", """{"type":"track","userId":"u","event":"A","timestamp":"9999-12-31T23:59:59Z"}""", "timestamp" },
        { "a time that is an object", """{"type":"track","userId":"u","event":"A","timestamp":{}}""", "timestamp" },
        { "an amount of 1e400", """{"type":"track","userId":"u","event":"Order Completed","properties":{"total":1e400}}""", "properties.total" },
        { "an amount of minus 1e400", """{"type":"track","userId":"u","event":"Order Refunded","properties":{"total":-1e400}}""", "properties.total" },
        { "an amount over a trillion", """{"type":"track","userId":"u","event":"Order Completed","properties":{"total":1000000000001}}""", "properties.total" },
        { "a negative order", """{"type":"track","userId":"u","event":"Order Completed","properties":{"total":-5}}""", "properties.total" },
        { "an amount that is the text NaN", """{"type":"track","userId":"u","event":"Order Completed","properties":{"total":"NaN"}}""", "properties.total" },
        { "an amount that is an array", """{"type":"track","userId":"u","event":"Order Completed","properties":{"total":[5]}}""", "properties.total" },
        { "a currency that is none", """{"type":"track","userId":"u","event":"Order Completed","properties":{"total":5,"currency":"DOUBLOON"}}""", "properties.currency" },
        { "a currency that is a number", """{"type":"track","userId":"u","event":"Order Completed","properties":{"total":5,"currency":978}}""", "properties.currency" },
        { "products that are an object", """{"type":"track","userId":"u","event":"Order Completed","properties":{"products":{"price":1}}}""", "properties.products" },
        { "a product whose price is text", """{"type":"track","userId":"u","event":"Order Completed","properties":{"products":[{"price":"cheap"}]}}""", "properties.products[0].price" },
        { "a CSAT of 6", """{"type":"track","userId":"u","event":"Survey Answered","properties":{"metric":"csat","score":6}}""", "properties.score" },
        { "an NPS of 11", """{"type":"track","userId":"u","event":"Survey Answered","properties":{"metric":"nps","score":11}}""", "properties.score" },
        { "a survey of an unknown metric", """{"type":"track","userId":"u","event":"Survey Answered","properties":{"metric":"mood","score":1}}""", "properties.metric" },
        { "a number", "7", "event" },
        { "a text", "\"track\"", "event" },
        { "null", "null", "event" },
        { "an array", "[]", "event" },
        { "an event of 33 KB", $$"""{"type":"track","userId":"u","event":"A","properties":{"text":"{{new string('x', 33 * 1024)}}"} }""", "event" },
    };

    [Theory]
    [MemberData(nameof(Rejected))]
    public async Task A_bad_event_is_rejected_alone(string what, string json, string field)
    {
        var id = SharedServer.NewId("good");
        var good = $$"""{"type":"track","event":"Good","userId":"{{id}}"}""";
        var response = await shared.Server.PostAsync("/v1/batch", $$"""{"batch":[{{good}},{{json}},{{good}}]}""");
        var text = await response.Content.ReadAsStringAsync();
        Assert.True((int)response.StatusCode == 200, $"{what}: {text}");

        var reply = JsonDocument.Parse(text).RootElement;
        Assert.Equal(2, reply.GetProperty("accepted").GetInt32());
        var rejected = Assert.Single(reply.GetProperty("rejected").EnumerateArray());
        Assert.Equal(1, rejected.GetProperty("index").GetInt32());
        Assert.Equal(field, rejected.GetProperty("field").GetString());
        Assert.False(string.IsNullOrWhiteSpace(rejected.GetProperty("reason").GetString()));
        Assert.True((rejected.GetProperty("value").GetString() ?? "").Length <= 45, $"{what}: the value is not shortened");
        Assert.DoesNotContain('\0', rejected.GetProperty("error").GetString()!);
        Assert.Equal(2, (await shared.Server.CustomerAsync(id)).GetProperty("touchpoints").GetProperty("total").GetInt32());
    }

    public static TheoryData<string, string> Accepted => new()
    {
        { "a number as id", """{"type":"track","event":"A","userId":"ID","messageId":17}""" },
        { "SQL in every text", """{"type":"identify","userId":"ID","traits":{"name":"Robert'); DROP TABLE journal;--","email":"' OR 1=1 --"}}""" },
        { "HTML in every text", """{"type":"track","event":"<script>alert(1)</script>","userId":"ID","properties":{"title":"<img src=x onerror=alert(1)>"}}""" },
        { "U+0000 in a trait", """{"type":"identify","userId":"ID","traits":{"name":"a\u0000b","note":"\u0000"}}""" },
        { "half a surrogate pair in a trait", """{"type":"identify","userId":"ID","traits":{"name":"a\ud800b"}}""" },
        { "half a surrogate pair as a property's name", """{"type":"track","event":"A","userId":"ID","properties":{"\udc00":"x"}}""" },
        { "no properties", """{"type":"track","event":"A","userId":"ID"}""" },
        { "properties of null", """{"type":"track","event":"A","userId":"ID","properties":null,"context":null}""" },
        { "an amount of null", """{"type":"track","event":"Order Completed","userId":"ID","properties":{"total":null}}""" },
        { "an amount as text", """{"type":"track","event":"Order Completed","userId":"ID","properties":{"total":"49.90","currency":"gbp"}}""" },
        { "an amount with many decimals", """{"type":"track","event":"Order Completed","userId":"ID","properties":{"total":0.1234567890123456789}}""" },
        { "an amount of 1e-400", """{"type":"track","event":"Order Completed","userId":"ID","properties":{"total":1e-400}}""" },
        { "an hour in the future", """{"type":"track","event":"A","userId":"ID","timestamp":"SOON"}""" },
        { "names twice", """{"type":"track","event":"A","event":"B","userId":"ID","userId":"ID"}""" },
        { "fifty levels", """{"type":"track","event":"A","userId":"ID","properties":DEEP}""" },
        { "the words of JavaScript's own objects", """{"type":"identify","userId":"ID","traits":{"__proto__":{"x":1},"constructor":"y","toString":1}}""" },
    };

    [Theory]
    [MemberData(nameof(Accepted))]
    public async Task A_strange_event_is_recorded_and_its_customer_can_be_read(string what, string json)
    {
        var id = SharedServer.NewId("odd");
        var body = json.Replace("ID", id, StringComparison.Ordinal).Replace("DEEP", _deepInside, StringComparison.Ordinal)
            .Replace("SOON", DateTimeOffset.UtcNow.AddHours(1).ToString("O"), StringComparison.Ordinal);
        var response = await shared.Server.PostAsync("/v1/batch", $$"""{"batch":[{{body}}]}""");
        var text = await response.Content.ReadAsStringAsync();
        Assert.True((int)response.StatusCode == 200, $"{what}: {text}");

        Assert.True(JsonDocument.Parse(text).RootElement.GetProperty("accepted").GetInt32() == 1, $"{what}: {text}");
        Assert.Equal(1, (await shared.Server.CustomerAsync(id)).GetProperty("touchpoints").GetProperty("total").GetInt32());
        Assert.Single((await shared.Server.GetAsync($"/api/customers/{id}/touchpoints")).GetProperty("items").EnumerateArray());
        Assert.Single((await shared.Server.GetAsync($"/api/customers?query={id}")).GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task Ten_thousand_properties_are_limited_by_the_events_size_only()
    {
        var id = SharedServer.NewId();
        var many = string.Join(',', Enumerable.Range(0, 10_000).Select(i => $"\"{i}\":1"));
        var some = string.Join(',', Enumerable.Range(0, 2_000).Select(i => $"\"{i}\":1"));
        var reply = JsonDocument.Parse(await (await shared.Server.PostAsync("/v1/batch", $$"""
            {"batch":[
              {"type":"track","event":"Many","userId":"{{id}}","properties":{ {{many}} } },
              {"type":"track","event":"Some","userId":"{{id}}","properties":{ {{some}} } },
              {"type":"identify","userId":"{{id}}","traits":{ {{some}} } }
            ]}
            """)).Content.ReadAsStringAsync()).RootElement;

        Assert.Equal(0, Assert.Single(reply.GetProperty("rejected").EnumerateArray()).GetProperty("index").GetInt32());
        Assert.Equal(2, reply.GetProperty("accepted").GetInt32());
        Assert.InRange((await shared.Server.CustomerAsync(id)).GetProperty("traits").EnumerateObject().Count(), 1, 100);
    }

    [Fact]
    public async Task Amounts_keep_six_decimals_and_sums_are_exact()
    {
        var id = SharedServer.NewId();
        await shared.Server.BatchAsync([.. Enumerable.Range(0, 10).Select(i => (object)new { type = "track", @event = "Order Completed", userId = id, properties = new { total = 0.1m, currency = "GBP" } })]);

        Assert.Equal(1.0m, (await shared.Server.CustomerAsync(id)).GetProperty("value").GetProperty("byCurrency").GetProperty("GBP").GetProperty("gross").GetDecimal());
    }
}
