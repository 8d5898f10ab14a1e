using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using CustomerGrains.Contracts.Customers;
using CustomerGrains.Domain.Customers;
using CustomerGrains.Domain.Identity;
using CustomerGrains.Domain.Journal;
using CustomerGrains.Domain.Touchpoints;
using CustomerGrains.DomainTests.Support;
using Xunit.Abstractions;

namespace CustomerGrains.DomainTests.Customers;

/// <summary>Invariant 8: neither the state nor the cost of an event grows with a customer's history.</summary>
public sealed class BoundsTests(ITestOutputHelper output)
{
    /// <summary>An ordinary customer: traits, a visit of twenty events with ids of 36 characters, an order.</summary>
    const int OrdinaryBytes = 3_800;

    /// <summary>Every set full, of texts as long as people's.</summary>
    const int BusyBytes = 256 * 1024;

    /// <summary>Every set full, 256 links, 1,000 buying days and the longest logs among them, of texts as long as the door lets in, of characters of three bytes.</summary>
    const int HostileBytes = 1536 * 1024;

    [Fact]
    public void An_ordinary_customers_state_is_small()
    {
        var bytes = Ordinary.Customer().ToJson().Length;
        Assert.InRange(bytes, 500, OrdinaryBytes);
    }

    [Fact]
    public void A_hundred_thousand_events_of_everything_stay_within_bounds_at_the_same_cost()
    {
        // A block of events again and again under new message ids and times: making 100,000 takes longer than folding them.
        var events = Enum.GetValues<Theme>().SelectMany(theme => new RandomEvents((int)theme + 1, variety: 1000, days: 1).Journal(theme == Theme.Traits ? 50 : 600, theme)).ToArray();
        var state = new CustomerState("ada");
        var blocks = new List<TimeSpan>();
        while (state.Version < 100_000)
        {
            var block = events.Select((e, i) => Renewed(e, state.Version + 1 + i)).ToArray();
            var watch = Stopwatch.StartNew();
            foreach (var entry in block)
                state.Apply(entry);
            blocks.Add(watch.Elapsed);
        }

        output.WriteLine($"{state.ToJson().Length} bytes of state, {blocks.Min().TotalMicroseconds / events.Length:0.00} µs an event");
        Assert.InRange(state.ToJson().Length, 10_000, BusyBytes);
        Assert.InRange(CustomerView.From(state, Door.Now, Story.Pounds).ToJson().Length, 1_000, BusyBytes);
        // The fastest of the last blocks against the slowest of the first: the machine is shared, growth would show all the same.
        var (first, last) = (blocks[1..5].Max(), blocks[^5..].Min());
        Assert.True(last < 3 * first, $"{first.TotalMicroseconds / events.Length:0.0} µs an event became {last.TotalMicroseconds / events.Length:0.0} µs");
    }

    [Fact]
    public void The_longest_texts_stay_within_a_bound_too()
    {
        var state = new CustomerState("ada");
        for (var i = 0; i < 400; i++)
        {
            foreach (var json in Longest(i))
                state.Apply(Door.Accept(json).ToEntry(state.Version + 1));
        }

        for (var day = 0; day < 1100; day++)
            state.Apply(Door.Accept($$"""{"type":"track","event":"Order Completed","userId":"ada","timestamp":{{1_000_000_000_000 + (day * 86_400_000L)}}}""").ToEntry(state.Version + 1));
        for (var i = 0; i < CustomerState.MaxLinks; i++)
            state.Apply(Linked(state.Version + 1, i.ToString("000", CultureInfo.InvariantCulture) + new string('語', 253)));

        output.WriteLine($"{state.ToJson().Length} bytes of state");
        Assert.InRange(state.ToJson().Length, BusyBytes, HostileBytes);
        Assert.Equal(state.Json(), CustomerState.FromJson(state.ToJson()).Json());
    }

    static JournalEntry Renewed(JournalEntry entry, long seq) => entry with
    {
        Seq = seq,
        MessageId = string.Create(CultureInfo.InvariantCulture, $"message-{seq:000000000000}-of-an-sdk"),
        OccurredAt = Story.Start.AddSeconds(seq * 7 % 864_000),
    };

    static JournalEntry Linked(long seq, string id) =>
        new(seq, EntryKind.Absorbed, Channel.Server, null, id, Story.Start, Story.Start, new AbsorbedBody(id, 1, [], []).ToJson());

    static IEnumerable<string> Longest(int i)
    {
        var text = (int length) => i.ToString("000", CultureInfo.InvariantCulture) + new string('語', length - 3);
        string[] names = ["Product Added", "Order Completed", "Ticket Opened", "Consent Given", "Survey Answered", text(200)];
        foreach (var name in names.Where(name => name != "Order Completed" || i < 200))
        {
            yield return JsonSerializer.Serialize(new
            {
                type = "track",
                @event = name,
                userId = "ada",
                messageId = text(98) + (name.Length % 10),
                timestamp = Story.Start.AddMinutes(i),
                properties = new
                {
                    name = text(100), product_id = text(100), category = text(100), price = 123456789.123456m, quantity = 1.000001m, currency = "GBP",
                    ticket_id = text(100), subject = text(100), purpose = text(100), channel = text(50), metric = "nps", score = i % 11, comment = text(300),
                },
            });
        }

        yield return JsonSerializer.Serialize(new
        {
            type = "identify",
            userId = "ada",
            messageId = text(99) + "i",
            timestamp = Story.Start.AddMinutes(i),
            traits = new Dictionary<string, object> { [text(100)] = text(256), ["preferences"] = new Dictionary<string, string> { [text(100)] = text(256) } },
        });
    }
}
