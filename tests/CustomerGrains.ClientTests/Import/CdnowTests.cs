using System.Text;
using CustomerGrains.ClientTests.Support;
using CustomerGrains.TestSupport;
using CustomerGrains.Tool;
using CustomerGrains.Tool.Import;

namespace CustomerGrains.ClientTests.Import;

public sealed class CdnowTests : IDisposable
{
    readonly TempFolder _folder = new();

    [Fact]
    public void A_line_is_an_order_and_equal_lines_are_two_purchases()
    {
        var items = Formats.Read(new Cdnow(), _folder.Write("s.txt", " 00004 0001 19970101  2   29.33\r\n 00004 0001 19970101  2   29.33\r\n\r\n 00021 0002 19970101  3   63.34\r\n"));
        Assert.Equal(["cdnow-1-19970101-1", "cdnow-1-19970101-2", "cdnow-2-19970101-1"], items.Select(item => item.Event!.MessageId));
        Assert.Equal(
            """
            {"type":"track","messageId":"cdnow-1-19970101-1","userId":"cdnow-1","event":"Order Completed","timestamp":"1997-01-01T12:00:00.000Z","channel":"web","properties":{"order_id":"cdnow-1-19970101-1","total":29.33,"currency":"USD","quantity":2,"category":"CD"}}
            """, Encoding.UTF8.GetString(items[0].Event!.Json.Span));
    }

    [Fact]
    public void A_bad_line_is_left_out_with_its_field_and_another_file_is_recognised()
    {
        var items = Formats.Read(new Cdnow(), _folder.Write("s.txt", "00004 0001 19971301 2 29.33\n00004 0001 19970101 2 29.33\n00004 x\n"));
        Assert.Contains("field 3", items[0].LeftOut, StringComparison.Ordinal);
        Assert.Contains("five fields", items[2].LeftOut, StringComparison.Ordinal);
        Assert.Single(items.Events());
        Assert.Throws<UserError>(() => Formats.Read(new Cdnow(), _folder.Write("x.txt", string.Concat(Enumerable.Repeat("hello\n", 20)))));
    }

    [SharedDataFact]
    public void The_sample_has_6919_purchases_of_2357_customers()
    {
        var items = Formats.Read(new Cdnow(), SharedData.PathOf("cdnow", "CDNOW_sample.txt"));
        Assert.Equal(6_919, items.Events().Select(item => item.MessageId).Distinct().Count());
        Assert.Equal(2_357, items.Events().Select(item => item.Customer).Distinct().Count());
        Assert.All(items, item => Assert.Null(item.LeftOut));
    }

    public void Dispose() => _folder.Dispose();
}
