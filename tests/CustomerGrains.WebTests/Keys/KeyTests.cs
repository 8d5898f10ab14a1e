using System.Net;
using System.Text.Json;
using CustomerGrains.Silo.Security;
using CustomerGrains.Web.Security;
using CustomerGrains.WebTests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace CustomerGrains.WebTests.Keys;

public sealed class KeyTests : IAsyncLifetime
{
    const string Event = """{"event":"A","userId":"u"}""";

    TestServer _server = null!;

    public async Task InitializeAsync() => _server = await TestServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task A_new_write_key_sends_until_it_is_revoked_and_not_a_request_longer()
    {
        var made = await MakeAsync(new { kind = "writeKey", name = "shop" });
        var secret = made.GetProperty("secret").GetString()!;
        Assert.StartsWith("cgw_", secret, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await _server.PostAsync("/v1/track", Event, secret)).StatusCode);

        Assert.Equal(HttpStatusCode.NoContent, await RevokeAsync(made));
        Assert.Equal(HttpStatusCode.Unauthorized, (await _server.PostAsync("/v1/track", Event, secret)).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, await RevokeAsync(made));
        Assert.Equal(HttpStatusCode.OK, (await _server.PostAsync("/v1/track", Event)).StatusCode);
    }

    [Theory]
    [InlineData(Roles.Agent, HttpStatusCode.Forbidden)]
    [InlineData(Roles.Admin, HttpStatusCode.OK)]
    public async Task A_new_token_may_do_what_its_role_says_until_it_is_revoked(string role, HttpStatusCode users)
    {
        var made = await MakeAsync(new { kind = "apiToken", name = "report", role });
        Assert.StartsWith("cgt_", made.GetProperty("secret").GetString(), StringComparison.Ordinal);
        using var client = _server.Client(made.GetProperty("secret").GetString());
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/api/customers")).StatusCode);
        Assert.Equal(users, (await client.GetAsync("/api/users")).StatusCode);

        await using var hub = await HubClient.ConnectAsync(_server, made.GetProperty("secret").GetString());
        Assert.Null(await hub.CallAsync("WatchDashboard"));
        Assert.Equal(HttpStatusCode.NoContent, await RevokeAsync(made));
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("/api/customers")).StatusCode);
        await hub.ClosedAsync();
    }

    [Fact]
    public async Task The_list_has_all_but_secrets_and_says_when_each_was_used()
    {
        var made = await MakeAsync(new { kind = "apiToken", name = "report", role = "operator" });
        var before = await ListAsync();
        Assert.Equal(["report", "first", "first"], before.Select(key => key.GetProperty("name").GetString()));
        Assert.Equal("operator", before[0].GetProperty("role").GetString());
        Assert.Equal(JsonValueKind.Null, before[0].GetProperty("lastUsed").ValueKind);
        var writeKey = before.Single(key => key.GetProperty("kind").GetString() == "writeKey");
        Assert.Equal(JsonValueKind.Null, writeKey.GetProperty("role").ValueKind);
        Assert.Equal(JsonValueKind.Null, writeKey.GetProperty("lastUsed").ValueKind);

        await _server.PostAsync("/v1/track", Event);
        await RevokeAsync(made);
        var after = await ListAsync();
        Assert.NotEqual(JsonValueKind.Null, after.Single(key => Id(key) == Id(writeKey)).GetProperty("lastUsed").ValueKind);
        Assert.NotEqual(JsonValueKind.Null, after[0].GetProperty("revokedAt").ValueKind);
        Assert.DoesNotContain(after, key => key.TryGetProperty("secret", out _) || key.TryGetProperty("hash", out _));
    }

    [Fact]
    public async Task What_was_used_is_written_down_when_the_server_stops()
    {
        var folder = Directory.CreateTempSubdirectory("customergrains-web-").FullName;
        try
        {
            await using (var server = await TestServer.StartAsync(folder, ownsFolder: false, null))
            {
                await server.PostAsync("/v1/track", Event);
                await server.SignInAsync("admin", TestServer.AdminPassword);
            }
            await using var again = await TestServer.StartAsync(folder, ownsFolder: false, null);
            var stored = await again.Services.GetRequiredService<ICredentialStore>().ListAsync(CancellationToken.None);

            Assert.NotNull(stored.Single(credential => credential.Kind == CredentialKind.WriteKey).LastUsed);
            Assert.NotNull(stored.Single(credential => credential.Kind == CredentialKind.Password).LastUsed);
        }
        finally
        {
            Repository.DeleteFolder(folder);
        }
    }

    [Fact]
    public async Task A_token_does_not_revoke_itself()
    {
        var own = (await ListAsync()).Single(key => key.GetProperty("kind").GetString() == "apiToken");

        await ProblemAssert.IsAsync(HttpStatusCode.Conflict, await _server.CallAsync(HttpMethod.Delete, $"/api/keys/{Id(own)}"), "id", Id(own), "with another token");
    }

    [Fact]
    public async Task A_users_password_is_no_key()
    {
        var user = (await _server.Services.GetRequiredService<ICredentialStore>().ListAsync(CancellationToken.None)).Single(credential => credential.Kind == CredentialKind.Password);

        await ProblemAssert.IsAsync(HttpStatusCode.NotFound, await _server.CallAsync(HttpMethod.Delete, $"/api/keys/{user.Id}"), "id", user.Id, "no such key");
    }

    [Fact]
    public async Task After_the_last_key_was_revoked_a_restart_makes_no_new_one()
    {
        var folder = Directory.CreateTempSubdirectory("customergrains-web-").FullName;
        try
        {
            await using (var server = await TestServer.StartAsync(folder, ownsFolder: false, null))
            {
                var key = (await server.GetAsync("/api/keys")).GetProperty("items").EnumerateArray().Single(item => item.GetProperty("kind").GetString() == "writeKey");
                await server.CallAsync(HttpMethod.Delete, $"/api/keys/{Id(key)}");
            }
            await using var again = await TestServer.StartAsync(folder, ownsFolder: false, null, "--Security:WriteKey=");

            Assert.False(File.Exists(Path.Combine(folder, "credentials.json")));
            Assert.Equal(HttpStatusCode.Unauthorized, (await again.PostAsync("/v1/track", Event)).StatusCode);
        }
        finally
        {
            Repository.DeleteFolder(folder);
        }
    }

    public static TheoryData<string, string, string?, string> BadInput => new()
    {
        { "", "body", null, "not JSON" },
        { "\"x\"", "body", "\"x\"", "must be a JSON object" },
        { "{}", "kind", null, "writeKey, apiToken" },
        { "{}", "name", null, "1 to 100 characters" },
        { """{"kind":"password","name":"x"}""", "kind", "password", "writeKey, apiToken" },
        { """{"kind":"writeKey","name":""}""", "name", "", "1 to 100 characters" },
        { """{"kind":"writeKey","name":null}""", "name", "null", "1 to 100 characters" },
        { """{"kind":"writeKey","name":"x","role":"admin"}""", "role", null, "leave role out" },
        { """{"kind":"apiToken","name":"x"}""", "role", null, "agent, operator, admin" },
        { """{"kind":"apiToken","name":"x","role":"root"}""", "role", "root", "agent, operator, admin" },
    };

    [Theory]
    [MemberData(nameof(BadInput))]
    public async Task What_cannot_be_used_is_named_with_its_value_and_the_way_out(string body, string field, string? value, string reason)
    {
        await ProblemAssert.IsAsync(HttpStatusCode.BadRequest, await _server.CallAsync(HttpMethod.Post, "/api/keys", body), field, value, reason);
        Assert.Equal(2, (await ListAsync()).Count);
    }

    async Task<JsonElement> MakeAsync(object key)
    {
        var response = await _server.CallAsync(HttpMethod.Post, "/api/keys", key);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == HttpStatusCode.Created, text);
        return JsonDocument.Parse(text).RootElement;
    }

    async Task<List<JsonElement>> ListAsync() => [.. (await _server.GetAsync("/api/keys")).GetProperty("items").EnumerateArray()];

    async Task<HttpStatusCode> RevokeAsync(JsonElement key) => (await _server.CallAsync(HttpMethod.Delete, $"/api/keys/{Id(key)}")).StatusCode;

    static string Id(JsonElement key) => key.GetProperty("id").GetString()!;
}
