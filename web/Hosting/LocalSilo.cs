using CustomerGrains.Silo.Storage;

namespace CustomerGrains.Web.Hosting;

/// <summary>The silo inside this process.</summary>
static class LocalSilo
{
    public static WebApplicationBuilder AddSilo(this WebApplicationBuilder builder)
    {
        builder.Services.AddCustomerGrainsStore(builder.Configuration);
        builder.UseOrleans(silo => silo.UseLocalhostClustering());
        return builder;
    }
}
