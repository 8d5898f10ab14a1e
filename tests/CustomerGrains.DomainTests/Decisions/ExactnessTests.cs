using System.Text;
using CustomerGrains.Domain.Customers;
using CustomerGrains.Domain.Decisions;
using CustomerGrains.Domain.Rules;
using CustomerGrains.Domain.Value;

namespace CustomerGrains.DomainTests.Decisions;

/// <summary>
/// Invariants 3 and 7: every transition is there once, at the millisecond at which it became true, though rules are only evaluated when an event touches them
/// or a deadline that was written down has passed; however late somebody looks, and wherever the process was killed.
/// </summary>
public sealed class ExactnessTests
{
    static readonly ReportingCurrency Pounds = new("GBP", new Dictionary<string, decimal>());
    static readonly long Start = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();

    const long Day = 86_400_000;

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 40)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Nothing_differs_from_evaluating_everything_at_every_single_millisecond(int seed)
    {
        var random = new Random(seed);
        var source = new RandomRules(seed, "s", 1000);
        var life = new Turns(Pounds) { Rules = source.Rules(segments: 6) };

        var end = Live(random, source, life, Start + 15_000, longest: 2_500);

        AssertSame(life, BruteForce.Of(life.Journal, life.Rules, Pounds, spans: null, end));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Nothing_differs_over_months(int seed)
    {
        var random = new Random(seed);
        var source = new RandomRules(seed, "d", Day);
        var life = new Turns(Pounds) { Rules = source.Rules(segments: 12) };

        var end = Live(random, source, life, Start + (90 * Day), longest: 4 * Day);

        AssertSame(life, BruteForce.Of(life.Journal, life.Rules, Pounds, source.Spans, end));
    }

    [Fact]
    public void An_event_that_arrived_before_a_tick_and_is_folded_after_it_spoils_no_deadline()
    {
        var source = new RandomRules(1, "s", 1000);
        var life = new Turns(Pounds) { Rules = RuleSet.Of(1, [RandomRules.Segment(0, """count("Seen", 10s) = 1""")]) };
        life.Happen(Seen(5_000, 5_000));
        life.Tick(Start + 10_400);

        // When it arrived there were two within ten seconds; when it was folded there was one again. Then the process ends.
        life.Happen(Seen(300, 10_200));
        life.Forget();
        life.Tick(Start + 3_600_000);

        Assert.Equal([$"{Start + 5_000} SegmentJoined s0 event m1", $"{Start + 15_000} SegmentLeft s0 time"], life.Decisions);

        Domain.Journal.JournalEntry Seen(long at, long receivedAt) => source.Entry(Domain.Journal.EntryKind.Track, "Seen", "{}", Start + at, Start + receivedAt);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Whatever_is_published_in_between_she_ends_up_where_the_rules_say_and_is_looked_at_in_time(int seed)
    {
        var random = new Random(seed);
        var source = new RandomRules(seed, "d", Day);
        var life = new Turns(Pounds) { Rules = source.Rules(segments: 10) };
        var now = Start;
        for (var generation = 2; generation < 12; generation++)
        {
            Live(random, source, life, now += 10 * Day, longest: 2 * Day, now - (10 * Day));
            life.Rules = source.Rules(segments: random.Next(4, 12), generation, now + random.Next(2));
            if (random.Next(2) == 0)
                life.Forget();

            // What the look over everybody does, dormant or not.
            life.Evaluate(now += 5);
            AssertUpToDate(life, now);
            Assert.All(life.State.Segments, membership => Assert.InRange(life.Rules.IndexOf(membership.Key), 0, 20));
        }
    }

    // Rules evaluated only where touched say the same as all rules evaluated at once, and nobody is looked at too late.
    static void AssertUpToDate(Turns life, long now)
    {
        var outlook = Outlook.Of(life.State, life.Rules, new(now, Pounds, null));
        Assert.False(outlook.Differs);
        Assert.True(life.Due <= outlook.Next, $"due at {life.Due}, but something may change at {outlook.Next}");
    }

    // Random events and steps of time. Time alone is looked at only when it is due, a little or very late.
    static DateTimeOffset Live(Random random, RandomRules source, Turns life, long end, long longest, long? start = null)
    {
        for (var now = start ?? Start; now < end; now += random.NextInt64(1, longest))
        {
            if (life.Due <= now && random.Next(4) > 0)
                life.Tick(now);
            if (random.Next(3) > 0)
                life.Happen([.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => source.Event(now))]);
            if (life.State.SettledAt == now)
                AssertUpToDate(life, now);
            if (random.Next(5) == 0)
                life.Forget();
            if (random.Next(5) == 0)
                life.Tick(now);
        }

        while (life.Due <= end)
            life.Tick(end);
        return DateTimeOffset.FromUnixTimeMilliseconds(end);
    }

    static void AssertSame(Turns life, List<string> expected)
    {
        Assert.Equal(expected, life.Decisions);
        Assert.NotEmpty(expected);

        // The fold takes decisions from the journal: rebuilt, snapshotted and gone on with, she is the same to the byte.
        var live = life.State.ToJson();
        Assert.Equal(Encoding.UTF8.GetString(live), Encoding.UTF8.GetString(CustomerState.FromJson(live).ToJson()));
        life.Forget();
        Assert.Equal(Encoding.UTF8.GetString(live), Encoding.UTF8.GetString(life.State.ToJson()));
        Assert.Equal(life.Journal.Count(entry => entry.Kind == Domain.Journal.EntryKind.SegmentJoined), life.State.Segments.Count + life.Journal.Count(entry => entry.Kind == Domain.Journal.EntryKind.SegmentLeft));
    }
}
