using CustomerGrains.Grains.Telemetry;
using CustomerGrains.Silo.Operations;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace CustomerGrains.Silo.Telemetry;

/// <summary>Sends metrics and traces by OTLP where <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> says so, and costs nothing where it doesn't.</summary>
public static class TelemetryServices
{
    const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>What the process measures of itself, and its export. May be called more than once.</summary>
    public static IServiceCollection AddTelemetry(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddMetrics();
        services.TryAddSingleton<MeterHistory>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, MeterHistory>(static provider => provider.GetRequiredService<MeterHistory>()));
        // The exporter reads all OTEL_ settings from the environment by itself, so that is where to look.
        if (!string.IsNullOrEmpty(Environment.GetEnvironmentVariable(Endpoint)))
            services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, OtlpExport>());
        return services;
    }

    /// <summary>Whether traces are exported, so that calls to grains have to carry them.</summary>
    public static bool IsTraced(this IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return !string.IsNullOrEmpty(configuration[Endpoint]);
    }

    sealed class OtlpExport(TimeProvider clock) : IHostedService, IDisposable
    {
        MeterProvider? _meters;
        TracerProvider? _tracers;

        public Task StartAsync(CancellationToken cancellationToken)
        {
            var resource = ResourceBuilder.CreateDefault().AddService("customergrains");
            _meters = Sdk.CreateMeterProviderBuilder().SetResourceBuilder(resource)
                .AddMeter(Instruments.Name, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "Microsoft.Orleans", "System.Runtime")
                .AddOtlpExporter().Build();
            var tracers = Sdk.CreateTracerProviderBuilder().SetResourceBuilder(resource)
                .AddSource(Instruments.Name, "Microsoft.AspNetCore", Discretion.GrainCalls)
                .AddProcessor<Discretion>();
            // Whoever says how to sample in the environment knows better.
            if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable("OTEL_TRACES_SAMPLER")))
                tracers.SetSampler(new FewSampler(clock));
            _tracers = tracers.AddOtlpExporter().Build();
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
