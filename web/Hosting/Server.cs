using CustomerGrains.Silo.Hosting;

namespace CustomerGrains.Web.Hosting;

/// <summary>The whole server, ready to run.</summary>
static class Server
{
    /// <param name="args">The command line.</param>
    /// <param name="configure">Changes services before they are fixed: for tests.</param>
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.AddCustomerGrainsSilo();
        builder.AddWeb();
        configure?.Invoke(builder);

        var app = builder.Build();
        Banner.AnnounceWhenStarted(app);
        return app.UseWeb();
    }
}
