using System.Text.RegularExpressions;
using CustomerGrains.Silo.Storage;
using CustomerGrains.Web.Ingestion;
using CustomerGrains.WebTests.Support;

namespace CustomerGrains.WebTests.Deployment;

public sealed partial class ConfigurationPageTests
{
    // What .NET's hosts ask for by themselves.
    static readonly string[] _frameworks =
    [
        "Logging", "Kestrel", "AllowedHosts", "urls", "http_ports", "https_ports", "hostBuilder", "contentRoot", "environment", "applicationName", "webroot", "wwwroot", "Metrics",
        "hostingStartupAssemblies", "hostingStartupExcludeAssemblies", "preventHostingStartup", "captureStartupErrors", "detailedErrors", "suppressStatusMessages", "shutdownTimeoutSeconds",
        "startupAssembly", "startupTimeoutSeconds", "preferHostingUrls", "FORWARDEDHEADERS_ENABLED", "ForwardedHeaders_Enabled", "staticWebAssets", "servicesStartConcurrently", "servicesStopConcurrently", "disableDefaultShutdownTimeout",
        "Authentication", "scopeValidation", "DISABLE_DEFAULT_SCOPE_VALIDATION", "VALIDATE_SERVICES", "Orleans", "READ_KEYS_FOR_ASPNETCORE_DATA_PROTECTION", "OTEL_EXPORTER_OTLP_ENDPOINT", "ReadOnlyDataProtectionKeyDirectory",
    ];

    [Fact]
    public async Task The_page_names_every_setting_that_the_server_reads_and_no_other()
    {
        await using (var server = await TestServer.StartAsync(
            "--hostingStartupAssemblies=CustomerGrains.WebTests", "--Value:Rates:USD=0.8", "--Catalogue:Aliases:0:Name=Purchase", "--Catalogue:Aliases:0:Means=Order Completed"))
            await server.Anonymous.GetAsync("/health/ready");

        var read = RecordingStartup.Recorder.Asked.Keys.Where(key => !key.EndsWith(":*", StringComparison.Ordinal) && !_frameworks.Contains(key.Split(':')[0], StringComparer.OrdinalIgnoreCase)).ToHashSet(StringComparer.OrdinalIgnoreCase);
        // Silos of their own come with a class of settings: until then their settings are on the page ahead of time.
        var clusters = typeof(StoreOptions).Assembly.GetType("CustomerGrains.Silo.Hosting.ClusterSettings") is not null;
        Assert.Equal(ConfigurationPage.Own.Where(name => clusters || name == "Cluster:Mode" || !name.StartsWith("Cluster:", StringComparison.Ordinal)).Order(StringComparer.Ordinal), read.SelectMany(Properties).Select(NameOnPage).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_page_names_every_variable_of_the_environment_that_a_program_reads()
    {
        var text = File.ReadAllText(Path.Combine(Repository.Folder("docs"), "configuration.md"));
        var read = new[] { "web", "silo", "grains", "client" }
            .SelectMany(folder => Directory.EnumerateFiles(Repository.Folder(folder), "*.cs", SearchOption.AllDirectories))
            .Where(file => !file.Contains("node_modules", StringComparison.Ordinal))
            .SelectMany(file => Variable().Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value))
            .Distinct(StringComparer.Ordinal).ToList();

        Assert.NotEmpty(read);
        Assert.All(read, name => Assert.Contains($"`{name}`", text, StringComparison.Ordinal));
    }

    // A section that is bound as a whole stands for the properties of its class.
    static IEnumerable<string> Properties(string key) =>
        key == "Ingestion" ? typeof(IngestionOptions).GetProperties().Select(property => $"Ingestion:{property.Name}") : [key];

    // A currency and a number are only examples there.
    static string NameOnPage(string key) => key.Replace(":USD", ":XXX", StringComparison.Ordinal).Replace(":0:", ":N:", StringComparison.Ordinal);

    [GeneratedRegex("""Variable\("([A-Z_]+)"\)""")]
    private static partial Regex Variable();
}
