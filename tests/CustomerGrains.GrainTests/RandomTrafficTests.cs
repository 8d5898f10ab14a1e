using CustomerGrains.Contracts.Touchpoints;
using CustomerGrains.Grains.Customers;

namespace CustomerGrains.GrainTests;

/// <summary>Random traffic, random faults, honest retries: nothing acknowledged is lost, nothing counts twice, the numbers add up.</summary>
public sealed class RandomTrafficTests(GrainWorld world) : IClassFixture<GrainWorld>
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public async Task Every_event_counts_exactly_once_whatever_fails(int seed)
    {
        var random = new Random(seed);
        var id = $"random-{seed}";
        var events = Enumerable.Range(0, 200).Select(i => Event(random, id, $"e{i}")).ToArray();
        world.Journal.NextFault = _ => random.Next(10) switch { 0 => Fault.Full, 1 => Fault.LostBefore, 2 => Fault.LostAfter, _ => Fault.None };
        var unacknowledged = new Queue<TouchpointMessage[]>(events.Chunk(random.Next(1, 9)));
        while (unacknowledged.TryDequeue(out var batch))
        {
            world.Clock.Advance(TimeSpan.FromSeconds(random.Next(0, 90)));
            var some = events[random.Next(events.Length)];
            var reply = await world.Customer(id).Record(new([.. batch, some]));
            if (reply.Outcome != RecordStatus.Recorded)
            {
                unacknowledged.Enqueue(batch);
            }
        }

        world.Journal.NextFault = _ => Fault.None;
        var recorded = world.Journal.EntriesOf(id).Where(entry => entry.IsTouchpoint).Select(entry => entry.MessageId!).ToList();
        Assert.Equal(events.Select(each => each.MessageId).Order(StringComparer.Ordinal), recorded.Order(StringComparer.Ordinal));

        var live = await world.JsonOf(id);
        await world.ForgetAsync(id);
        Assert.Equal(live, await world.JsonOf(id));

        var counters = world.Journal.Counters();
        var recounted = await Recount.OfAsync(world.Journal);
        Assert.Equal(recounted.OrderBy(counter => counter.Key), counters.OrderBy(counter => counter.Key));
    }

    [Fact]
    public async Task What_is_asked_as_of_an_instant_is_what_was_known_then()
    {
        const string Id = "travel";
        var history = new CustomerHistory(world.Journal);
        var then = new List<(DateTimeOffset At, byte[] State)>();
        for (var i = 0; i < 60; i++)
        {
            await world.Customer(Id).Record(GrainWorld.Batch(Event(new Random(i), Id, $"t{i}")));
            var known = await history.FoldAsync(Id, long.MaxValue, CancellationToken.None);
            then.Add((world.Clock.GetUtcNow(), known.ToJson()));
            world.Clock.Advance(TimeSpan.FromMinutes(7));
        }

        foreach (var (at, state) in then)
        {
            Assert.Equal(state, (await history.AsOfAsync(Id, at.AddMinutes(3), CancellationToken.None))!.ToJson());
        }
    }

    TouchpointMessage Event(Random random, string id, string messageId)
    {
        var ago = TimeSpan.FromMinutes(random.Next(0, 10_000));
        return random.Next(8) switch
        {
            0 => world.Track(id, messageId, "Order Completed", $$"""{"total":{{random.Next(10_000)}}.{{random.Next(100)}},"currency":"{{(random.Next(2) == 0 ? "GBP" : "EUR")}}"}""", ago),
            1 => world.Track(id, messageId, "Order Refunded", $$"""{"total":{{random.Next(100)}},"currency":"GBP"}""", ago),
            2 => world.Track(id, messageId, "Survey Answered", $$"""{"metric":"nps","score":{{random.Next(11)}}}""", ago),
            3 => world.Track(id, messageId, "Ticket Opened", $$"""{"ticket_id":"t{{random.Next(9)}}"}""", ago),
            4 => world.Track(id, messageId, "Ticket Resolved", $$"""{"ticket_id":"t{{random.Next(9)}}"}""", ago),
            5 => world.Track(id, messageId, "Product Added", $$"""{"product_id":"p{{random.Next(5)}}","price":3.5,"quantity":1}""", ago),
            _ => world.Track(id, messageId, "Product Viewed", $$"""{"category":"c{{random.Next(5)}}"}""", ago),
        };
    }
}
