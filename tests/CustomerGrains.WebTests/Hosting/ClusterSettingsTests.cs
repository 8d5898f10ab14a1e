using CustomerGrains.Silo.Hosting;
using Microsoft.Extensions.Configuration;

namespace CustomerGrains.WebTests.Hosting;

public sealed class ClusterSettingsTests
{
    [Theory]
    [InlineData("Mode", "cluster", "use local")]
    [InlineData("Name", "a b", "letters")]
    [InlineData("Address", "no such host.", "an IP address")]
    [InlineData("Listen", "no such host.", "of this machine")]
    [InlineData("SiloPort", "0", "from 1 to 65535")]
    [InlineData("GatewayPort", "70000", "from 1 to 65535")]
    [InlineData("GatewayPort", "11111", "a port of its own")]
    [InlineData("DeadAfterSeconds", "soon", "from 1 to 300")]
    [InlineData("RetrySeconds", "-1", "from 1 to 300")]
    public void A_wrong_setting_is_named_with_its_value_and_the_way_out(string name, string value, string wayOut)
    {
        var error = Assert.Throws<ClusterSettingsException>(() => Read((name, value)));

        Assert.StartsWith($"Cluster:{name} is '{value}'", error.Message, StringComparison.Ordinal);
        Assert.Contains(wayOut, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_left_out_has_its_default()
    {
        var settings = Read();

        Assert.Equal(new(ClusterMode.Local, "customergrains", null, null, 11_111, 30_000, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(15)), settings);
    }

    [Fact]
    public void An_address_may_be_a_name() => Assert.Equal("127.0.0.1", Read(("Address", "localhost")).Address?.ToString());

    static ClusterSettings Read(params (string Name, string Value)[] settings) => ClusterSettings.From(
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(each => KeyValuePair.Create($"Cluster:{each.Name}", (string?)each.Value))).Build());
}
