using CustomerGrains.Client;

namespace CustomerGrains.ClientTests.Docs;

/// <summary>The code of docs/client.md, compiled; DocsTests holds the two together.</summary>
static class ClientSnippet
{
    public static async Task RunAsync(string writeKey)
    {
        await using var client = new CustomerGrainsClient(new CustomerGrainsOptions
        {
            Endpoint = new Uri("http://localhost:5080"),
            WriteKey = writeKey,
            OnRejected = rejected => Console.Error.WriteLine($"{rejected.Event.MessageId}: {rejected.Error}"),
            OnError = failure => Console.Error.WriteLine($"{failure.Events.Count} events were not delivered: {failure.Reason}"),
        });

        await client.TrackAsync(Customer.Anonymous("visitor-7"), "Product Viewed", new { product_id = "COF-01", category = "Coffee" });
        await client.IdentifyAsync(Customer.Known("ada", "visitor-7"), new { email = "ada@example.com" });
        await client.TrackAsync("ada", "Order Completed", new { order_id = "o-1", total = 49.90m, currency = "EUR" },
            new EventOptions { MessageId = "order-o-1" });
        await client.FlushAsync();
    }
}
