using System.Text.Json;
using CustomerGrains.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CustomerGrains.ClientTests.Library;

/// <summary>The same as the scripted tests, over real connections that a real server cuts.</summary>
public sealed class RestartTests
{
    readonly List<string> _applied = [];
    readonly HashSet<string> _seen = [];
    int _cut;

    [Fact]
    public async Task Over_connections_that_are_cut_and_a_server_that_restarts_everything_arrives_once_and_in_order()
    {
        var server = await StartAsync("http://127.0.0.1:0");
        var address = server.Urls.Single();
        var failures = new List<string>();
        var sent = new List<string>();
        await using (var client = new CustomerGrainsClient(new CustomerGrainsOptions
        {
            Endpoint = new Uri(address),
            WriteKey = "k",
            FlushAt = 10,
            FirstBackoff = TimeSpan.Zero,
            OnError = failure => failures.Add(failure.Reason),
        }))
        {
            for (var round = 0; round < 3; round++)
            {
                for (var i = 0; i < 200; i++) sent.Add(await client.TrackAsync("u", "Seen", new { i, text = new string('x', 200) }));
                await server.DisposeAsync();
                server = await StartAsync(address);
            }
            await client.FlushAsync();
        }
        await server.DisposeAsync();
        Assert.Empty(failures);
        Assert.Equal(sent, _applied);
    }

    async Task<WebApplication> StartAsync(string address)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(address);
        builder.Services.AddRequestDecompression();
        // A server that is killed does not wait for its requests either.
        builder.Services.Configure<Microsoft.Extensions.Hosting.HostOptions>(options => options.ShutdownTimeout = TimeSpan.Zero);
        var app = builder.Build();
        app.UseRequestDecompression();
        app.MapPost("/v1/batch", ApplyAsync);
        await app.StartAsync();
        return app;
    }

    async Task ApplyAsync(HttpContext context)
    {
        using var body = await JsonDocument.ParseAsync(context.Request.Body);
        var accepted = 0;
        var ids = body.RootElement.GetProperty("batch").EnumerateArray().Select(item => item.GetProperty("messageId").GetString()!).ToArray();
        lock (_applied)
        {
            foreach (var id in ids)
            {
                if (!_seen.Add(id)) continue;
                _applied.Add(id);
                accepted++;
            }
        }
        // Every third answer is lost after the commit.
        if (Interlocked.Increment(ref _cut) % 3 == 0) context.Abort();
        else await context.Response.WriteAsJsonAsync(new { success = true, accepted, duplicates = ids.Length - accepted, rejected = Array.Empty<object>() });
    }
}
