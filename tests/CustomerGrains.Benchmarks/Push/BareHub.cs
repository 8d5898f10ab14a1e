using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CustomerGrains.Benchmarks.Push;

/// <summary>The reference: an endpoint that parses what it is sent and, when it is of the watched customer, broadcasts it at once. Nothing is kept.</summary>
static class BareHub
{
    public const string Path = "/hub";

    public static async Task<WebApplication> StartAsync(string watched)
    {
        var builder = WebApplication.CreateSlimBuilder(["--hostBuilder:reloadConfigOnChange=false"]);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddSignalR();
        var app = builder.Build();
        app.MapHub<Nothing>(Path);
        app.MapPost("/v1/batch", async (HttpContext context, IHubContext<Nothing> hub) =>
        {
            using var document = await JsonDocument.ParseAsync(context.Request.Body);
            foreach (var item in document.RootElement.GetProperty("batch").EnumerateArray())
            {
                if (item.GetProperty("userId").GetString() == watched)
                    await hub.Clients.All.SendAsync("customer", new { touchpoints = new[] { new { messageId = item.GetProperty("messageId").GetString() } } });
            }

            return Results.Bytes("{\"success\":true}"u8.ToArray(), "application/json");
        });
        await app.StartAsync();
        return app;
    }

    sealed class Nothing : Hub;
}
