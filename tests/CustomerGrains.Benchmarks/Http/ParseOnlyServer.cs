using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CustomerGrains.Benchmarks.Http;

/// <summary>The reference: an endpoint that parses its body and does nothing else.</summary>
static class ParseOnlyServer
{
    public static async Task<WebApplication> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder(["--hostBuilder:reloadConfigOnChange=false"]);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.MapPost("/v1/track", async (HttpContext context) =>
        {
            using var document = await JsonDocument.ParseAsync(context.Request.Body);
            return document.RootElement.TryGetProperty("event", out _)
                ? Results.Bytes("{\"success\":true}"u8.ToArray(), "application/json")
                : Results.BadRequest();
        });
        await app.StartAsync();
        return app;
    }
}
