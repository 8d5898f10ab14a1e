using System.Text;
using CustomerGrains.Contracts.Touchpoints;
using CustomerGrains.Domain.Journal;
using CustomerGrains.Domain.Kpis;
using CustomerGrains.Domain.Touchpoints;
using CustomerGrains.Grains.Journal;

namespace CustomerGrains.Benchmarks.Ingest;

/// <summary>The events that every contender writes: about 300 bytes each, of customers in random order, the same in every run.</summary>
sealed class EventSet
{
    const string Viewed = "web/Product Viewed";

    public EventSet(int events, int customers)
    {
        Customers = customers;
        var random = new Random(20260105);
        var now = DateTimeOffset.FromUnixTimeMilliseconds(DateTimeOffset.UtcNow.ToUnixTimeMilliseconds());
        var seqs = new long[customers];
        Rows = new Row[events];
        for (var i = 0; i < events; i++)
        {
            var customer = random.Next(customers);
            Rows[i] = RowOf(random, customer, ++seqs[customer], now);
        }
    }

    public int Customers { get; }

    public Row[] Rows { get; }

    public double MeanBody => Rows.Average(r => r.Entry.Body.Length);

    /// <summary>One event.</summary>
    public static Row RowOf(Random random, int customer, long seq, DateTimeOffset at)
    {
        var id = $"customer-{customer:000000}";
        var messageId = $"message-{customer:000000}-{seq:00000}-{random.Next():x8}";
        var body = $$$"""
            {"type":"track","event":"Product Viewed","messageId":"{{{messageId}}}","userId":"{{{id}}}","timestamp":"{{{at:o}}}","properties":{"product_id":"sku-{{{random.Next(1000):0000}}}","category":"category-{{{random.Next(40)}}}","name":"A product with a name of some length","price":{{{random.Next(100)}}}.90,"currency":"GBP"}}
            """;
        return new(id, new(seq, EntryKind.Track, Channel.Web, messageId, "Product Viewed", at, at, Encoding.UTF8.GetBytes(body)));
    }

    /// <summary>What a grain would hand to the journal for one event: its counters, and the read model's row with the first.</summary>
    public static Commit ToCommit(Row row)
    {
        var minute = KpiDelta.MinuteOf(row.Entry.OccurredAt);
        var first = row.Entry.Seq == 1;
        KpiDelta[] deltas = first
            ? [new(minute, Metrics.Events, "", 1), new(minute, Metrics.Touchpoints, Viewed, 1), new(minute, Metrics.CustomersNew, "", 1), new(minute, Metrics.CustomersSeen, "", 1)]
            : [new(minute, Metrics.Events, "", 1), new(minute, Metrics.Touchpoints, Viewed, 1)];
        var listing = first ? new CustomerRow(row.CustomerId, null, true, null, null, null, "Considering", row.Entry.OccurredAt, row.Entry.OccurredAt) : null;
        return new(row.CustomerId, [row.Entry], deltas, listing, []);
    }

    public static TouchpointMessage ToMessage(Row row) => new(
        row.Entry.MessageId!,
        (byte)row.Entry.Kind,
        row.Entry.Name,
        (byte)row.Entry.Channel,
        row.CustomerId,
        null,
        null,
        row.Entry.OccurredAt,
        row.Entry.ReceivedAt,
        row.Entry.Body.ToArray());

    public sealed record Row(string CustomerId, JournalEntry Entry);
}
