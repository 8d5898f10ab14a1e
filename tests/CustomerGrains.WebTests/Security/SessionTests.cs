using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CustomerGrains.WebTests.Support;

namespace CustomerGrains.WebTests.Security;

public sealed class SessionTests : IAsyncLifetime
{
    TestServer _server = null!;

    public async Task InitializeAsync() => _server = await TestServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task The_right_password_opens_a_session_that_scripts_and_other_sites_cannot_use()
    {
        var response = await SignInAsync("admin", TestServer.AdminPassword);
        var cookie = Assert.Single(response.Headers.GetValues("Set-Cookie"));

        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
        var session = await GetAsync("/api/session", cookie);
        var reply = await session.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal("admin", reply.GetProperty("user").GetString());
        Assert.Equal(["admin"], reply.GetProperty("roles").EnumerateArray().Select(role => role.GetString()));
        Assert.Equal(HttpStatusCode.OK, (await GetAsync("/api/customers", cookie)).StatusCode);
    }

    [Theory]
    [InlineData("admin", "wrong")]
    [InlineData("nobody", "wrong")]
    [InlineData("admin ", TestServer.AdminPassword)]
    public async Task A_wrong_user_and_a_wrong_password_get_the_same_answer(string user, string password)
    {
        var response = await SignInAsync(user, password);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Contains("User or password is wrong", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.False(response.Headers.Contains("Set-Cookie"));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"user":"admin"}""")]
    [InlineData("""{"user":5,"password":[]}""")]
    [InlineData("nonsense")]
    [InlineData("")]
    public async Task A_request_that_makes_no_sense_is_400(string body)
    {
        var response = await _server.Anonymous.PostAsync("/api/session", new StringContent(body, new System.Net.Http.Headers.MediaTypeHeaderValue("application/json")));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task Guessing_is_slowed_down()
    {
        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 15; i++) statuses.Add((await SignInAsync("admin", $"guess{i}")).StatusCode);

        Assert.Contains(HttpStatusCode.TooManyRequests, statuses);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await SignInAsync("admin", TestServer.AdminPassword)).StatusCode);
    }

    [Fact]
    public async Task Signing_out_clears_the_cookie()
    {
        var response = await _server.Anonymous.DeleteAsync("/api/session");

        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        Assert.Contains("expires=Thu, 01 Jan 1970", Assert.Single(response.Headers.GetValues("Set-Cookie")), StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("https://evil.example")]
    [InlineData("null")]
    public async Task Another_sites_requests_change_nothing_even_with_a_cookie(string origin)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/api/kpis/recount");
        request.Headers.Add("Origin", origin);
        request.Headers.Authorization = new("Bearer", TestServer.AdminToken);

        Assert.Equal(HttpStatusCode.Forbidden, (await _server.Anonymous.SendAsync(request)).StatusCode);
    }

    [Fact]
    public async Task A_form_of_another_site_is_no_JSON()
    {
        var response = await _server.Anonymous.PostAsync("/api/session", new FormUrlEncodedContent([new("user", "admin")]));

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
    }

    [Fact]
    public async Task Sessions_outlive_a_restart()
    {
        var folder = Directory.CreateTempSubdirectory("customergrains-web-").FullName;
        try
        {
            string cookie;
            await using (var first = await TestServer.StartAsync(folder, ownsFolder: false, null))
                cookie = (await first.Anonymous.PostAsJsonAsync("/api/session", new { user = "admin", password = TestServer.AdminPassword })).Headers.GetValues("Set-Cookie").Single();
            await using var second = await TestServer.StartAsync(folder, ownsFolder: false, null);
            var request = new HttpRequestMessage(HttpMethod.Get, "/api/session");
            request.Headers.Add("Cookie", cookie.Split(';')[0]);

            Assert.Equal(HttpStatusCode.OK, (await second.Anonymous.SendAsync(request)).StatusCode);
        }
        finally
        {
            Repository.DeleteFolder(folder);
        }
    }

    Task<HttpResponseMessage> SignInAsync(string user, string password) => _server.Anonymous.PostAsJsonAsync("/api/session", new { user, password });

    Task<HttpResponseMessage> GetAsync(string path, string cookie)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("Cookie", cookie.Split(';')[0]);
        return _server.Anonymous.SendAsync(request);
    }
}
