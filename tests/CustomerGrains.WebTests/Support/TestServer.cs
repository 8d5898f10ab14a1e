using System.Net.Http.Headers;
using System.Text.Json;
using CustomerGrains.Silo.Security;
using CustomerGrains.Web.Health;
using CustomerGrains.Web.Hosting;
using CustomerGrains.Web.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CustomerGrains.WebTests.Support;

/// <summary>The real server on a real socket, with a store of its own in a temporary folder.</summary>
public sealed class TestServer : IAsyncDisposable
{
    public const string WriteKey = "wk_test";
    public const string AdminToken = "token_admin";
    public const string AdminPassword = "correct horse battery staple";

    readonly WebApplication _app;
    readonly string _folder;
    readonly bool _ownsFolder;

    TestServer(WebApplication app, string folder, bool ownsFolder)
    {
        (_app, _folder, _ownsFolder) = (app, folder, ownsFolder);
        Address = new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        Anonymous = Client(null);
        Admin = Client(AdminToken);
    }

    public Uri Address { get; }

    public string Folder => _folder;

    public IServiceProvider Services => _app.Services;

    /// <summary>Brings no credentials.</summary>
    public HttpClient Anonymous { get; }

    /// <summary>Brings an API token with the role admin.</summary>
    public HttpClient Admin { get; }

    public static Task<TestServer> StartAsync(params string[] settings) => StartAsync(null, settings);

    internal static async Task<TestServer> StartAsync(Action<WebApplicationBuilder>? configure, params string[] settings) =>
        await StartAsync(Directory.CreateTempSubdirectory("customergrains-web-").FullName, ownsFolder: true, configure, settings);

    /// <summary>Starts on a folder that the caller keeps: for restarts.</summary>
    internal static async Task<TestServer> StartAsync(string folder, bool ownsFolder, Action<WebApplicationBuilder>? configure, params string[] settings)
    {
        string[] args =
        [
            "--urls=http://127.0.0.1:0",
            "--environment=Production",
            $"--contentRoot={Repository.Folder("web")}",
            $"--Data:Folder={folder}",
            $"--Store:ConnectionString=Data Source={Path.Combine(folder, "customergrains.db")}",
            $"--Security:WriteKey={WriteKey}",
            $"--Security:ApiToken={AdminToken}",
            $"--Security:AdminPassword={AdminPassword}",
            .. settings,
        ];
        var app = Server.Build(args, builder =>
        {
            builder.Logging.ClearProviders().AddFilter(level => level >= LogLevel.Warning).AddProvider(new TestLog(folder));
            configure?.Invoke(builder);
        });
        await app.StartAsync().SoonAsync("the server's start");
        var readiness = app.Services.GetRequiredService<Readiness>();
        for (var i = 0; i < 600 && !readiness.Accepting; i++) await Task.Delay(50);
        Assert.True(readiness.Accepting, "the server does not get ready: " + TestLog.Read(folder));
        return new(app, folder, ownsFolder);
    }

    /// <summary>A client that brings the given API token.</summary>
    public HttpClient Client(string? token)
    {
        var client = new HttpClient(new SocketsHttpHandler { UseCookies = false, MaxConnectionsPerServer = 256 }) { BaseAddress = Address };
        if (token is not null) client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        return client;
    }

    /// <summary>Makes an API token with one role.</summary>
    public async Task<string> TokenAsync(string role)
    {
        var token = $"token_{role}_{Guid.NewGuid():N}";
        await Services.GetRequiredService<ICredentialStore>().AddAsync(
            new(Guid.NewGuid().ToString("N"), CredentialKind.ApiToken, role, RandomKey.HashOf(token), [role], DateTimeOffset.UtcNow), CancellationToken.None);
        return token;
    }

    /// <summary>Posts events with the write key.</summary>
    public Task<HttpResponseMessage> PostAsync(string path, string json, string? key = WriteKey) => PostAsync(path, new StringContent(json), key);

    /// <summary>Posts any body with the write key.</summary>
    public Task<HttpResponseMessage> PostAsync(string path, HttpContent content, string? key = WriteKey)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
        if (key is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(key + ":")));
        return Anonymous.SendAsync(request);
    }

    /// <summary>Sends events in a batch, expects 200, returns the answer.</summary>
    public async Task<JsonElement> BatchAsync(params object[] events) => await SendAsync("/v1/batch", new { batch = events });

    /// <summary>Sends one body, expects 200, returns the answer.</summary>
    public async Task<JsonElement> SendAsync(string path, object body)
    {
        var response = await PostAsync(path, JsonSerializer.Serialize(body));
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"{(int)response.StatusCode} {text} {TestLog.Read(_folder)}");
        return JsonDocument.Parse(text).RootElement;
    }

    /// <summary>Calls /api with a JSON body, as admin or with a session's cookie.</summary>
    public Task<HttpResponseMessage> CallAsync(HttpMethod method, string path, object? body = null, string? cookie = null) =>
        CallAsync(method, path, body as string ?? (body is null ? null : JsonSerializer.Serialize(body)), cookie);

    /// <summary>Calls /api with any text as its JSON body.</summary>
    public Task<HttpResponseMessage> CallAsync(HttpMethod method, string path, string? body, string? cookie = null)
    {
        var request = new HttpRequestMessage(method, path);
        if (body is not null) request.Content = new StringContent(body, new MediaTypeHeaderValue("application/json"));
        if (cookie is not null) request.Headers.Add("Cookie", cookie);
        return (cookie is null ? Admin : Anonymous).SendAsync(request);
    }

    /// <summary>Signs in and returns the session's cookie; null if that was refused.</summary>
    public async Task<string?> SignInAsync(string user, string password)
    {
        var response = await CallAsync(HttpMethod.Post, "/api/session", new { user, password }, cookie: "none=0");
        return response.IsSuccessStatusCode ? CookieOf(response) : null;
    }

    /// <summary>The session's cookie that an answer sets.</summary>
    public static string CookieOf(HttpResponseMessage response) => response.Headers.GetValues("Set-Cookie").Single().Split(';')[0];

    /// <summary>Gets JSON as admin, expects 200.</summary>
    public async Task<JsonElement> GetAsync(string path)
    {
        var response = await Admin.GetAsync(path);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"{path}: {(int)response.StatusCode} {text} {TestLog.Read(_folder)}");
        return JsonDocument.Parse(text).RootElement;
    }

    /// <summary>The customer as the API shows her.</summary>
    public Task<JsonElement> CustomerAsync(string id) => GetAsync($"/api/customers/{Uri.EscapeDataString(id)}");

    /// <summary>What the server logged so far, warnings and worse.</summary>
    public string Log => TestLog.Read(_folder);

    public async ValueTask DisposeAsync()
    {
        Anonymous.Dispose();
        Admin.Dispose();
        await _app.StopAsync().SoonAsync("the server's stop");
        await _app.DisposeAsync().AsTask().SoonAsync("the server's end");
        if (_ownsFolder) Repository.DeleteFolder(_folder);
    }
}
