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
    [InlineData("--Retention:Touchpoints=30d", "Retention:Touchpoints")]
    [InlineData("--Retention:Touchpoints=2 years", "Retention:Touchpoints")]
    [InlineData("--Ingestion:MaxEventsInFlight=0", "Ingestion:MaxEventsInFlight")]
    [InlineData("--Catalogue:Aliases:0:Name=Purchase", "Catalogue:Aliases:0")]
    [InlineData("--Catalogue:Aliases:3:Means=Order Completed", "Catalogue:Aliases:3")]
    public async Task A_wrong_setting_stops_the_start_with_a_sentence_that_names_it(string setting, string name)
    {
        var error = await Record.ExceptionAsync(async () =>
        {
            await using var server = await TestServer.StartAsync(setting);
        });

        Assert.Contains(name, Settings.Explain(error!), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_that_stands_for_nothing_we_know_stops_the_start_and_shows_both()
    {
        var error = await Record.ExceptionAsync(() => TestServer.StartAsync("--Catalogue:Aliases:0:Name=Purchase", "--Catalogue:Aliases:0:Means=Order Compleated"));
        var explained = Settings.Explain(error!);
        Assert.Contains("Catalogue:Aliases:0:Means", explained, StringComparison.Ordinal);
        Assert.Contains("Order Compleated", explained, StringComparison.Ordinal);
        Assert.Contains("\"Order Completed\"", explained, StringComparison.Ordinal);
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
