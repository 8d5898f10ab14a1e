using System.Text;
using CustomerGrains.ClientTests.Support;
using CustomerGrains.Tool;
using CustomerGrains.Tool.Import;

namespace CustomerGrains.ClientTests.Import;

public sealed class MappedCsvTests : IDisposable
{
    const string Mapping =
        """
        {
          "customer": "e-mail",
          "name": { "value": "Order Completed" },
          "time": { "column": "placed", "format": "dd.MM.yyyy HH:mm", "zone": "Europe/Berlin" },
          "amount": "sum",
          "currency": { "value": "EUR" },
          "channel": { "value": "store" },
          "messageId": [{ "value": "till" }, "receipt"],
          "properties": { "order_id": "receipt", "items": { "column": "items", "type": "number" }, "gift": { "column": "gift", "type": "boolean" } },
          "delimiter": ";",
          "decimal": ","
        }
        """;

    readonly TempFolder _folder = new();

    IReadOnlyList<ImportItem> Read(string mapping, string csv) =>
        Formats.Read(new MappedCsv(CsvMapping.Parse(mapping, "map.json")), _folder.Write("rows.csv", csv));

    [Fact]
    public void A_row_becomes_an_event_as_the_mapping_says()
    {
        var items = Read(Mapping, "receipt;e-mail;placed;sum;items;gift\n77;a@b.example;03.07.2024 09:15;1.234,50;3;yes\n78;a@b.example;03.01.2024 09:15;2;;\n");
        Assert.Equal(
            """
            {"type":"track","messageId":"till-77","userId":"a@b.example","event":"Order Completed","timestamp":"2024-07-03T07:15:00.000Z","channel":"store","properties":{"order_id":"77","items":3,"gift":true,"total":1234.50,"currency":"EUR"}}
            """, Encoding.UTF8.GetString(items[0].Event!.Json.Span));
        Assert.Contains("2024-01-03T08:15:00", Encoding.UTF8.GetString(items[1].Event!.Json.Span), StringComparison.Ordinal);
        Assert.Equal(1236.50m, items.Sum(item => item.Amount));
    }

    [Fact]
    public void Rows_without_an_own_id_get_one_of_their_content_and_line()
    {
        const string Map = """{"anonymous":"who","name":"what"}""";
        var first = Read(Map, "who,what\na,X\na,X\n").Events().Select(item => item.MessageId).ToArray();
        Assert.Equal(2, first.Distinct().Count());
        Assert.Equal(first, Read(Map, "who,what\r\na,X\r\na,X").Events().Select(item => item.MessageId));
    }

    [Theory]
    [InlineData("u,X,2024-01-01,1", null)]
    [InlineData("u,X,01/31/2024 99:99,1", "at is not a time")]
    [InlineData("u,X,2024-01-01,EUR 5", "sum is not a number")]
    [InlineData(",X,2024-01-01,1", "no customer")]
    [InlineData("u,,2024-01-01,1", "name is empty")]
    [InlineData("u,X,2024-01-01", "3 fields")]
    public void A_row_that_cannot_be_used_is_left_out_with_the_column(string row, string? reason)
    {
        var item = Assert.Single(Read("""{"customer":"who","name":"what","time":"at","amount":"sum"}""", $"who,what,at,sum\n{row}\n"));
        if (reason is null) Assert.NotNull(item.Event);
        else Assert.Contains(reason, item.LeftOut, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("unix", "1700000000")]
    [InlineData("unix-ms", "1700000000123")]
    public void Times_may_be_unix_times(string format, string text)
    {
        var item = Assert.Single(Read($$"""{"customer":"who","type":"identify","time":{"column":"at","format":"{{format}}"} }""", $"who,at\nu,{text}\n"));
        Assert.Contains("2023-11-14T22:13:20", Encoding.UTF8.GetString(item.Event!.Json.Span), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{", "not JSON")]
    [InlineData("[]", "JSON object")]
    [InlineData("""{"name":"x"}""", "customer")]
    [InlineData("""{"customer":"who"}""", "\"name\"")]
    [InlineData("""{"customer":"who","name":"what","tiem":"at"}""", "\"tiem\"")]
    [InlineData("""{"customer":"who","name":{"value":"x","column":"y"}}""", "\"name\" must be")]
    [InlineData("""{"customer":"who","name":"what","time":{"column":"at","zone":"Mars/Olympus"}}""", "Mars/Olympus")]
    [InlineData("""{"customer":"who","name":"what","type":"alias"}""", "alias")]
    public void A_mapping_that_cannot_be_used_says_what_is_wrong_in_one_line(string mapping, string reason)
    {
        var error = Assert.Throws<UserError>(() => CsvMapping.Parse(mapping, "map.json"));
        Assert.StartsWith("map.json: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void A_column_that_the_file_lacks_is_named()
    {
        var error = Assert.Throws<UserError>(() => Read("""{"customer":"who","name":"what"}""", "id,what\n1,X\n"));
        Assert.Equal("rows.csv has no column \"who\"; its columns are: id, what.", error.Message);
    }

    public void Dispose() => _folder.Dispose();
}
