using CustomerGrains.Contracts.Touchpoints;
using CustomerGrains.Domain.Journal;
using CustomerGrains.DomainTests.Decisions;

namespace CustomerGrains.GrainTests;

/// <summary>
/// Random events, steps of time, faults and restarts, over months: what is in the journal is what evaluating everything at every instant gives. Time alone is
/// only looked at when a due row says so.
/// </summary>
public sealed class RandomDecisionTests(GrainWorld world) : IClassFixture<GrainWorld>
{
    const long Hour = 3_600_000;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task Every_transition_is_there_once_at_its_instant_whatever_fails(int seed)
    {
        var random = new Random(seed);
        var id = $"decided-{seed}";
        var source = new RandomRules(seed, "h", Hour);
        world.Rules.Current = source.Rules(segments: 12);
        for (var step = 0; step < 150; step++)
        {
            world.Clock.Advance(TimeSpan.FromMilliseconds(random.NextInt64(1, 2 * Hour)));
            world.Journal.NextFault = _ => random.Next(8) switch { 0 => Fault.Full, 1 => Fault.LostBefore, 2 => Fault.LostAfter, _ => Fault.None };
            switch (random.Next(6))
            {
                case 0:
                    await world.ForgetAsync(id);
                    break;
                case 1:
                    break; // the sweeper is late
                case 2:
                    await world.SweepAsync();
                    break;
                default:
                    await RecordAsync(id, [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => source.Event(Now))]);
                    break;
            }
        }

        world.Journal.NextFault = _ => Fault.None;
        world.Clock.Advance(TimeSpan.FromDays(30));
        await world.SweepAsync();

        var journal = world.Journal.EntriesOf(id);
        var expected = BruteForce.Of(journal, world.Rules.Current, world.Currency.Current, source.Spans, world.Clock.GetUtcNow());
        Assert.Equal(expected, BruteForce.In(journal));
        Assert.NotEmpty(expected);
        Assert.Empty(world.Journal.DueAt(world.Clock.GetUtcNow()));

        var live = await world.JsonOf(id);
        await world.ForgetAsync(id);
        Assert.Equal(live, await world.JsonOf(id));
        Assert.Equal(Sorted(await Recount.OfAsync(world.Journal)), Sorted(world.Journal.Counters()));
    }

    long Now => world.Clock.GetUtcNow().ToUnixTimeMilliseconds();

    // Until it is acknowledged, as senders do; each time it arrives anew.
    async Task RecordAsync(string id, JournalEntry[] events)
    {
        var outcome = RecordStatus.Busy;
        for (var attempt = 0; attempt < 100 && outcome != RecordStatus.Recorded; attempt++)
        {
            var now = world.Clock.GetUtcNow();
            var items = events.Select(e => new TouchpointMessage(
                e.MessageId!, (byte)e.Kind, e.Name, (byte)e.Channel, id, null, null, e.OccurredAt, now, e.Body.ToArray()));
            outcome = (await world.Customer(id).Record(new([.. items]))).Outcome;
            world.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(RecordStatus.Recorded, outcome);
    }

    static IEnumerable<string> Sorted(IEnumerable<KeyValuePair<(string Scope, long Minute, string Metric, string Dimension), decimal>> counters) =>
        counters.Select(counter => $"{counter.Key} = {counter.Value:0.######}").Order(StringComparer.Ordinal);
}
