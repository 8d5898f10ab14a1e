using System.Net;
using System.Text.Json;
using CustomerGrains.Silo.Security;
using CustomerGrains.WebTests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace CustomerGrains.WebTests.Security;

public sealed class FirstCredentialsTests
{
    static readonly string[] _none = ["--Security:WriteKey=", "--Security:ApiToken=", "--Security:AdminPassword="];

    [Fact]
    public async Task What_is_not_configured_is_made_once_and_kept_in_a_file_for_its_owner()
    {
        var folder = Directory.CreateTempSubdirectory("customergrains-web-").FullName;
        try
        {
            JsonElement made;
            await using (var server = await TestServer.StartAsync(folder, ownsFolder: false, null, _none))
            {
                var file = Path.Combine(folder, "credentials.json");
                made = JsonDocument.Parse(await File.ReadAllTextAsync(file)).RootElement;
                if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
                Assert.Equal(HttpStatusCode.OK, (await server.PostAsync("/v1/track", """{"event":"A","userId":"u"}""", made.GetProperty("writeKey").GetString())).StatusCode);
                using var client = server.Client(made.GetProperty("apiToken").GetString());
                Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/api/customers")).StatusCode);
                File.Delete(file);
            }
            await using (var server = await TestServer.StartAsync(folder, ownsFolder: false, null, _none))
            {
                Assert.False(File.Exists(Path.Combine(folder, "credentials.json")));
                Assert.Equal(3, (await server.Services.GetRequiredService<ICredentialStore>().ListAsync(CancellationToken.None)).Count);
            }
        }
        finally
        {
            Repository.DeleteFolder(folder);
        }
    }

    [Fact]
    public async Task Secrets_are_stored_as_hashes_only()
    {
        await using var server = await TestServer.StartAsync();
        var stored = await server.Services.GetRequiredService<ICredentialStore>().ListAsync(CancellationToken.None);

        Assert.DoesNotContain(stored, credential => new[] { TestServer.WriteKey, TestServer.AdminToken, TestServer.AdminPassword }.Any(secret => credential.Hash.Contains(secret, StringComparison.Ordinal)));
        Assert.False(File.Exists(Path.Combine(server.Folder, "credentials.json")));
    }

    [Fact]
    public async Task A_configured_password_replaces_a_lost_one()
    {
        var folder = Directory.CreateTempSubdirectory("customergrains-web-").FullName;
        try
        {
            await using (await TestServer.StartAsync(folder, ownsFolder: false, null))
            {
            }
            await using var server = await TestServer.StartAsync(folder, ownsFolder: false, null, "--Security:AdminPassword=a new one");
            var old = await server.Anonymous.PostAsync("/api/session", Json(TestServer.AdminPassword));
            var fresh = await server.Anonymous.PostAsync("/api/session", Json("a new one"));

            Assert.Equal(HttpStatusCode.Unauthorized, old.StatusCode);
            Assert.Equal(HttpStatusCode.NoContent, fresh.StatusCode);
        }
        finally
        {
            Repository.DeleteFolder(folder);
        }
    }

    static StringContent Json(string password) => new(JsonSerializer.Serialize(new { user = "admin", password }), new System.Net.Http.Headers.MediaTypeHeaderValue("application/json"));
}
