using CustomerGrains.ClientTests.Support;

namespace CustomerGrains.ClientTests.Library;

/// <summary>Whatever goes wrong on the way: every event takes effect once, and each customer's in the order in which they were sent.</summary>
public sealed class DeliveryPropertyTests
{
    [Fact]
    public async Task Under_random_failures_every_event_is_applied_exactly_once_and_in_order_per_customer()
    {
        for (var seed = 1; seed <= 150; seed++) await RunAsync(seed);
    }

    static async Task RunAsync(int seed)
    {
        var random = new Random(seed);
        await using var fixture = new ClientFixture(o =>
        {
            o.FlushAt = random.Next(1, 20);
            o.QueueCapacity = random.Next(1, 50);
            o.ParallelBatches = random.Next(1, 5);
            o.Gzip = random.Next(2) == 0;
            // No pauses: several batches retry at once, and the clock stays out of the play.
            (o.FirstBackoff, o.FlushInterval) = (TimeSpan.Zero, TimeSpan.Zero);
        });
        var trouble = new Random(seed + 1_000_000);
        fixture.Server.Otherwise = batch => Task.FromResult(Trouble(fixture.Server, batch, trouble));

        var sent = new List<(string Customer, string Id)>();
        var count = random.Next(1, 200);
        for (var i = 0; i < count; i++)
        {
            var customer = $"c{random.Next(8)}";
            sent.Add((customer, await fixture.Client.TrackAsync(customer, "Seen", new { i })));
            if (random.Next(40) == 0) await fixture.Client.FlushAsync();
        }
        await fixture.Client.FlushAsync();

        Assert.Empty(fixture.Failures);
        foreach (var group in sent.GroupBy(item => item.Customer))
        {
            var applied = fixture.Server.Applied.Where(item => item.Customer == group.Key).Select(item => item.MessageId);
            Assert.True(group.Select(item => item.Id).SequenceEqual(applied), $"seed {seed}: customer {group.Key} differs");
        }
        Assert.Equal(sent.Count, fixture.Server.Applied.Count);
        Assert.Equal(sent.Count, fixture.Delivered.Sum(receipt => receipt.Accepted + receipt.Duplicates));
    }

    static HttpResponseMessage Trouble(ScriptedServer server, ReceivedBatch batch, Random random)
    {
        int kind;
        lock (random) kind = random.Next(10);
        switch (kind)
        {
            case 0:
                throw new HttpRequestException("Connection refused");
            case 1:
                return ScriptedServer.Status(503);
            case 2:
                return ScriptedServer.Status(429);
            case 3:
                server.Apply(batch);
                throw new HttpRequestException("The response ended prematurely");
            case 4:
                server.Apply(batch);
                return ScriptedServer.Status(500);
            default:
                return server.Apply(batch);
        }
    }
}
