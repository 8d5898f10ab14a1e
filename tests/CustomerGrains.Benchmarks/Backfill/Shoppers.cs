using System.Globalization;
using System.Text;
using CustomerGrains.Domain.Customers;
using CustomerGrains.Domain.Journal;
using CustomerGrains.Domain.Kpis;
using CustomerGrains.Domain.Touchpoints;
using CustomerGrains.Grains.Journal;

namespace CustomerGrains.Benchmarks.Backfill;

/// <summary>Customers with some months of ordinary shopping, the same in every run; about whom nothing was decided yet.</summary>
static class Shoppers
{
    public static async Task FillAsync(IJournal journal, int customers, int events)
    {
        var now = DateTimeOffset.FromUnixTimeMilliseconds(DateTimeOffset.UtcNow.ToUnixTimeMilliseconds());
        foreach (var chunk in Enumerable.Range(0, customers).Chunk(2_000))
            await Task.WhenAll(chunk.Select(i => journal.AppendAsync(CommitOf(i, events, now))));
    }

    static Commit CommitOf(int number, int events, DateTimeOffset now)
    {
        var random = new Random(number * 7919);
        var id = $"customer-{number:000000}";
        var state = new CustomerState(id);
        var entries = new List<JournalEntry>();
        var deltas = new List<KpiDelta>();
        var count = random.Next(1, events * 2);
        for (var seq = 1; seq <= count; seq++)
        {
            var at = now.AddMinutes(-random.Next(200 * 24 * 60));
            var entry = Entry(seq, random.Next(10), number % 10 == 0 && seq == 1, id, random, at, now);
            TouchpointKpis.AddTo(deltas, entry, state.Scopes);
            state.Apply(entry);
            entries.Add(entry);
        }

        CustomerKpis.AddDifference(deltas, CustomerKpis.None, CustomerKpis.Of(state));
        return new(id, entries, deltas, new(id, null, true, null, null, null, "", state.FirstSeen!.Value, state.LastSeen!.Value), []);
    }

    static JournalEntry Entry(long seq, int what, bool isTenth, string id, Random random, DateTimeOffset at, DateTimeOffset now)
    {
        var name = isTenth ? "Tenth" : what switch
        {
            0 => "Order Completed",
            1 or 2 => "Product Added",
            3 => "Product List Viewed",
            _ => "Product Viewed",
        };
        var messageId = $"message-{random.Next():x8}-{random.Next():x8}";
        var more = what == 0 ? string.Create(CultureInfo.InvariantCulture, $"\"order_id\":\"o-{messageId}\",\"total\":{random.Next(500)}.90,") : "";
        var body = $$$"""
            {"type":"track","event":"{{{name}}}","messageId":"{{{messageId}}}","userId":"{{{id}}}","timestamp":"{{{at:o}}}","properties":{{{{more}}}"product_id":"sku-{{{random.Next(1000):0000}}}","category":"category-{{{random.Next(40)}}}","name":"A product with a name","price":{{{random.Next(100)}}}.90,"quantity":1,"currency":"GBP"}}
            """;
        return new(seq, EntryKind.Track, Channel.Web, messageId, name, at, now, Encoding.UTF8.GetBytes(body));
    }
}
