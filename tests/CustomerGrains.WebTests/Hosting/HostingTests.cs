using System.Net;
using System.Text.Json;
using CustomerGrains.WebTests.Support;

namespace CustomerGrains.WebTests.Hosting;

[Collection(SharedServerCollection.Name)]
public sealed class HostingTests(SharedServer shared)
{
    [Theory]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    public async Task A_server_that_works_says_so(string path)
    {
        var response = await shared.Server.Anonymous.GetAsync(path);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("Healthy", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task The_API_describes_every_address_with_a_summary()
    {
        var document = JsonDocument.Parse(await shared.Server.Anonymous.GetStringAsync("/openapi/v1.json")).RootElement;
        var paths = document.GetProperty("paths");

        foreach (var path in new[] { "/v1/batch", "/v1/track", "/api/customers", "/api/customers/{id}", "/api/kpis", "/api/kpis/series", "/api/session" })
            Assert.True(paths.TryGetProperty(path, out _), path);
        foreach (var path in paths.EnumerateObject())
            foreach (var operation in path.Value.EnumerateObject())
                Assert.True(operation.Value.TryGetProperty("summary", out _), $"{operation.Name} {path.Name} has no summary");
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/customers")]
    [InlineData("/customers/ann@example.com")]
    [InlineData("/api/customers")]
    [InlineData("/health/live")]
    [InlineData("/nothing.js")]
    public async Task Every_answer_carries_the_security_headers(string path)
    {
        var response = await shared.Server.Anonymous.GetAsync(path);

        Assert.Contains("default-src 'self'", Assert.Single(response.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", Assert.Single(response.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("same-origin", Assert.Single(response.Headers.GetValues("Referrer-Policy")));
        Assert.False(response.Headers.Contains("Strict-Transport-Security"));
        Assert.False(response.Headers.Contains("Server"));
    }

    [Theory]
    [InlineData("GET", "/v1/track", HttpStatusCode.NotFound)]
    [InlineData("POST", "/v1/nothing", HttpStatusCode.NotFound)]
    [InlineData("DELETE", "/v1/batch", HttpStatusCode.NotFound)]
    [InlineData("POST", "/v1/track", HttpStatusCode.BadRequest)]
    public async Task Ingestion_says_what_is_wrong_in_a_body_that_no_browser_takes_for_anything_else(string method, string path, HttpStatusCode status)
    {
        var response = await shared.Server.Anonymous.SendAsync(new(new(method), path));

        Assert.Equal(status, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/customers/ann@example.com")]
    public async Task Pages_are_asked_for_anew_each_time(string path)
    {
        var response = await shared.Server.Anonymous.GetAsync(path);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/html", response.Content.Headers.ContentType?.MediaType);
        Assert.True(response.Headers.CacheControl?.NoCache);
    }

    [Fact]
    public async Task A_page_of_any_origin_may_send_events_and_read_when_to_retry()
    {
        var preflight = new HttpRequestMessage(HttpMethod.Options, "/v1/t");
        preflight.Headers.Add("Origin", "https://shop.example");
        preflight.Headers.Add("Access-Control-Request-Method", "POST");
        preflight.Headers.Add("Access-Control-Request-Headers", "authorization,content-type,x-retry-count");
        var allowed = await shared.Server.Anonymous.SendAsync(preflight);
        var request = new HttpRequestMessage(HttpMethod.Post, "/v1/t") { Content = new StringContent("{}") };
        request.Headers.Add("Origin", "https://shop.example");
        var answer = await shared.Server.Anonymous.SendAsync(request);

        Assert.Equal(HttpStatusCode.NoContent, allowed.StatusCode);
        Assert.Equal("*", Assert.Single(allowed.Headers.GetValues("Access-Control-Allow-Origin")));
        Assert.Contains("X-Retry-Count", Assert.Single(allowed.Headers.GetValues("Access-Control-Allow-Headers")), StringComparison.OrdinalIgnoreCase);
        Assert.Equal("7200", Assert.Single(allowed.Headers.GetValues("Access-Control-Max-Age")));
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("*", Assert.Single(answer.Headers.GetValues("Access-Control-Allow-Origin")));
        Assert.Equal("Retry-After", Assert.Single(answer.Headers.GetValues("Access-Control-Expose-Headers")));
    }

    [Fact]
    public async Task No_page_of_another_origin_may_read_the_API()
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/api/customers");
        request.Headers.Add("Origin", "https://evil.example");
        request.Headers.Authorization = new("Bearer", TestServer.AdminToken);

        Assert.False((await shared.Server.Anonymous.SendAsync(request)).Headers.Contains("Access-Control-Allow-Origin"));
    }

    [Theory]
    [InlineData("basic")]
    [InlineData("bearer")]
    [InlineData("body")]
    public async Task The_write_key_may_come_in_three_ways(string way)
    {
        var key = way == "body" ? $",\"writeKey\":\"{TestServer.WriteKey}\"" : "";
        var request = new HttpRequestMessage(HttpMethod.Post, "/v1/track") { Content = new StringContent($$"""{"event":"A","userId":"{{SharedServer.NewId()}}"{{key}}}""") };
        if (way == "basic") request.Headers.Authorization = new("Basic", Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"{TestServer.WriteKey}:")));
        if (way == "bearer") request.Headers.Authorization = new("Bearer", TestServer.WriteKey);

        Assert.Equal(HttpStatusCode.OK, (await shared.Server.Anonymous.SendAsync(request)).StatusCode);
    }

    [Fact]
    public async Task The_browser_SDK_gets_the_settings_it_needs_to_start()
    {
        var settings = JsonDocument.Parse(await shared.Server.Anonymous.GetStringAsync($"/v1/projects/{TestServer.WriteKey}/settings")).RootElement;

        Assert.Equal(TestServer.WriteKey, settings.GetProperty("integrations").GetProperty("Segment.io").GetProperty("apiKey").GetString());
        Assert.Equal(HttpStatusCode.NotFound, (await shared.Server.Anonymous.GetAsync("/v1/projects/wrong/settings")).StatusCode);
    }

    [Fact]
    public async Task The_SDKs_own_metrics_are_taken_and_ignored()
    {
        Assert.Equal(HttpStatusCode.OK, (await shared.Server.PostAsync("/v1/m", """{"series":[]}""")).StatusCode);
    }
}
