using System.Globalization;
using System.Text;
using CustomerGrains.Domain.Journal;
using CustomerGrains.Domain.Touchpoints;

namespace CustomerGrains.Benchmarks.Rules;

/// <summary>Product views, the most ordinary events there are.</summary>
static class OrdinaryEvents
{
    public static string IdOf(int customer) => string.Create(CultureInfo.InvariantCulture, $"customer-{customer:000000}");

    /// <summary>What a customer begins with: who she is; an order, for every third; then views.</summary>
    public static JournalEntry Beginning(int number, int round, int customer, DateTimeOffset at) => round switch
    {
        0 => Entry(number, customer, at, EntryKind.Identify, "", $$"""
            "type":"identify","traits":{"plan":"plan{{customer % 20}}","country":"c{{customer % 30}}","seats":{{customer % 50}}}
            """),
        1 when customer % 3 == 0 => Entry(number, customer, at, EntryKind.Track, "Order Completed", """
            "type":"track","event":"Order Completed","properties":{"total":120.5,"currency":"GBP"}
            """),
        _ => Event(number, customer, at),
    };

    public static JournalEntry Event(int number, int customer, DateTimeOffset at) => Entry(number, customer, at, EntryKind.Track, "Product Viewed", $$$"""
        "type":"track","event":"Product Viewed","properties":{"product_id":"sku-{{{number % 1000}}}","category":"category-{{{number % 40}}}","name":"A product with a name of some length","price":{{{number % 100}}}.90,"currency":"GBP"}
        """);

    static JournalEntry Entry(int number, int customer, DateTimeOffset at, EntryKind kind, string name, string fields)
    {
        var time = at.ToWholeMilliseconds();
        var messageId = string.Create(CultureInfo.InvariantCulture, $"message-{number:0000000000}");
        var body = string.Create(CultureInfo.InvariantCulture, $$"""{"messageId":"{{messageId}}","userId":"{{IdOf(customer)}}","timestamp":"{{time:o}}",{{fields}}}""");
        return new(1, kind, Channel.Web, messageId, name, time, time, Encoding.UTF8.GetBytes(body));
    }
}
