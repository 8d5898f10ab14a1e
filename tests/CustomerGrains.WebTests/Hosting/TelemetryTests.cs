using System.Collections.Concurrent;
using System.Text;
using CustomerGrains.WebTests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CustomerGrains.WebTests.Hosting;

public sealed class TelemetryTests
{
    [Fact]
    public async Task Metrics_and_traces_go_to_the_collector_that_the_environment_names()
    {
        var received = new ConcurrentDictionary<string, string>();
        var builder = WebApplication.CreateSlimBuilder(["--urls=http://127.0.0.1:0"]);
        builder.Logging.ClearProviders();
        await using var collector = builder.Build();
        collector.MapPost("/v1/{signal}", async (string signal, HttpContext context) =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            received.AddOrUpdate(signal, _ => Encoding.Latin1.GetString(body.ToArray()), (_, before) => before + Encoding.Latin1.GetString(body.ToArray()));
        });
        await collector.StartAsync();
        Environment.SetEnvironmentVariable("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        Environment.SetEnvironmentVariable("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf");
        try
        {
            await using var server = await TestServer.StartAsync();
            await server.BatchAsync(new { type = "track", @event = "A", userId = "annabel" }, new { type = "track", userId = "annabel" });
            await server.CustomerAsync("annabel");
        }
        finally
        {
            Environment.SetEnvironmentVariable("OTEL_EXPORTER_OTLP_ENDPOINT", null);
            Environment.SetEnvironmentVariable("OTEL_EXPORTER_OTLP_PROTOCOL", null);
        }

        Assert.Contains("customergrains.ingest.events", received["metrics"], StringComparison.Ordinal);
        Assert.Contains("customergrains.ingest.rejected", received["metrics"], StringComparison.Ordinal);
        Assert.Contains("customergrains.journal.duration", received["metrics"], StringComparison.Ordinal);
        Assert.Contains("ingest", received["traces"], StringComparison.Ordinal);
        Assert.DoesNotContain("annabel", received["traces"], StringComparison.Ordinal);
    }
}
