using CustomerGrains.Silo.Hosting;
using CustomerGrains.Silo.Telemetry;
using CustomerGrains.Web.Alerts;
using CustomerGrains.Web.Customers;
using CustomerGrains.Web.FollowUps;
using CustomerGrains.Web.Health;
using CustomerGrains.Web.Ingestion;
using CustomerGrains.Web.Keys;
using CustomerGrains.Web.Kpis;
using CustomerGrains.Web.Live;
using CustomerGrains.Web.Operations;
using CustomerGrains.Web.Security;
using CustomerGrains.Web.Segments;
using CustomerGrains.Web.Simulator;
using CustomerGrains.Web.Users;
using CustomerGrains.Web.Value;
using CustomerGrains.Web.Webhooks;

namespace CustomerGrains.Web.Hosting;

/// <summary>The web side of the server: everything but the silo and the store.</summary>
static class WebComposition
{
    /// <summary>Largest body outside ingestion, which has its own limit.</summary>
    const long MaxBodyBytes = 1024 * 1024;

    public static WebApplicationBuilder AddWeb(this WebApplicationBuilder builder)
    {
        builder.WebHost.ConfigureKestrel(options =>
        {
            options.AddServerHeader = false;
            options.Limits.MaxRequestBodySize = MaxBodyBytes;
        });
        if (string.IsNullOrEmpty(builder.Configuration["urls"]) && string.IsNullOrEmpty(builder.Configuration["http_ports"]))
            builder.WebHost.UseUrls("http://localhost:5080");

        var services = builder.Services;
        services.AddProblemDetails(options => options.CustomizeProblemDetails = Failures.SayWhen);
        services.ConfigureHttpJsonOptions(options => WebJson.Configure(options.SerializerOptions));
        services.AddApiDescription();
        services.AddSecurity(DataFolder.From(builder.Configuration), isShared: ClusterSettings.From(builder.Configuration).Mode == ClusterMode.Client);
        services.AddHealth();
        services.AddTelemetry();
        services.AddIngestion(builder.Configuration);
        services.AddKpis();
        services.AddLive();
        services.AddSegments();
        services.AddAlerts();
        services.AddFollowUps();
        services.AddOperations();
        services.AddSingleton<WebhookReader>();
        services.AddSingleton<CustomerReader>();
        services.AddSingleton<UserDirectory>();
        services.AddSingleton<KeyRing>();
        services.AddSingleton<ShopSimulator>();
        services.AddHostedService(provider => provider.GetRequiredService<ShopSimulator>());
        services.AddHostedService<Startup>();
        return builder;
    }

    public static WebApplication UseWeb(this WebApplication app)
    {
        app.UseExceptionHandler(new ExceptionHandlerOptions { StatusCodeSelector = Failures.StatusOf });
        app.UseTransportHeaders();
        // Ingestion answers programs, thousands of times a second, always with a body and never with anything that a browser would show.
        app.UseWhen(context => !IngestionEndpoints.Covers(context.Request.Path), others =>
        {
            others.UseStatusCodePages(); // an answer without a body gets a problem as its body
            others.UsePageHeaders();
        });
        app.UseUiFiles();
        app.UseRouting();
        app.UseCors();
        app.UseWriteKeyEndpoints();
        app.UseSameOriginCheck();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseWhenReady();

        app.MapHealth();
        app.MapOpenApi().AllowAnonymous();
        app.MapIngestion();
        app.MapSession();
        app.MapUsers();
        app.MapKeys();
        app.MapSimulator();
        app.MapCustomers();
        app.MapKpis();
        app.MapSegmentation();
        app.MapValue();
        app.MapAlerts();
        app.MapFollowUps();
        app.MapOperations();
        app.MapWebhooks();
        app.MapLive();
        app.MapUi();
        return app;
    }
}
