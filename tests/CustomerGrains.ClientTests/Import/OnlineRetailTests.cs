using System.Text.Json;
using CustomerGrains.Client;
using CustomerGrains.ClientTests.Support;
using CustomerGrains.TestSupport;
using CustomerGrains.Tool;
using CustomerGrains.Tool.Import;

namespace CustomerGrains.ClientTests.Import;

public sealed class OnlineRetailTests : IDisposable
{
    const string Header = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n";

    readonly TempFolder _folder = new();

    static JsonElement Json(CustomerEvent item) => JsonDocument.Parse(item.Json).RootElement;

    IReadOnlyList<ImportItem> Read(string lines) => Formats.Read(new OnlineRetail(), _folder.Write("month.csv", Header + lines));

    [Fact]
    public void An_invoice_is_one_order_with_its_lines_as_products_at_the_time_of_its_first_line()
    {
        var item = Assert.Single(Read(
            "536365,85123A,HEART HOLDER,6,2010-12-01 08:26:00,2.55,17850.0,United Kingdom\n" +
            "536365,71053,\"LANTERN, WHITE\",2,2010-12-01 08:27:00,3.39,17850.0,United Kingdom\n"));
        Assert.Equal((22.08m, ("Order Completed", "GBP"), 2), (item.Amount, item.Kind, item.Records));
        Assert.Equal(
            """
            {"type":"track","messageId":"online-retail-536365","userId":"17850","event":"Order Completed","timestamp":"2010-12-01T08:26:00.000Z","channel":"web","properties":{"order_id":"536365","total":22.08,"currency":"GBP","country":"United Kingdom","products":[{"product_id":"85123A","name":"HEART HOLDER","quantity":6,"price":2.55},{"product_id":"71053","name":"LANTERN, WHITE","quantity":2,"price":3.39}]}}
            """, System.Text.Encoding.UTF8.GetString(item.Event!.Json.Span));
    }

    [Fact]
    public void C_is_a_refund_a_missing_customer_a_guest_and_everything_else_is_left_out_by_rule()
    {
        var items = Read(
            "C536379,D,Discount,-1,2010-12-01 09:41:00,27.50,14527.0,United Kingdom\n" +
            "536414,22139,,56,2010-12-01 11:52:00,0.0,,United Kingdom\n" +
            "A563185,B,Adjust bad debt,1,2011-08-12 14:50:00,11062.06,,United Kingdom\n");
        Assert.Equal(("Order Refunded", 27.50m), (items[0].Kind!.Value.Name, items[0].Amount));
        Assert.Equal(1, Json(items[0].Event!).GetProperty("properties").GetProperty("products")[0].GetProperty("quantity").GetInt32());
        Assert.Equal("guest-536414", Json(items[1].Event!).GetProperty("anonymousId").GetString());
        Assert.Equal(0m, items[1].Amount);
        Assert.True(items[2].ByRule);
        Assert.Contains("starts with A", items[2].LeftOut, StringComparison.Ordinal);
    }

    [Fact]
    public void Lines_of_two_invoices_may_alternate()
    {
        var items = Read(
            "1,A,a,1,2010-12-01 08:00:00,1.10,1.0,UK\n2,B,b,1,2010-12-01 08:00:00,2,2.0,UK\n1,C,c,1,2010-12-01 08:01:00,0.003,1.0,UK\n");
        Assert.Equal([1.103m, 2m], items.Select(item => item.Amount));
    }

    [Theory]
    [InlineData("1,A,a,x,2010-12-01 08:00:00,1.10,1.0,UK", "not a number")]
    [InlineData("1,A,a,1,yesterday,1.10,1.0,UK", "InvoiceDate")]
    [InlineData("1,A,a,-1,2010-12-01 08:00:00,1.10,1.0,UK", "negative total")]
    [InlineData("C1,A,a,1,2010-12-01 08:00:00,1.10,1.0,UK", "positive total")]
    [InlineData("1,A,a,1,2010-12-01 08:00:00,1.10,1.0", "7 fields")]
    [InlineData("1,A,a,1,2010-12-01 08:00:00,1.10,1.0,UK\n1,B,b,1,2010-12-01 08:00:00,1.10,2.0,UK", "several customers")]
    public void An_unreadable_line_leaves_out_its_whole_invoice_with_the_reason(string lines, string reason)
    {
        var item = Assert.Single(Read(lines + "\n"));
        Assert.Contains(reason, item.LeftOut, StringComparison.Ordinal);
        Assert.False(item.ByRule);
    }

    [Fact]
    public void An_invoice_that_was_in_an_earlier_file_is_reported()
    {
        var line = Header + "1,A,a,1,2010-12-01 08:00:00,1.10,1.0,UK\n";
        var items = Formats.Read(new OnlineRetail(), _folder.Write("a.csv", line), _folder.Write("b.csv", line));
        Assert.Contains("earlier file", items[1].LeftOut, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(1_200)]
    public void A_big_invoice_stays_under_32_KB_and_its_products_still_add_up(int count)
    {
        var random = new Random(count);
        var lines = string.Concat(Enumerable.Range(0, count).Select(i =>
            $"1,S{i:00000},A RATHER LONG DESCRIPTION £ NO {i},{random.Next(1, 90)},2010-12-01 08:00:00,{random.Next(1, 9_999) / 100m},1.0,UK\n"));
        var format = new OnlineRetail();
        var item = Assert.Single(Formats.Read(format, _folder.Write("month.csv", Header + lines)));
        Assert.InRange(item.Event!.Json.Length, 25_000, Limits.EventBytes);
        var properties = Json(item.Event).GetProperty("properties");
        var products = properties.GetProperty("products").EnumerateArray().ToArray();
        Assert.Equal(properties.GetProperty("total").GetDecimal(), products.Sum(p => p.GetProperty("quantity").GetDecimal() * p.GetProperty("price").GetDecimal()));
        Assert.Equal(count == 500, products.Length == count);
        Assert.Equal(count == 500 ? 1 : 2, format.Remarks().Count());
    }

    [Fact]
    public void A_missing_column_is_named_with_those_that_there_are()
    {
        var error = Assert.Throws<UserError>(() => Formats.Read(new OnlineRetail(), _folder.Write("x.csv", "a,b\n1,2\n")));
        Assert.Equal("x.csv has no column \"InvoiceNo\"; its columns are: a, b.", error.Message);
    }

    [SharedDataFact]
    public void The_published_data_gives_the_published_numbers()
    {
        var files = Directory.GetFiles(SharedData.PathOf("online-retail"), "*.csv.gz").Order(StringComparer.Ordinal).ToArray();
        Assert.Equal(13, files.Length);
        var december = Formats.Read(new OnlineRetail(), files[0]);
        var all = Formats.Read(new OnlineRetail(), files);
        Assert.Equal(541_909, all.Sum(item => item.Records));

        Assert.Equal((1_400, 885, 572_713.89m), Sum(december, "Order Completed", guests: false));
        Assert.Equal((308, 18_109.87m), Refunds(december, guests: false));
        Assert.Equal((1_699, 823_746.14m), Orders(december));
        Assert.Equal((326, 74_789.12m), Refunds(december, guests: true));

        Assert.Equal((18_536, 4_339, 8_911_407.904m), Sum(all, "Order Completed", guests: false));
        Assert.Equal((3_654, 611_342.09m), Refunds(all, guests: false));
        Assert.Equal((22_061, 10_655_622.484m), Orders(all));
        Assert.Equal((3_836, 896_812.49m), Refunds(all, guests: true));

        var leftOut = all.Where(item => item.Event is null).ToArray();
        Assert.Equal(3, leftOut.Length);
        Assert.All(leftOut, item => Assert.True(item.ByRule));
        Assert.Equal(25_897, all.Events().Select(item => item.MessageId).Distinct().Count());
    }

    static (int Count, decimal Sum) Orders(IEnumerable<ImportItem> items)
    {
        var (count, _, sum) = Sum(items, "Order Completed", guests: true);
        return (count, sum);
    }

    static (int Count, decimal Sum) Refunds(IEnumerable<ImportItem> items, bool guests)
    {
        var (count, _, sum) = Sum(items, "Order Refunded", guests);
        return (count, sum);
    }

    static (int Count, int Customers, decimal Sum) Sum(IEnumerable<ImportItem> items, string name, bool guests)
    {
        var chosen = items.Where(item => item.Kind?.Name == name && (guests || !item.Event!.Customer.StartsWith("guest-", StringComparison.Ordinal))).ToArray();
        return (chosen.Length, chosen.Select(item => item.Event!.Customer).Distinct().Count(), chosen.Sum(item => item.Amount));
    }

    public void Dispose() => _folder.Dispose();
}
