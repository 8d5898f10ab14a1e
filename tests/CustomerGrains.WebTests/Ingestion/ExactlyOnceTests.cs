using CustomerGrains.WebTests.Support;

namespace CustomerGrains.WebTests.Ingestion;

[Collection(SharedServerCollection.Name)]
public sealed class ExactlyOnceTests(SharedServer shared)
{
    [Fact]
    public async Task The_same_message_in_fifty_simultaneous_requests_counts_once()
    {
        var id = SharedServer.NewId();
        var order = Order(id, "m1");
        var replies = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => shared.Server.BatchAsync(order)));

        Assert.Equal(1, replies.Sum(reply => reply.GetProperty("accepted").GetInt32()));
        Assert.Equal(49, replies.Sum(reply => reply.GetProperty("duplicates").GetInt32()));
        Assert.Equal(1, (await shared.Server.CustomerAsync(id)).GetProperty("value").GetProperty("orders").GetInt32());
    }

    [Fact]
    public async Task The_same_message_twice_in_one_batch_counts_once()
    {
        var id = SharedServer.NewId();
        var reply = await shared.Server.BatchAsync(Order(id, "m1"), Order(id, "m2"), Order(id, "m1"));

        Assert.Equal(2, reply.GetProperty("accepted").GetInt32());
        Assert.Equal(1, reply.GetProperty("duplicates").GetInt32());
    }

    [Fact]
    public async Task The_same_message_id_of_another_customer_is_another_message()
    {
        var (a, b) = (SharedServer.NewId(), SharedServer.NewId());
        var reply = await shared.Server.BatchAsync(Order(a, "m1"), Order(b, "m1"));

        Assert.Equal(2, reply.GetProperty("accepted").GetInt32());
    }

    [Fact]
    public async Task A_batch_sent_again_after_an_unknown_outcome_changes_nothing()
    {
        var ids = Enumerable.Range(0, 20).Select(_ => SharedServer.NewId()).ToList();
        var batch = ids.SelectMany(id => Enumerable.Range(0, 5).Select(i => Order(id, $"m{i}"))).ToArray();
        var first = await shared.Server.BatchAsync(batch);
        var second = await shared.Server.BatchAsync(batch);

        Assert.Equal(100, first.GetProperty("accepted").GetInt32());
        Assert.Equal(0, second.GetProperty("accepted").GetInt32());
        Assert.Equal(100, second.GetProperty("duplicates").GetInt32());
    }

    [Fact]
    public async Task Events_without_a_message_id_get_one_each()
    {
        var id = SharedServer.NewId();
        var reply = await shared.Server.BatchAsync(new { type = "track", @event = "A", userId = id }, new { type = "track", @event = "A", userId = id });

        Assert.Equal(2, reply.GetProperty("accepted").GetInt32());
    }

    [Fact]
    public async Task Duplicates_are_known_after_a_restart()
    {
        var folder = Directory.CreateTempSubdirectory("customergrains-web-").FullName;
        try
        {
            await using (var server = await TestServer.StartAsync(folder, ownsFolder: false, null)) await server.BatchAsync(Order("ann", "m1"));
            await using (var server = await TestServer.StartAsync(folder, ownsFolder: false, null))
            {
                var reply = await server.BatchAsync(Order("ann", "m1"), Order("ann", "m2"));
                Assert.Equal(1, reply.GetProperty("accepted").GetInt32());
                Assert.Equal(1, reply.GetProperty("duplicates").GetInt32());
                Assert.Equal(2, (await server.GetAsync("/api/kpis?window=all")).GetProperty("orders").GetInt32());
                Assert.True((await (await server.Admin.PostAsync("/api/kpis/recount", null)).Content.ReadAsStringAsync()).Contains("\"matches\":true", StringComparison.Ordinal));
            }
        }
        finally
        {
            Repository.DeleteFolder(folder);
        }
    }

    static object Order(string id, string messageId) =>
        new { type = "track", @event = "Order Completed", userId = id, messageId, properties = new { total = 10, currency = "GBP" } };
}
