using CustomerGrains.Silo.Hosting;

namespace CustomerGrains.Web.Hosting;

/// <summary>The silo inside this process.</summary>
static class LocalSilo
{
    public static WebApplicationBuilder AddSilo(this WebApplicationBuilder builder) => builder.AddCustomerGrainsSilo();
}
