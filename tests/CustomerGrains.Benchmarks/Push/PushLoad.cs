using System.Diagnostics;
using System.Globalization;
using CustomerGrains.Benchmarks.Http;

namespace CustomerGrains.Benchmarks.Push;

/// <summary>Events at a steady rate in batches over a few connections; beside them, over a connection of its own, one customer's single events. Message ids say when they were sent.</summary>
sealed class PushLoad(Uri address, string key, int perSecond)
{
    /// <summary>The customer who is watched.</summary>
    public const string Watched = "customer-watched";

    const int Customers = 20_000;
    const int Connections = 4;
    const int Batch = 15; // as the SDKs send them
    const int WatchedPerSecond = 20;

    static readonly string[] Names = ["Product Viewed", "Product Viewed", "Product Added", "Product List Viewed", "Checkout Started", "Order Completed", "Our Own Name"];

    long _number;
    long _accepted;
    long _failed;

    /// <summary>Events answered with 200.</summary>
    public long Accepted => Interlocked.Read(ref _accepted);

    /// <summary>Requests answered with anything else.</summary>
    public long Failed => Interlocked.Read(ref _failed);

    /// <summary>Milliseconds since the message with this id was sent; null for an id of somebody else.</summary>
    public static double? AgeOf(string messageId) =>
        messageId.Split('-') is ["push", _, var ticks] ? Stopwatch.GetElapsedTime(long.Parse(ticks, CultureInfo.InvariantCulture)).TotalMilliseconds : null;

    public Task RunAsync(CancellationToken stop)
    {
        var crowd = Enumerable.Range(0, Connections).Select(_ => Task.Run(() => SendAsync(Batch, (double)perSecond / Connections, watched: false, stop), CancellationToken.None));
        return Task.WhenAll([.. crowd, Task.Run(() => SendAsync(1, WatchedPerSecond, watched: true, stop), CancellationToken.None)]);
    }

    async Task SendAsync(int size, double rate, bool watched, CancellationToken stop)
    {
        using var connection = await LoadConnection.OpenAsync(address);
        var clock = Stopwatch.StartNew();
        for (var sent = 0L; !stop.IsCancellationRequested;)
        {
            // What is due by now, no more: a slow second is made up for in the next.
            if (sent + size > clock.Elapsed.TotalSeconds * rate)
            {
                await Task.Delay(1, CancellationToken.None);
                continue;
            }

            sent += size;
            var body = $$"""{"batch":[{{string.Join(',', Enumerable.Range(0, size).Select(_ => Event(watched)))}}]}""";
            if (await connection.SendAsync(LoadConnection.Request(address, "/v1/batch", key, body)) == 200)
                Interlocked.Add(ref _accepted, size);
            else
                Interlocked.Increment(ref _failed);
        }
    }

    string Event(bool watched)
    {
        var number = Interlocked.Increment(ref _number);
        var customer = watched ? Watched : string.Create(CultureInfo.InvariantCulture, $"customer-{Random.Shared.Next(Customers)}");
        return $$$"""{"type":"track","event":"{{{Names[number % Names.Length]}}}","messageId":"push-{{{number}}}-{{{Stopwatch.GetTimestamp()}}}","userId":"{{{customer}}}","timestamp":"{{{DateTimeOffset.UtcNow:O}}}","properties":{"product_id":"p-{{{number % 997}}}","name":"A product of some name","category":"category-{{{number % 23}}}","price":{{{number % 500}}}.95,"total":{{{number % 500}}}.95,"currency":"EUR"},"context":{"channel":"web"}}""";
    }
}
