using System.Net;
using System.Text.Json;
using CustomerGrains.Web.Security;
using CustomerGrains.WebTests.Support;

namespace CustomerGrains.WebTests.Users;

public sealed class UserTests : IAsyncLifetime
{
    const string Password = "twelve and more";

    TestServer _server = null!;

    public async Task InitializeAsync() => _server = await TestServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task A_new_user_is_listed_and_signs_in_with_her_role_until_she_is_removed()
    {
        var added = await _server.CallAsync(HttpMethod.Post, "/api/users", new { user = " zoë/1 ", password = Password, role = "agent" });
        Assert.Equal(HttpStatusCode.Created, added.StatusCode);
        Assert.Equal("/api/users/zo%C3%AB%2F1", added.Headers.Location?.OriginalString);
        var users = await UsersAsync();
        Assert.Equal(["admin", "zoë/1"], users.Select(user => user.GetProperty("user").GetString()));
        Assert.Equal(["agent"], users[1].GetProperty("roles").EnumerateArray().Select(role => role.GetString()));
        Assert.Equal(JsonValueKind.Null, users[1].GetProperty("lastUsed").ValueKind);
        Assert.False(users[1].TryGetProperty("hash", out _));

        var cookie = await _server.SignInAsync("zoë/1", Password);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("/api/customers", cookie));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync("/api/users", cookie));
        Assert.NotEqual(JsonValueKind.Null, (await UsersAsync())[1].GetProperty("lastUsed").ValueKind);

        Assert.Equal(HttpStatusCode.NoContent, (await _server.CallAsync(HttpMethod.Delete, "/api/users/zo%C3%AB%2F1")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync("/api/customers", cookie));
        Assert.Null(await _server.SignInAsync("zoë/1", Password));
        Assert.Single(await UsersAsync());
    }

    [Fact]
    public async Task A_changed_role_counts_at_once_for_sessions_that_are_open()
    {
        await AddAsync("ann", Roles.Admin);
        var cookie = await _server.SignInAsync("ann", Password);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("/api/users", cookie));

        Assert.Equal(HttpStatusCode.NoContent, (await _server.CallAsync(HttpMethod.Put, "/api/users/ann", new { role = "agent" })).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync("/api/users", cookie));
        var session = await _server.CallAsync(HttpMethod.Get, "/api/session", null, cookie);
        Assert.Contains("[\"agent\"]", await session.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        // The cookie is written anew, so that it says so even without the cache.
        Assert.True(session.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task A_new_password_ends_all_sessions_but_the_one_that_changed_it()
    {
        await AddAsync("ann", Roles.Admin);
        var (here, there) = (await _server.SignInAsync("ann", Password), await _server.SignInAsync("ann", Password));
        var changed = await _server.CallAsync(HttpMethod.Put, "/api/users/ann", new { password = "another one of mine" }, here);

        Assert.Equal(HttpStatusCode.NoContent, changed.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync("/api/session", there));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync("/api/session", here));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("/api/session", TestServer.CookieOf(changed)));
        Assert.Null(await _server.SignInAsync("ann", Password));
        Assert.NotNull(await _server.SignInAsync("ann", "another one of mine"));
    }

    [Fact]
    public async Task Live_connections_of_a_removed_user_and_of_a_changed_role_end_at_once()
    {
        await AddAsync("ann", Roles.Agent);
        await AddAsync("bob", Roles.Agent);
        await using var ann = await HubClient.ConnectAsync(_server, null, cookie: await _server.SignInAsync("ann", Password));
        var cookie = await _server.SignInAsync("bob", Password);
        await using var bob = await HubClient.ConnectAsync(_server, null, cookie: cookie);
        await using var other = await HubClient.ConnectAsync(_server, null, cookie: await _server.SignInAsync("admin", TestServer.AdminPassword));
        foreach (var hub in new[] { ann, bob, other }) Assert.Null(await hub.CallAsync("WatchDashboard"));

        await _server.CallAsync(HttpMethod.Delete, "/api/users/ann");
        await ann.ClosedAsync();
        await _server.CallAsync(HttpMethod.Put, "/api/users/bob", new { role = "operator" });
        await bob.ClosedAsync();
        await using var again = await HubClient.ConnectAsync(_server, null, cookie: cookie);
        Assert.Null(await again.CallAsync("WatchDashboard"));
        Assert.Null(await other.CallAsync("UnwatchDashboard"));
    }

    [Theory]
    [InlineData("DELETE", null)]
    [InlineData("PUT", """{"role":"operator"}""")]
    public async Task The_last_admin_stays_admin(string method, string? body)
    {
        await AddAsync("ann", Roles.Operator);
        await ProblemAssert.IsAsync(HttpStatusCode.Conflict, await _server.CallAsync(new(method), "/api/users/admin", body), "user", "admin", "make another user admin first");

        await _server.CallAsync(HttpMethod.Put, "/api/users/ann", new { role = "admin" });
        Assert.Equal(HttpStatusCode.NoContent, (await _server.CallAsync(new(method), "/api/users/admin", body)).StatusCode);
    }

    [Theory]
    [InlineData("DELETE", null)]
    [InlineData("PUT", """{"role":"agent"}""")]
    public async Task Nobody_locks_himself_out(string method, string? body)
    {
        await AddAsync("ann", Roles.Admin);
        var cookie = await _server.SignInAsync("ann", Password);

        await ProblemAssert.IsAsync(HttpStatusCode.Conflict, await _server.CallAsync(new(method), "/api/users/ann", body, cookie), "user", "ann", "let another admin do this");
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("/api/users", cookie));
    }

    [Fact]
    public async Task Admins_who_remove_each_other_at_the_same_time_leave_one()
    {
        var names = Enumerable.Range(0, 5).Select(i => $"admin{i}").ToArray();
        foreach (var name in names) await AddAsync(name, Roles.Admin);
        var done = await Task.WhenAll(names.Append("admin").Select((name, i) => i % 2 == 0
            ? _server.CallAsync(HttpMethod.Delete, $"/api/users/{name}")
            : _server.CallAsync(HttpMethod.Put, $"/api/users/{name}", new { role = "agent" })));

        Assert.Single(done, response => response.StatusCode == HttpStatusCode.Conflict);
        Assert.Single(await UsersAsync(), user => user.GetProperty("roles")[0].GetString() == "admin");
    }

    [Fact]
    public async Task A_name_that_is_taken_is_named_whatever_its_case_and_whoever_else_asks_for_it()
    {
        var bodies = Enumerable.Range(0, 6).Select(i => new { user = i % 2 == 0 ? "Ann" : "ANN", password = Password, role = "agent" });
        var answers = await Task.WhenAll(bodies.Select(body => _server.CallAsync(HttpMethod.Post, "/api/users", body)));

        Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.Created);
        Assert.Equal(5, answers.Count(answer => answer.StatusCode == HttpStatusCode.Conflict));
        Assert.Equal(2, (await UsersAsync()).Count);
        await ProblemAssert.IsAsync(
            HttpStatusCode.Conflict, await _server.CallAsync(HttpMethod.Post, "/api/users", new { user = "aDMIN", password = Password, role = "agent" }), "user", "admin", "choose another name");
    }

    public static TheoryData<string, string, string, string, string?, string> BadInput => new()
    {
        { "POST", "/api/users", "", "body", null, "not JSON" },
        { "POST", "/api/users", "nonsense", "body", null, "line 1, byte 2" },
        { "POST", "/api/users", "[]", "body", "[]", "must be a JSON object" },
        { "POST", "/api/users", "{}", "user", null, "1 to 100 characters" },
        { "POST", "/api/users", "{}", "password", null, "12 to 200 characters" },
        { "POST", "/api/users", "{}", "role", null, "agent, operator, admin" },
        { "POST", "/api/users", """{"user":5,"password":"twelve and more","role":"agent"}""", "user", "5", "1 to 100 characters" },
        { "POST", "/api/users", """{"user":"  ","password":"twelve and more","role":"agent"}""", "user", "  ", "1 to 100 characters" },
        { "POST", "/api/users", """{"user":"a\u0007b","password":"twelve and more","role":"agent"}""", "user", "a\\u0007b", "no control characters" },
        { "POST", "/api/users", """{"user":"a\ud800","password":"twelve and more","role":"agent"}""", "user", "\"a\\ud800\"", "1 to 100 characters" },
        { "POST", "/api/users", """{"user":"ann","password":"too short","role":"agent"}""", "password", null, "12 to 200 characters" },
        { "POST", "/api/users", """{"user":"ann","password":{"secret":1},"role":"agent"}""", "password", null, "12 to 200 characters" },
        { "POST", "/api/users", """{"user":"ann","password":"twelve and more","role":"Admin"}""", "role", "Admin", "agent, operator, admin" },
        { "POST", "/api/users", """{"user":"ann","password":"twelve and more","role":["admin"]}""", "role", "[\"admin\"]", "agent, operator, admin" },
        { "PUT", "/api/users/admin", "{}", "body", null, "send role, password or both" },
        { "PUT", "/api/users/admin", """{"roles":["agent"]}""", "body", null, "send role, password or both" },
        { "PUT", "/api/users/admin", """{"role":"boss"}""", "role", "boss", "agent, operator, admin" },
        { "PUT", "/api/users/admin", """{"password":"short"}""", "password", null, "12 to 200 characters" },
        { "PUT", "/api/users/admin", """{"role":"agent","password":7}""", "password", null, "12 to 200 characters" },
    };

    [Theory]
    [MemberData(nameof(BadInput))]
    public async Task What_cannot_be_used_is_named_with_its_value_and_the_way_out(string method, string path, string body, string field, string? value, string reason)
    {
        await ProblemAssert.IsAsync(HttpStatusCode.BadRequest, await _server.CallAsync(new(method), path, body), field, value, reason);
        Assert.Equal(["admin"], (await UsersAsync())[0].GetProperty("roles").EnumerateArray().Select(role => role.GetString()));
        Assert.Single(await UsersAsync());
    }

    [Theory]
    [InlineData("DELETE", null)]
    [InlineData("PUT", """{"role":"agent"}""")]
    public async Task An_unknown_user_is_404(string method, string? body)
    {
        await ProblemAssert.IsAsync(HttpStatusCode.NotFound, await _server.CallAsync(new(method), "/api/users/nobody", body), "user", "nobody", "no such user");
    }

    Task<HttpResponseMessage> AddAsync(string user, string role) => _server.CallAsync(HttpMethod.Post, "/api/users", new { user, password = Password, role });

    async Task<List<JsonElement>> UsersAsync() => [.. (await _server.GetAsync("/api/users")).GetProperty("items").EnumerateArray()];

    async Task<HttpStatusCode> StatusAsync(string path, string? cookie) => (await _server.CallAsync(HttpMethod.Get, path, null, cookie)).StatusCode;
}
