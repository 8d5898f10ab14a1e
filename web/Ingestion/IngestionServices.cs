using CustomerGrains.Contracts.Customers;
using CustomerGrains.Web.Debugger;
using Microsoft.Extensions.Options;

namespace CustomerGrains.Web.Ingestion;

/// <summary>What ingestion needs.</summary>
static class IngestionServices
{
    // Browsers keep the answer to a preflight no longer than this anyway.
    static readonly TimeSpan _preflight = TimeSpan.FromHours(2);

    public static IServiceCollection AddIngestion(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<IngestionOptions>().Bind(configuration.GetSection("Ingestion"))
            .Validate(options => options.MaxEventsInFlight >= 1, "Ingestion:MaxEventsInFlight must be at least 1.")
            .Validate(options => options.MaxBytesInFlight >= 1, "Ingestion:MaxBytesInFlight must be at least 1.")
            .Validate(options => options.EventsPerSecondPerKey >= 0, "Ingestion:EventsPerSecondPerKey must be 0 (no limit) or more.")
            .ValidateOnStart();
        services.AddSingleton(SentNames.From(configuration));
        services.AddSingleton(provider => Gate(provider.GetRequiredService<IOptions<IngestionOptions>>().Value));
        services.AddSingleton<KeyRates>();
        services.AddSingleton<IngestMetrics>();
        services.AddSingleton<CustomerReferences>();
        services.AddSingleton<Linker>();
        services.AddSingleton<Recorder>();
        services.AddSingleton<KeyHistories>();
        services.AddSingleton<IngestionHandler>();
        services.AddCors(options => options.AddPolicy(IngestionEndpoints.Cors, policy => policy
            .AllowAnyOrigin()
            .WithMethods("GET", "POST")
            .WithHeaders("Authorization", "Content-Type", "Content-Encoding", "X-Retry-Count")
            .WithExposedHeaders("Retry-After")
            .SetPreflightMaxAge(_preflight)));
        return services;
    }

    static IngestGate Gate(IngestionOptions options) => new(options.MaxEventsInFlight, options.MaxBytesInFlight);
}
