using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;
using CustomerGrains.Benchmarks.Support;
using Microsoft.Playwright;

namespace CustomerGrains.Benchmarks.Soak;

/// <summary>
/// <c>soak</c>: the dashboard and a customer's page stay open in a browser while events come in steadily. Neither may grow or fall behind. One line per
/// sample, then the verdict; the exit code says the same.
/// </summary>
/// <remarks>Options: --minutes 30, --rate 2000 (events a second), --every 15 (seconds between samples), --chromium chromium.</remarks>
static class SoakBenchmark
{
    // What comes first is the start: lists fill up, code is compiled.
    const double WarmUp = 0.2;

    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    public static async Task<int> RunAsync(string[] args)
    {
        var options = new Arguments(args);
        var minutes = options.Number("minutes", 30);
        var rate = options.Number("rate", 2_000);
        await using var server = await ServerProcess.StartWeb(ServerProcess.PagesSetting()).ReadyAsync();
        var load = new SoakLoad(server.Address, rate);
        using var stop = new CancellationTokenSource();
        var sending = load.RunAsync(stop.Token);

        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(
            new() { ExecutablePath = options.Text("chromium", "/usr/bin/chromium"), Args = ["--no-sandbox", "--disable-gpu", "--enable-precise-memory-info"] });
        var context = await browser.NewContextAsync(new() { ViewportSize = new() { Width = 1280, Height = 900 } });
        await SignInAsync(context, server.Address);
        WatchedPage[] pages =
        [
            await WatchedPage.OpenAsync(context, "dashboard", server.Address),
            await WatchedPage.OpenAsync(context, "customer", new(server.Address, $"/customers/{SoakLoad.Watched}")),
        ];

        var clock = Stopwatch.StartNew();
        var samples = new List<Sample>();
        var (accepted, at) = (load.Accepted, TimeSpan.Zero);
        while (clock.Elapsed < TimeSpan.FromMinutes(minutes))
        {
            await Task.Delay(TimeSpan.FromSeconds(options.Number("every", 15)));
            var shown = new Dictionary<string, PageSample>();
            foreach (var page in pages)
                shown[page.Name] = await page.SampleAsync();
            var (now, sent) = (clock.Elapsed, load.Accepted);
            var sample = new Sample(Math.Round(now.TotalSeconds), Math.Round((sent - accepted) / (now - at).TotalSeconds), load.Failed, Math.Round(server.WorkingSetMegabytes), shown);
            (accepted, at) = (sent, now);
            samples.Add(sample);
            Print(new { benchmark = "soak-sample", sample.Seconds, sample.EventsPerSecond, sample.Failed, sample.ServerMegabytes, pages = sample.Pages });
        }

        await stop.CancelAsync();
        await sending;
        var problems = Judge(samples, rate);
        Print(new
        {
            benchmark = "soak",
            machine = Machine.Describe(),
            engine = Machine.Engine,
            store = "sqlite",
            minutes,
            rate,
            events = load.Accepted,
            failures = load.Failed,
            heapMegabytes = pages.ToDictionary(page => page.Name, page => Ends(samples, sample => sample.Pages[page.Name].HeapMegabytes)),
            nodes = pages.ToDictionary(page => page.Name, page => Ends(samples, sample => sample.Pages[page.Name].Nodes)),
            frameLagP99ms = pages.ToDictionary(page => page.Name, page => Ends(samples, sample => sample.Pages[page.Name].FrameLagP99 ?? double.NaN)),
            turnMs = pages.ToDictionary(page => page.Name, page => Ends(samples, sample => sample.Pages[page.Name].TurnMilliseconds)),
            serverMegabytes = Ends(samples, sample => sample.ServerMegabytes),
            verdict = problems.Count == 0 ? "passed" : "failed",
            problems,
        });
        return problems.Count == 0 ? 0 : 1;
    }

    static async Task SignInAsync(IBrowserContext context, Uri address)
    {
        var page = await context.NewPageAsync();
        page.SetDefaultTimeout(60_000);
        await page.GotoAsync(address.ToString());
        await page.FillAsync("input[name=user]", "admin");
        await page.FillAsync("input[name=password]", ServerProcess.Password);
        await page.PressAsync("input[name=password]", "Enter");
        await page.WaitForSelectorAsync("input[name=password]", new() { State = WaitForSelectorState.Detached });
        await page.CloseAsync();
    }

    static List<string> Judge(List<Sample> samples, int rate)
    {
        var problems = new List<string>();
        if (samples.Count < 5)
            problems.Add("There are too few samples to say anything: let it run longer, or sample more often.");
        var sent = Statistics.Median(samples.Select(sample => sample.EventsPerSecond));
        if (sent < 0.95 * rate)
            problems.Add($"The load did not come about: {sent:N0} events a second instead of {rate:N0}.");
        if (samples[^1].Failed > 0)
            problems.Add($"{samples[^1].Failed} requests were refused.");
        foreach (var page in samples[0].Pages.Keys)
        {
            Grows($"The heap of the {page} page", sample => sample.Pages[page].HeapMegabytes, 1.15, 3, "MB");
            Grows($"The number of nodes of the {page} page", sample => sample.Pages[page].Nodes, 1.15, 500, "nodes");
            Grows($"The number of listeners of the {page} page", sample => sample.Pages[page].Listeners, 1.15, 100, "listeners");
            Grows($"The lag of the {page} page", sample => sample.Pages[page].FrameLagP99 ?? 0, 2, 250, "ms");
            var late = Statistics.Median(samples.Select(sample => sample.Pages[page].FrameLagP99 ?? double.PositiveInfinity));
            if (!(late < 1_000))
                problems.Add($"Frames of the {page} page are late: p99 {late:N0} ms.");
            var stopped = samples.Count(sample => sample.Pages[page].Frames == 0);
            if (stopped > 0)
                problems.Add($"The {page} page got no frame at all in {stopped} of {samples.Count} samples.");
        }

        return problems;

        void Grows(string what, Func<Sample, double> of, double most, double slack, string unit)
        {
            if (Ends(samples, of) is var (first, last) && last > (first * most) + slack)
                problems.Add($"{what} grows: from {first:N1} to {last:N1} {unit}.");
        }
    }

    /// <summary>The middle value of the first third after the warm-up, and of the last third.</summary>
    static Range Ends(List<Sample> samples, Func<Sample, double> of)
    {
        var steady = samples.Skip((int)(samples.Count * WarmUp)).ToList();
        var third = Math.Max(1, steady.Count / 3);
        return new(Statistics.Median(steady.Take(third).Select(of)), Statistics.Median(steady.TakeLast(third).Select(of)));
    }

    static void Print(object result) => Console.WriteLine(JsonSerializer.Serialize(result, Json));

    sealed record Range(double First, double Last);

    sealed record Sample(double Seconds, double EventsPerSecond, long Failed, double ServerMegabytes, IReadOnlyDictionary<string, PageSample> Pages);
}
