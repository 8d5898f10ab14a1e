using System.Net;
using CustomerGrains.Web.Security;
using CustomerGrains.WebTests.Support;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace CustomerGrains.WebTests.Security;

/// <summary>Who may call what: every endpoint there is, with every kind of caller. A new endpoint without a line here fails.</summary>
[Collection(SharedServerCollection.Name)]
public sealed class EndpointMatrixTests(SharedServer shared)
{
    const string Anybody = "anybody";
    const string WriteKey = "write key";

    static readonly Dictionary<string, string> _admits = new(StringComparer.Ordinal)
    {
        ["* /health/live"] = Anybody,
        ["* /health/ready"] = Anybody,
        ["GET /openapi/{documentName}.json"] = Anybody,
        ["* {**path}"] = Anybody,
        ["POST /v1/identify"] = WriteKey,
        ["POST /v1/i"] = WriteKey,
        ["POST /v1/track"] = WriteKey,
        ["POST /v1/t"] = WriteKey,
        ["POST /v1/page"] = WriteKey,
        ["POST /v1/p"] = WriteKey,
        ["POST /v1/screen"] = WriteKey,
        ["POST /v1/s"] = WriteKey,
        ["POST /v1/group"] = WriteKey,
        ["POST /v1/g"] = WriteKey,
        ["POST /v1/alias"] = WriteKey,
        ["POST /v1/a"] = WriteKey,
        ["POST /v1/batch"] = WriteKey,
        ["POST /v1/b"] = WriteKey,
        ["POST /v1/m"] = Anybody,
        ["GET /v1/projects/{writeKey}/settings"] = WriteKey,
        ["POST /api/session"] = Anybody,
        ["DELETE /api/session"] = Anybody,
        ["GET /api/session"] = Roles.Agent,
        ["GET /api/users"] = Roles.Admin,
        ["POST /api/users"] = Roles.Admin,
        ["PUT /api/users/{user}"] = Roles.Admin,
        ["DELETE /api/users/{user}"] = Roles.Admin,
        ["GET /api/keys"] = Roles.Admin,
        ["POST /api/keys"] = Roles.Admin,
        ["DELETE /api/keys/{id}"] = Roles.Admin,
        ["GET /api/simulator"] = Roles.Admin,
        ["POST /api/simulator"] = Roles.Admin,
        ["DELETE /api/simulator"] = Roles.Admin,
        ["GET /api/customers"] = Roles.Agent,
        ["GET /api/customers/{id}"] = Roles.Agent,
        ["GET /api/customers/{id}/touchpoints"] = Roles.Agent,
        ["GET /api/kpis"] = Roles.Agent,
        ["GET /api/kpis/series"] = Roles.Agent,
        ["GET /api/kpis/trend"] = Roles.Agent,
        ["GET /api/kpis/breakdown"] = Roles.Agent,
        ["POST /api/kpis/recount"] = Roles.Admin,
        ["GET /api/customers/{id}/segments/{key}"] = Roles.Agent,
        ["GET /api/customers/{id}/stages/{name}"] = Roles.Agent,
        ["GET /api/rules/vocabulary"] = Roles.Agent,
        ["POST /api/rules/check"] = Roles.Agent,
        ["GET /api/journey"] = Roles.Agent,
        ["GET /api/journey/versions"] = Roles.Agent,
        ["PUT /api/journey"] = Roles.Operator,
        ["GET /api/value/model"] = Roles.Agent,
        ["GET /api/segments"] = Roles.Agent,
        ["GET /api/segments/{key}"] = Roles.Agent,
        ["GET /api/segments/{key}/series"] = Roles.Agent,
        ["POST /api/segments/preview"] = Roles.Agent,
        ["PUT /api/segments/{key}"] = Roles.Operator,
        ["DELETE /api/segments/{key}"] = Roles.Operator,
        ["GET /api/transitions"] = Roles.Agent,
        ["GET /api/backfills"] = Roles.Agent,
        ["GET /api/alerts"] = Roles.Agent,
        ["POST /api/alerts/{id}/acknowledge"] = Roles.Agent,
        ["GET /api/alerts/rules"] = Roles.Agent,
        ["PUT /api/alerts/rules/{key}"] = Roles.Operator,
        ["DELETE /api/alerts/rules/{key}"] = Roles.Operator,
        ["GET /api/followups"] = Roles.Agent,
        ["POST /api/followups/{id}/take"] = Roles.Agent,
        ["POST /api/followups/{id}/note"] = Roles.Agent,
        ["POST /api/followups/{id}/resolve"] = Roles.Agent,
        ["POST /api/followups/{id}/release"] = Roles.Agent,
        ["GET /api/operations"] = Roles.Operator,
        ["GET /api/webhooks"] = Roles.Admin,
        ["POST /api/webhooks"] = Roles.Admin,
        ["GET /api/webhooks/{id}"] = Roles.Admin,
        ["PUT /api/webhooks/{id}"] = Roles.Admin,
        ["DELETE /api/webhooks/{id}"] = Roles.Admin,
        ["POST /api/webhooks/{id}/secret"] = Roles.Admin,
        ["POST /api/webhooks/{id}/test"] = Roles.Admin,
        ["GET /api/webhooks/{id}/deliveries"] = Roles.Admin,
        ["POST /api/webhooks/{id}/deliveries/{delivery}/replay"] = Roles.Admin,
        ["POST /api/webhooks/{id}/replay"] = Roles.Admin,
        ["* /hubs/live"] = Roles.Agent,
        ["* /hubs/live/negotiate"] = Roles.Agent,
    };

    [Fact]
    public void Every_endpoint_is_in_the_table_and_the_table_has_no_others()
    {
        Assert.Equal(_admits.Keys.Order(StringComparer.Ordinal), Endpoints().Select(NameOf).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_endpoint_names_whom_it_admits()
    {
        foreach (var endpoint in Endpoints())
        {
            var open = endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null;
            var policies = endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>().Select(data => data.Policy).ToList();
            Assert.True(open || policies.Count > 0, $"{NameOf(endpoint)} names no policy");
            Assert.DoesNotContain(null, policies);
        }
    }

    [Fact]
    public void Whatever_names_no_policy_admits_nobody()
    {
        var options = new AuthorizationOptions();
        Policies.Add(options);

        Assert.NotNull(options.FallbackPolicy);
        Assert.Same(options.DefaultPolicy, options.FallbackPolicy);
    }

    public static TheoryData<string> Callers => ["nobody", "a wrong token", "no role", Roles.Agent, Roles.Operator, Roles.Admin];

    [Theory]
    [MemberData(nameof(Callers))]
    public async Task Each_caller_gets_in_where_the_table_says_so_and_nowhere_else(string caller)
    {
        using var client = shared.Server.Client(caller switch { "nobody" => null, "a wrong token" => "wrong", _ => await shared.Server.TokenAsync(caller) });
        foreach (var (endpoint, admitted) in _admits)
        {
            if (admitted == WriteKey) continue;
            using var request = RequestFor(endpoint);
            using var response = await client.SendAsync(request);
            var expected = Array.IndexOf(Roles.All, caller) >= (admitted == Anybody ? -1 : Array.IndexOf(Roles.All, admitted))
                ? (HttpStatusCode?)null
                : Roles.All.Contains(caller) || caller == "no role" ? HttpStatusCode.Forbidden : HttpStatusCode.Unauthorized;
            if (expected is null) Assert.False(response.StatusCode is HttpStatusCode.Forbidden || IsRefusal(endpoint, response), $"{caller}: {endpoint} {response.StatusCode}");
            else Assert.True(expected == response.StatusCode, $"{caller}: {endpoint} {response.StatusCode}");
            Assert.True((int)response.StatusCode < 500, $"{caller}: {endpoint} {response.StatusCode}");
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("wrong")]
    [InlineData(TestServer.AdminToken)]
    public async Task Without_a_valid_write_key_nothing_is_taken(string? key)
    {
        foreach (var endpoint in _admits.Where(entry => entry.Value == WriteKey).Select(entry => entry.Key))
        {
            if (endpoint.StartsWith("GET", StringComparison.Ordinal)) continue;
            using var response = await shared.Server.PostAsync(endpoint.Split(' ')[1], """{"event":"A","userId":"u","groupId":"g","previousId":"p","batch":[]}""", key);
            Assert.True(response.StatusCode == HttpStatusCode.Unauthorized, $"{endpoint} {response.StatusCode}");
        }
    }

    [Fact]
    public async Task A_write_key_opens_nothing_but_ingestion()
    {
        using var client = shared.Server.Client(TestServer.WriteKey);
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("/api/customers")).StatusCode);
    }

    IEnumerable<RouteEndpoint> Endpoints() => shared.Server.Services.GetRequiredService<IEnumerable<EndpointDataSource>>()
        .SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
        // The preflight's own endpoints answer no request but OPTIONS.
        .Where(endpoint => endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods is not ["OPTIONS"])
        .DistinctBy(NameOf);

    static string NameOf(RouteEndpoint endpoint)
    {
        var methods = endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods;
        var pattern = "/" + endpoint.RoutePattern.RawText!.Trim('/');
        return $"{(methods is null or { Count: 0 } ? "*" : string.Join(',', methods.Order(StringComparer.Ordinal)))} {(pattern.StartsWith("/{**", StringComparison.Ordinal) ? pattern[1..] : pattern)}";
    }

    static HttpRequestMessage RequestFor(string endpoint)
    {
        var (method, path) = (endpoint.Split(' ')[0], endpoint.Split(' ')[1]);
        path = path.Replace("{**path}", "/some/page", StringComparison.Ordinal).Replace("{documentName}", "v1", StringComparison.Ordinal).Replace("{id}", "nobody-known", StringComparison.Ordinal)
            .Replace("{key}", "nothing-known", StringComparison.Ordinal).Replace("{name}", "Nothing", StringComparison.Ordinal)
            .Replace("{user}", "nobody-known", StringComparison.Ordinal);
        var request = new HttpRequestMessage(method == "*" ? HttpMethod.Get : new HttpMethod(method), path);
        if (path == "/api/session" && method == "POST") request.Content = new StringContent("{}", new System.Net.Http.Headers.MediaTypeHeaderValue("application/json"));
        return request;
    }

    static bool IsRefusal(string endpoint, HttpResponseMessage response) =>
        response.StatusCode == HttpStatusCode.Unauthorized && endpoint != "POST /api/session";
}
