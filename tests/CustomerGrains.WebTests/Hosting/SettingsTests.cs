using CustomerGrains.Web.Hosting;
using CustomerGrains.WebTests.Support;

namespace CustomerGrains.WebTests.Hosting;

public sealed class SettingsTests
{
    [Theory]
    [InlineData("--Cluster:Mode=client", "Cluster:Mode")]
    [InlineData("--Store:Provider=oracle", "Store:Provider")]
    [InlineData("--Store:Writers=0", "Store:Writers")]
    [InlineData("--Value:ReportingCurrency=Euro", "Value:ReportingCurrency")]
    [InlineData("--Value:Rates:EUR=-1", "Value:Rates:EUR")]
    [InlineData("--Ingestion:MaxEventsInFlight=0", "Ingestion:MaxEventsInFlight")]
    public async Task A_wrong_setting_stops_the_start_with_a_sentence_that_names_it(string setting, string name)
    {
        var error = await Record.ExceptionAsync(async () =>
        {
            await using var server = await TestServer.StartAsync(setting);
        });

        Assert.Contains(name, Settings.Explain(error!), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_that_is_taken_is_explained()
    {
        await using var first = await TestServer.StartAsync();
        var error = await Record.ExceptionAsync(async () =>
        {
            await using var second = await TestServer.StartAsync($"--urls={first.Address}");
        });

        Assert.Contains("--urls", Settings.Explain(error!), StringComparison.Ordinal);
    }
}
