using CustomerGrains.Silo.Deadlines;
using CustomerGrains.Silo.Journal;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace CustomerGrains.Web.Telemetry;

/// <summary>Sends metrics and traces by OTLP where <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> says so, and costs nothing where it doesn't.</summary>
static class TelemetryServices
{
    public static IServiceCollection AddTelemetry(this IServiceCollection services)
    {
        // The exporter reads all OTEL_ settings from the environment by itself, so that is where to look.
        if (!string.IsNullOrEmpty(Environment.GetEnvironmentVariable("OTEL_EXPORTER_OTLP_ENDPOINT"))) services.AddHostedService<OtlpExport>();
        return services;
    }

    sealed class OtlpExport : IHostedService, IDisposable
    {
        MeterProvider? _meters;
        TracerProvider? _tracers;

        public Task StartAsync(CancellationToken cancellationToken)
        {
            var resource = ResourceBuilder.CreateDefault().AddService("customergrains");
            _meters = Sdk.CreateMeterProviderBuilder().SetResourceBuilder(resource)
                .AddMeter(Instruments.Name, JournalMetrics.MeterName, SweeperMetrics.MeterName, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime")
                .AddOtlpExporter().Build();
            _tracers = Sdk.CreateTracerProviderBuilder().SetResourceBuilder(resource)
                .AddSource(Instruments.Name, "Microsoft.AspNetCore").AddOtlpExporter().Build();
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken)
        {
            _meters?.ForceFlush(5_000);
            _tracers?.ForceFlush(5_000);
            return Task.CompletedTask;
        }

        public void Dispose()
        {
            _meters?.Dispose();
            _tracers?.Dispose();
        }
    }
}
