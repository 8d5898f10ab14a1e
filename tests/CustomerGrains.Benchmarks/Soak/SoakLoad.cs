using System.Diagnostics;
using System.Globalization;
using CustomerGrains.Benchmarks.Http;
using CustomerGrains.Benchmarks.Support;

namespace CustomerGrains.Benchmarks.Soak;

/// <summary>Shoppers at a steady rate: batches over a few connections, and one customer whom the browser watches.</summary>
sealed class SoakLoad(Uri address, int perSecond)
{
    /// <summary>The customer whose page is open: about two events a second.</summary>
    public const string Watched = "customer-watched";

    const int Customers = 20_000;
    const int Connections = 4;
    const int BatchesPerSecond = 20;

    static readonly string[] Names = ["Product Viewed", "Product Viewed", "Product Added", "Product List Viewed", "Checkout Started", "Order Completed", "Our Own Name"];
    static readonly string[] Channels = ["web", "web", "mobile", "store"];

    long _number;
    long _accepted;
    long _failed;

    public long Accepted => Interlocked.Read(ref _accepted);

    /// <summary>Requests that were not answered with 200.</summary>
    public long Failed => Interlocked.Read(ref _failed);

    public Task RunAsync(CancellationToken stop) => Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => Task.Run(() => SendAsync(stop), CancellationToken.None)));

    async Task SendAsync(CancellationToken stop)
    {
        using var connection = await LoadConnection.OpenAsync(address);
        var clock = Stopwatch.StartNew();
        var (sent, mine) = (0L, perSecond / Connections);
        var size = Math.Max(1, mine / BatchesPerSecond);
        while (!stop.IsCancellationRequested)
        {
            // What is due by now, no more: a slow second is made up for in the next.
            if (sent + size > clock.Elapsed.TotalSeconds * mine)
            {
                await Task.Delay(5, CancellationToken.None);
                continue;
            }

            sent += size;
            var body = $$"""{"batch":[{{string.Join(',', Enumerable.Range(0, size).Select(_ => Event()))}}]}""";
            if (await connection.SendAsync(LoadConnection.Request(address, "/v1/batch", ServerProcess.WriteKey, body)) == 200)
                Interlocked.Add(ref _accepted, size);
            else
                Interlocked.Increment(ref _failed);
        }
    }

    string Event()
    {
        var number = Interlocked.Increment(ref _number);
        var name = Names[number % Names.Length];
        var customer = number % (perSecond / 2) == 0 ? Watched : string.Create(CultureInfo.InvariantCulture, $"customer-{Random.Shared.Next(Customers)}");
        var at = DateTimeOffset.UtcNow.ToString("O");
        return $$$"""{"type":"track","event":"{{{name}}}","messageId":"soak-{{{Environment.ProcessId}}}-{{{number}}}","userId":"{{{customer}}}","timestamp":"{{{at}}}","properties":{"product_id":"p-{{{number % 997}}}","name":"A product of some name","category":"category-{{{number % 23}}}","price":{{{number % 500}}}.95,"total":{{{number % 500}}}.95,"currency":"EUR"},"context":{"channel":"{{{Channels[number % Channels.Length]}}}"}}""";
    }
}
