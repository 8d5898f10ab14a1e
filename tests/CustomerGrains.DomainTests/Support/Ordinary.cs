using CustomerGrains.Domain.Customers;
using CustomerGrains.Domain.Journal;

namespace CustomerGrains.DomainTests.Support;

/// <summary>A customer as there are most: she said who she is, looked around, and bought something.</summary>
static class Ordinary
{
    public static CustomerState Customer() => Folding.Fold(Journal());

    public static JournalEntry[] Journal()
    {
        var seq = 0L;
        return [.. Messages().Select(json => Door.Accept(json).ToEntry(++seq))];
    }

    static IEnumerable<string> Messages()
    {
        yield return Message(0, "identify", """ "traits":{"email":"ada.lovelace@example.com","name":"Ada Lovelace","phone":"+44 20 7946 0000","plan":"basic"} """);
        for (var i = 1; i <= 6; i++)
            yield return Message(i * 2, "page", """ "name":"Product","properties":{"path":"/shoes/4711","title":"Running shoe, blue","url":"https://shop.example/shoes/4711"} """);
        for (var i = 1; i <= 7; i++)
            yield return Message((i * 2) + 1, "track", $$""" "event":"Product Viewed","properties":{"product_id":"{{i % 3}}","name":"Running shoe, blue","category":"{{(i % 2 == 0 ? "Shoes" : "Sport")}}","price":49.9,"currency":"GBP"} """);
        for (var i = 0; i < 3; i++)
            yield return Message(20 + i, "track", $$""" "event":"Product Added","properties":{"product_id":"{{i}}","name":"Running shoe, blue","category":"Shoes","price":49.9,"quantity":1,"currency":"GBP"} """);
        yield return Message(25, "track", """ "event":"Checkout Started","properties":{"value":149.7,"currency":"GBP"} """);
        yield return Message(26, "track", """ "event":"Order Completed","properties":{"order_id":"o-1","total":149.7,"currency":"GBP","products":[{"product_id":"0","category":"Shoes","price":49.9,"quantity":3}]} """);
        yield return Message(29, "track", """ "event":"Survey Answered","properties":{"metric":"nps","score":9} """);
    }

    static string Message(int minute, string type, string fields) => $$$"""
        {"type":"{{{type}}}","userId":"ada","messageId":"0b5e8a2e-94c1-4c55-a0f1-0000000000{{{minute:00}}}","timestamp":"2026-01-04T10:{{{minute:00}}}:00.000Z",
         "context":{"library":{"name":"analytics.js"}},{{{fields}}} }
        """;
}
