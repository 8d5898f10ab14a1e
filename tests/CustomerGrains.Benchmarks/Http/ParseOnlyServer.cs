using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CustomerGrains.Benchmarks.Http;

/// <summary>The reference: an endpoint that parses its body and does nothing else.</summary>
static class ParseOnlyServer
{
    /// <summary>What its process does.</summary>
    public static async Task<int> RunAsync(string address)
    {
        var builder = WebApplication.CreateSlimBuilder(["--hostBuilder:reloadConfigOnChange=false"]);
        builder.WebHost.UseUrls(address);
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.MapPost("/v1/track", async (HttpContext context) =>
        {
            using var document = await JsonDocument.ParseAsync(context.Request.Body);
            return document.RootElement.TryGetProperty("event", out _)
                ? Results.Bytes("{\"success\":true}"u8.ToArray(), "application/json")
                : Results.BadRequest();
        });
        app.MapGet("/health/ready", () => Results.Ok());
        await app.RunAsync();
        return 0;
    }
}
