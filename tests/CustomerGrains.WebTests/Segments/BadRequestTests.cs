using System.Net;
using System.Text.Json;
using CustomerGrains.WebTests.Support;

namespace CustomerGrains.WebTests.Segments;

/// <summary>Rubbish of every kind: never a 5xx, always the field and the way out.</summary>
[Collection(SharedServerCollection.Name)]
public sealed class BadRequestTests(SharedServer shared)
{
    [Theory]
    [InlineData("/api/segments/UPPER", "key")]
    [InlineData("/api/segments/a%20b", "key")]
    [InlineData("/api/segments/a_b", "key")]
    [InlineData("/api/segments/cart-abandoned%0A", "key")]
    [InlineData("/api/segments/cart-abandoned/series?window=5m", "window")]
    [InlineData("/api/segments/cart-abandoned/series?window=all", "window")]
    [InlineData("/api/transitions?limit=0", "limit")]
    [InlineData("/api/transitions?limit=501", "limit")]
    [InlineData("/api/transitions?before=x", "before")]
    [InlineData("/api/transitions?before=-1", "before")]
    [InlineData("/api/transitions?before=99999999999999999999", "before")]
    [InlineData("/api/transitions?segment=no-such-segment", "segment")]
    [InlineData("/api/transitions?segment=NO", "segment")]
    [InlineData("/api/transitions?segment=%00", "segment")]
    [InlineData("/api/transitions?stage=Nowhere", "stage")]
    [InlineData("/api/transitions?stage=Aware&segment=cart-abandoned", "stage")]
    [InlineData("/api/transitions?customer=%00", "customer")]
    [InlineData("/api/backfills?limit=0", "limit")]
    [InlineData("/api/backfills?limit=201", "limit")]
    [InlineData("/api/journey?window=5m", "window")]
    [InlineData("/api/customers?segment=no-such-segment", "segment")]
    [InlineData("/api/customers?segment=%27--", "segment")]
    [InlineData("/api/customers/x%0Ay/segments/cart-abandoned", "id")]
    [InlineData("/api/customers/x/segments/UPPER", "key")]
    [InlineData("/api/customers/x/segments/cart-abandoned?at=yesterday", "at")]
    public async Task A_parameter_that_cannot_be_used_is_400_and_named(string path, string field)
    {
        using var response = await shared.Server.Admin.GetAsync(path);
        await IsAsync(HttpStatusCode.BadRequest, response, field);
    }

    [Theory]
    [InlineData("/api/segments/no-such-segment", "key")]
    [InlineData("/api/segments/no-such-segment/series", "key")]
    [InlineData("/api/customers/nobody/segments/cart-abandoned", "id")]
    [InlineData("/api/customers/nobody/segments/no-such-segment", "key")]
    [InlineData("/api/customers/nobody/stages/Nowhere", "name")]
    [InlineData("/api/customers/nobody/segments/cart-abandoned?at=2020-01-01", "key")]
    [InlineData("/api/transitions?customer=nobody", "customer")]
    public async Task What_is_not_there_is_404_and_named(string path, string field)
    {
        using var response = await shared.Server.Admin.GetAsync(path);
        await IsAsync(HttpStatusCode.NotFound, response, field);
    }

    public static TheoryData<string, string, string, string> Bodies => new()
    {
        { "PUT", "/api/segments/new", "", "body" },
        { "PUT", "/api/segments/new", "null", "body" },
        { "PUT", "/api/segments/new", "[]", "body" },
        { "PUT", "/api/segments/new", "{", "body" },
        { "PUT", "/api/segments/new", "{}", "name" },
        { "PUT", "/api/segments/new", """{"name":"A"}""", "rule" },
        { "PUT", "/api/segments/new", """{"name":"A","rule":null}""", "rule" },
        { "PUT", "/api/segments/new", """{"name":"A","rule":""}""", "rule" },
        { "PUT", "/api/segments/new", """{"name":"A","rule":" \n "}""", "rule" },
        { "PUT", "/api/segments/new", """{"name":"A","rule":7}""", "rule" },
        { "PUT", "/api/segments/new", """{"name":"A","rule":["always"]}""", "rule" },
        { "PUT", "/api/segments/new", """{"name":"A","rule":"always\u0000"}""", "rule" },
        { "PUT", "/api/segments/new", """{"name":"A","rule":"\ud800"}""", "rule" },
        { "PUT", "/api/segments/new", """{"name":"","rule":"always"}""", "name" },
        { "PUT", "/api/segments/new", """{"name":"a\u0007b","rule":"always"}""", "name" },
        { "PUT", "/api/segments/new", """{"name":{},"rule":"always"}""", "name" },
        { "PUT", "/api/segments/new", """{"name":"A","rule":"always","version":-1}""", "version" },
        { "PUT", "/api/segments/new", """{"name":"A","rule":"always","version":1.5}""", "version" },
        { "PUT", "/api/segments/new", """{"name":"A","rule":"always","version":"1"}""", "version" },
        { "PUT", "/api/segments/new", """{"name":"A","rule":"always","version":9999999999}""", "version" },
        { "PUT", "/api/segments/new", """{"name":"A","rule":"always","description":7}""", "description" },
        { "PUT", "/api/segments/NEW", """{"name":"A","rule":"always"}""", "key" },
        { "PUT", "/api/segments/new", """{"name":"A","rule":"segments has \"new\""}""", "rule" },
        { "PUT", "/api/segments/new", $$"""{"name":"{{new string('x', 101)}}","rule":"always"}""", "name" },
        { "PUT", "/api/segments/new", $$"""{"name":"A","rule":"{{new string('x', 10_001)}}"}""", "rule" },
        { "PUT", "/api/segments/new", $$"""{"name":"A","rule":"{{string.Concat(Enumerable.Repeat("(", 5_000))}}"}""", "rule" },
        { "PUT", "/api/segments/new", $$"""{"name":"A","rule":"{{string.Concat(Enumerable.Repeat("not ", 2_400))}} always"}""", "rule" },
        { "DELETE", "/api/segments/NEW", "", "key" },
        { "DELETE", "/api/segments/new?version=0", "", "version" },
        { "DELETE", "/api/segments/new?version=x", "", "version" },
        { "POST", "/api/segments/preview", "", "body" },
        { "POST", "/api/segments/preview", "{}", "rule" },
        { "POST", "/api/segments/preview", """{"rule":"x = "}""", "rule" },
        { "POST", "/api/segments/preview", """{"rule":"always","key":"NO"}""", "key" },
        { "POST", "/api/segments/preview", """{"rule":"always","key":7}""", "key" },
        { "POST", "/api/rules/check", "{}", "rule" },
        { "POST", "/api/rules/check", """{"rule":"always","use":"alert"}""", "use" },
        { "POST", "/api/rules/check", """{"rule":"always","use":1}""", "use" },
        { "PUT", "/api/journey", "{}", "stages" },
        { "PUT", "/api/journey", """{"stages":[]}""", "stages" },
        { "PUT", "/api/journey", """{"stages":[1]}""", "stages" },
        { "PUT", "/api/journey", """{"stages":{}}""", "stages" },
        { "PUT", "/api/journey", """{"stages":[{}]}""", "stages[0].name" },
        { "PUT", "/api/journey", """{"stages":[{"name":"A"}]}""", "stages[0].rule" },
        { "PUT", "/api/journey", """{"stages":[{"name":"A","rule":"orders.count >= 1"}]}""", "stages[0].rule" },
        { "PUT", "/api/journey", """{"stages":[{"name":"A>B","rule":"always"}]}""", "stages[0].name" },
        { "PUT", "/api/journey", """{"stages":[{"name":"A","rule":"always"},{"name":"a","rule":"always"}]}""", "stages[1].name" },
        { "PUT", "/api/journey", """{"stages":[{"name":"A","rule":"always"},{"name":"B","rule":"journey.stage = \"A\""}]}""", "stages[1].rule" },
        { "PUT", "/api/journey", """{"stages":[{"name":"A","rule":"always"},{"name":"B","rule":"segments has \"cart-abandoned\""}]}""", "stages[1].rule" },
        { "PUT", "/api/journey", """{"stages":[{"name":"A","rule":"always"}],"version":-1}""", "version" },
        { "PUT", "/api/journey", $$"""{"stages":[{{string.Join(',', Enumerable.Range(0, 31).Select(n => $$"""{"name":"S{{n}}","rule":"always"}"""))}}]}""", "stages" },
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task A_body_that_cannot_be_used_is_400_and_changes_nothing(string method, string path, string body, string field)
    {
        var before = (await shared.Server.GetAsync("/api/journey/versions")).GetProperty("items").GetArrayLength();
        using var response = await shared.Server.CallAsync(new HttpMethod(method), path, body);
        await IsAsync(HttpStatusCode.BadRequest, response, field);

        using var none = await shared.Server.Admin.GetAsync("/api/segments/new");
        Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
        Assert.Equal(before, (await shared.Server.GetAsync("/api/journey/versions")).GetProperty("items").GetArrayLength());
    }

    [Theory]
    [InlineData("PUT", "/api/segments/new", """{"name":"A","rule":"always"}""")]
    [InlineData("DELETE", "/api/segments/cart-abandoned", null)]
    [InlineData("PUT", "/api/journey", """{"stages":[{"name":"A","rule":"always"}]}""")]
    public async Task An_agent_looks_and_changes_nothing(string method, string path, string? body)
    {
        using var agent = shared.Server.Client(await shared.Server.TokenAsync("agent"));
        using var request = new HttpRequestMessage(new(method), path);
        if (body is not null) request.Content = new StringContent(body, new System.Net.Http.Headers.MediaTypeHeaderValue("application/json"));
        using var response = await agent.SendAsync(request);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Equal(JsonValueKind.Array, (await shared.Server.GetAsync("/api/segments/cart-abandoned")).GetProperty("versions").ValueKind);
    }

    static async Task IsAsync(HttpStatusCode status, HttpResponseMessage response, string field)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == status, $"{(int)response.StatusCode} {text}");
        var errors = JsonDocument.Parse(text).RootElement.GetProperty("errors").EnumerateArray().ToList();
        Assert.Contains(field, errors.Select(error => error.GetProperty("field").GetString()));
        Assert.All(errors, error => Assert.False(string.IsNullOrWhiteSpace(error.GetProperty("reason").GetString())));
    }
}
