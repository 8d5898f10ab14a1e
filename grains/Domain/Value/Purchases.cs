using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using CustomerGrains.Domain.Customers;
using CustomerGrains.Domain.Touchpoints;

namespace CustomerGrains.Domain.Value;

/// <summary>Money of one currency, exact.</summary>
/// <param name="Currency">Three upper-case letters, or "" for amounts sent without one.</param>
/// <param name="Orders">Completed orders.</param>
/// <param name="Gross">Their money.</param>
/// <param name="RefundCount">Refunds and cancellations.</param>
/// <param name="Refunded">Money given back by them, not negative.</param>
/// <param name="Cancelled">Cancellations.</param>
[JsonConverter(typeof(CurrencyTotalsConverter))]
public sealed record CurrencyTotals(string Currency, long Orders, decimal Gross, long RefundCount, decimal Refunded, long Cancelled);

/// <summary>What a customer bought and gave back.</summary>
public sealed class Purchases
{
    /// <summary>So many currencies are kept apart, the alphabetically first; orders and refunds in more are only counted.</summary>
    public const int MaxCurrencies = 64;

    /// <summary>So many distinct buying days are kept, the latest.</summary>
    public const int MaxDays = 1000;

    /// <summary>So many orders, and so many refunds and cancellations, are kept one by one, the latest: windows of money go no further back.</summary>
    public const int MaxLog = 1000;

    const long DayMilliseconds = 86_400_000;

    [JsonInclude, JsonPropertyName("totals")]
    internal List<CurrencyTotals> Totals { get; set; } = [];

    [JsonInclude, JsonPropertyName("orders")]
    internal long OtherOrders { get; set; }

    [JsonInclude, JsonPropertyName("refunds")]
    internal long OtherRefunds { get; set; }

    [JsonInclude, JsonPropertyName("cancelled")]
    internal long OtherCancelled { get; set; }

    [JsonInclude, JsonPropertyName("first")]
    internal long? First { get; set; }

    [JsonInclude, JsonPropertyName("last")]
    internal long? Last { get; set; }

    [JsonInclude, JsonPropertyName("days")]
    internal List<int>? Days { get; set; }

    [JsonInclude, JsonPropertyName("orderLog")]
    internal List<OrderLine>? OrderLines { get; set; }

    [JsonInclude, JsonPropertyName("refundLog")]
    internal List<OrderLine>? RefundLines { get; set; }

    /// <summary>The latest <see cref="MaxLog"/> orders, oldest first.</summary>
    [JsonIgnore]
    public ReadOnlySpan<OrderLine> OrderLog => CollectionsMarshal.AsSpan(OrderLines);

    /// <summary>The latest <see cref="MaxLog"/> refunds and cancellations, oldest first.</summary>
    [JsonIgnore]
    public ReadOnlySpan<OrderLine> RefundLog => CollectionsMarshal.AsSpan(RefundLines);

    /// <summary>Totals by currency, sorted by its code.</summary>
    [JsonIgnore]
    public IReadOnlyList<CurrencyTotals> ByCurrency => Totals;

    /// <summary>Orders in currencies beyond <see cref="MaxCurrencies"/>: counted, without their money.</summary>
    [JsonIgnore]
    public long OrdersOfOtherCurrencies => OtherOrders;

    /// <summary>Refunds and cancellations in currencies beyond <see cref="MaxCurrencies"/>.</summary>
    [JsonIgnore]
    public long RefundsOfOtherCurrencies => OtherRefunds;

    /// <summary>Cancellations in currencies beyond <see cref="MaxCurrencies"/>.</summary>
    [JsonIgnore]
    public long CancelledOfOtherCurrencies => OtherCancelled;

    /// <summary>All completed orders.</summary>
    [JsonIgnore]
    public long Orders => Totals.Sum(t => t.Orders) + OtherOrders;

    /// <summary>Event time of the first order, or null.</summary>
    [JsonIgnore]
    public DateTimeOffset? FirstOrder => First is { } time ? DateTimeOffset.FromUnixTimeMilliseconds(time) : null;

    /// <summary>Event time of the latest order, or null.</summary>
    [JsonIgnore]
    public DateTimeOffset? LastOrder => Last is { } time ? DateTimeOffset.FromUnixTimeMilliseconds(time) : null;

    /// <summary>Distinct UTC days with an order, at most <see cref="MaxDays"/>.</summary>
    [JsonIgnore]
    public int BuyingDays => Days?.Count ?? 0;

    internal static bool Concerns(Meaning meaning) => meaning is Meaning.OrderCompleted or Meaning.OrderRefunded or Meaning.OrderCancelled;

    internal void Apply(in FoldedEvent e)
    {
        var order = OrderReader.Read(e.Properties, e.Meaning, out _);
        AddTotals(e.Meaning switch
        {
            Meaning.OrderCompleted => new(order.Currency, 1, order.Amount, 0, 0, 0),
            Meaning.OrderRefunded => new(order.Currency, 0, 0, 1, order.Amount, 0),
            _ => new(order.Currency, 0, 0, 1, order.Amount, 1),
        });
        var line = new OrderLine(e.At.Time, order.Amount, string.Intern(order.Currency), e.At.MessageId);
        if (e.Meaning != Meaning.OrderCompleted)
        {
            OrderLine.AddLatest(RefundLines ??= [], line, MaxLog);
            return;
        }

        OrderLine.AddLatest(OrderLines ??= [], line, MaxLog);
        First = Math.Min(First ?? long.MaxValue, e.At.Time);
        Last = Math.Max(Last ?? long.MinValue, e.At.Time);
        AddDay((int)Math.Floor((double)e.At.Time / DayMilliseconds));
    }

    /// <summary>Adds what was bought elsewhere, as if it had been bought here.</summary>
    internal void Add(Purchases other)
    {
        foreach (var totals in other.Totals)
            AddTotals(totals);
        OtherOrders += other.OtherOrders;
        OtherRefunds += other.OtherRefunds;
        OtherCancelled += other.OtherCancelled;
        foreach (var line in other.OrderLog)
            OrderLine.AddLatest(OrderLines ??= [], line, MaxLog);
        foreach (var line in other.RefundLog)
            OrderLine.AddLatest(RefundLines ??= [], line, MaxLog);
        if (other.First is { } first)
            First = Math.Min(First ?? long.MaxValue, first);
        if (other.Last is { } last)
            Last = Math.Max(Last ?? long.MinValue, last);
        foreach (var day in other.Days ?? [])
            AddDay(day);
    }

    void AddTotals(CurrencyTotals more)
    {
        var place = 0;
        while (place < Totals.Count && string.CompareOrdinal(Totals[place].Currency, more.Currency) < 0)
            place++;
        if (place < Totals.Count && Totals[place].Currency == more.Currency)
        {
            var sum = Totals[place];
            Totals[place] = new(
                sum.Currency,
                sum.Orders + more.Orders,
                Fields.Normal(sum.Gross + more.Gross),
                sum.RefundCount + more.RefundCount,
                Fields.Normal(sum.Refunded + more.Refunded),
                sum.Cancelled + more.Cancelled);
            return;
        }

        Totals.Insert(place, more);
        if (Totals.Count > MaxCurrencies)
            PutOutLast();
    }

    // A currency that is put out never comes back: the codes that are kept only get smaller.
    void PutOutLast()
    {
        var last = Totals[^1];
        Totals.RemoveAt(MaxCurrencies);
        OtherOrders += last.Orders;
        OtherRefunds += last.RefundCount;
        OtherCancelled += last.Cancelled;
    }

    void AddDay(int day)
    {
        Days ??= [];
        var place = Days.BinarySearch(day);
        if (place >= 0)
            return;
        Days.Insert(~place, day);
        if (Days.Count > MaxDays)
            Days.RemoveAt(0);
    }
}

sealed class CurrencyTotalsConverter : RowConverter<CurrencyTotals>
{
    protected override void WriteRow(Utf8JsonWriter writer, CurrencyTotals row)
    {
        writer.WriteStringValue(row.Currency);
        writer.WriteNumberValue(row.Orders);
        writer.WriteNumberValue(row.Gross);
        writer.WriteNumberValue(row.RefundCount);
        writer.WriteNumberValue(row.Refunded);
        writer.WriteNumberValue(row.Cancelled);
    }

    protected override CurrencyTotals ReadRow(ref Utf8JsonReader reader) => new(
        reader.NextText(),
        reader.NextLong(),
        reader.NextOptionalDecimal() ?? 0,
        reader.NextLong(),
        reader.NextOptionalDecimal() ?? 0,
        reader.NextLong());
}
