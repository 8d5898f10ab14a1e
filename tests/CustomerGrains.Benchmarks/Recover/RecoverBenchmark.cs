using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text.Json;
using CustomerGrains.Benchmarks.Backfill;
using CustomerGrains.Benchmarks.Support;
using CustomerGrains.Grains.Journal;
using Microsoft.Extensions.DependencyInjection;

namespace CustomerGrains.Benchmarks.Recover;

/// <summary>
/// <c>recover</c>: a server in a process of its own is killed while events come in and started again on the same store: the time from the start of the process
/// until a customer is answered, until it is ready, and until an event is taken; next to the same start on an empty store.
/// </summary>
/// <remarks>Options: --store sqlite|postgres|both, --customers 100000, --events 10 (a customer, on average), --rounds 5.</remarks>
static class RecoverBenchmark
{
    static readonly TimeSpan s_patience = TimeSpan.FromMinutes(5);

    public static async Task<int> RunAsync(string[] args)
    {
        var options = new Arguments(args);
        foreach (var store in SiloUnderTest.StoresOf(options))
            await RunAsync(store, options.Number("customers", 100_000), options.Number("events", 10), options.Number("rounds", 5));
        return 0;
    }

    static async Task RunAsync(string store, int customers, int events, int rounds)
    {
        List<Start> empty, full;
        (long Entries, long Bytes) size;
        await using (var silo = await SiloUnderTest.CreateAsync(store))
        {
            await silo.StopAsync();
            empty = await RoundsAsync(silo, "anybody", rounds);
        }

        var filling = Stopwatch.StartNew();
        await using (var silo = await SiloUnderTest.CreateAsync(store))
        {
            await Shoppers.FillAsync(silo.Services.GetRequiredService<IJournal>(), customers, events);
            // Filled faster than events come in: in a store that grew over time the counters' log is added up by now.
            while (await silo.UnfoldedAsync() > 0)
                await Task.Delay(200);
            size = await silo.SizeAsync();
            await silo.StopAsync();
            Console.Error.WriteLine($"{store}: filled in {filling.Elapsed.TotalSeconds:N0} s");
            full = await RoundsAsync(silo, $"customer-{customers / 2:000000}", rounds);
        }

        Console.WriteLine(JsonSerializer.Serialize(new
        {
            benchmark = "recover",
            machine = Machine.Describe(),
            engine = Machine.Engine,
            store,
            customers,
            events = size.Entries,
            storeBytesPerEvent = size.Bytes / size.Entries,
            rounds,
            failures = empty.Concat(full).Count(start => !start.Answered),
            secondsToFirstRead = Of(full, start => start.Read),
            secondsToReady = Of(full, start => start.Ready),
            secondsToFirstEvent = Of(full, start => start.Event),
            slowestFirstRead = Math.Round(full.Max(start => start.Read), 2),
            emptyStore = new { secondsToFirstRead = Of(empty, start => start.Read), secondsToReady = Of(empty, start => start.Ready) },
        }));
    }

    static double Of(List<Start> starts, Func<Start, double> value) => Math.Round(Statistics.Median(starts.Select(value)), 2);

    sealed record Start(double Read, double Ready, double Event, bool Answered);

    static async Task<List<Start>> RoundsAsync(SiloUnderTest silo, string customer, int rounds)
    {
        var starts = new List<Start>();
        // The first start is no recovery: it brings the store up to date and leaves a process to be killed.
        for (var round = 0; round <= rounds; round++)
        {
            var watch = Stopwatch.StartNew();
            await using var server = ServerProcess.StartWeb($"--Store:Provider={silo.Store}", $"--Store:ConnectionString={silo.Connection}", "--Value:ReportingCurrency=GBP");
            using var http = new HttpClient { BaseAddress = server.Address };
            var read = await UntilAsync(watch, () => AskAsync(http, HttpMethod.Get, $"/api/customers/{customer}", $"Bearer {ServerProcess.Token}", null), customer == "anybody" ? 404 : 200);
            var ready = await UntilAsync(watch, () => AskAsync(http, HttpMethod.Get, "/health/ready", null, null), 200);
            var taken = await UntilAsync(watch, () => AskAsync(http, HttpMethod.Post, "/v1/track", "Bearer " + ServerProcess.WriteKey, $$"""{"event":"A","userId":"{{customer}}-after"}"""), 200);
            if (round > 0)
                starts.Add(new(read ?? s_patience.TotalSeconds, ready ?? s_patience.TotalSeconds, taken ?? s_patience.TotalSeconds, read is not null && ready is not null && taken is not null));
            await DisturbAsync(http);
        }

        return starts;
    }

    // Events are on their way when the process is killed.
    static async Task DisturbAsync(HttpClient http)
    {
        var sent = Enumerable.Range(0, 64).Select(i => AskAsync(http, HttpMethod.Post, "/v1/track", "Bearer " + ServerProcess.WriteKey, $$"""{"event":"A","userId":"late-{{i}}"}""")).ToList();
        await Task.WhenAny(sent);
    }

    static async Task<double?> UntilAsync(Stopwatch watch, Func<Task<int>> ask, int wanted)
    {
        while (watch.Elapsed < s_patience)
        {
            if (await ask() == wanted)
                return watch.Elapsed.TotalSeconds;
            await Task.Delay(10);
        }

        return null;
    }

    static async Task<int> AskAsync(HttpClient http, HttpMethod method, string path, string? authorization, string? body)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        if (authorization is not null)
            request.Headers.Authorization = AuthenticationHeaderValue.Parse(authorization);
        if (body is not null)
            request.Content = new StringContent(body);
        try
        {
            using var response = await http.SendAsync(request);
            return (int)response.StatusCode;
        }
        catch (HttpRequestException)
        {
            return 0; // not listening yet, or killed
        }
    }
}
