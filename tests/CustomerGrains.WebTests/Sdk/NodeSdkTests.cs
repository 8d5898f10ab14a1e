using CustomerGrains.WebTests.Support;

namespace CustomerGrains.WebTests.Sdk;

/// <summary>Segment's SDK for Node.js, unmodified.</summary>
public sealed class NodeSdkTests
{
    const int Orders = 20;

    [NodeFact]
    public async Task Everything_it_sends_arrives_once() => await DriveAsync(0);

    [NodeFact]
    public async Task Everything_it_sends_arrives_once_although_the_server_answers_429_and_503_at_first() => await DriveAsync(8);

    static async Task DriveAsync(int failures)
    {
        var folder = await SegmentSdks.FolderAsync();
        var journal = new TroubledJournal();
        await using var server = await TestServer.StartAsync(journal.Install);
        journal.FailNext(failures);
        await Tools.RunAsync(Tools.Node ?? "node", folder, ["drive-node.mjs", server.Address.ToString(), TestServer.WriteKey, "ann", "device", $"{Orders}"], 180);

        var customer = await server.CustomerAsync("ann");
        Assert.Equal(Orders, customer.GetProperty("value").GetProperty("orders").GetInt32());
        Assert.Equal(Orders * 10.01m, customer.GetProperty("value").GetProperty("gross").GetDecimal());
        Assert.Equal(["ann-old", "device"], customer.GetProperty("links").EnumerateArray().Select(link => link.GetProperty("id").GetString()).Order(StringComparer.Ordinal));
        Assert.Equal("ann@example.com", customer.GetProperty("traits").GetProperty("email").GetString());
        var kinds = customer.GetProperty("touchpoints").GetProperty("byKind").EnumerateObject().ToDictionary(kind => kind.Name, kind => kind.Value.GetInt32());
        Assert.Equal(new Dictionary<string, int> { ["page"] = 1, ["track"] = Orders + 2, ["identify"] = 1, ["screen"] = 1, ["group"] = 1, ["alias"] = 1 }.OrderBy(kind => kind.Key), kinds.OrderBy(kind => kind.Key));
        Assert.Equal(0, journal.FailuresLeft);
        Assert.Equal(Orders, (await server.GetAsync("/api/kpis?window=all")).GetProperty("orders").GetInt32());
    }
}
