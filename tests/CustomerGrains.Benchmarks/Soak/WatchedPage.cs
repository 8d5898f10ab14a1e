using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;
using CustomerGrains.Benchmarks.Support;
using Microsoft.Playwright;

namespace CustomerGrains.Benchmarks.Soak;

/// <summary>A page that stays open, and what it costs.</summary>
sealed partial class WatchedPage
{
    readonly IPage _page;
    readonly ICDPSession _tools;
    readonly ConcurrentQueue<double> _lags = new();
    long _frames;

    WatchedPage(IPage page, ICDPSession tools, string name) => (_page, _tools, Name) = (page, tools, name);

    public string Name { get; }

    public static async Task<WatchedPage> OpenAsync(IBrowserContext context, string name, Uri address)
    {
        var page = await context.NewPageAsync();
        page.SetDefaultTimeout(60_000);
        var watched = new WatchedPage(page, await context.NewCDPSessionAsync(page), name);
        page.WebSocket += (_, socket) => socket.FrameReceived += (_, frame) => watched.Hear(frame.Text);
        await watched._tools.SendAsync("HeapProfiler.enable");
        await page.GotoAsync(address.ToString());
        return watched;
    }

    /// <summary>What it is at this moment; the heap after a forced collection.</summary>
    public async Task<PageSample> SampleAsync()
    {
        var lags = new List<double>();
        while (_lags.TryDequeue(out var lag))
            lags.Add(lag);
        await _tools.SendAsync("HeapProfiler.collectGarbage");
        var heap = (await _tools.SendAsync("Runtime.getHeapUsage"))!.Value.GetProperty("usedSize").GetDouble() / 1048576;
        var counters = (await _tools.SendAsync("Memory.getDOMCounters"))!.Value;
        // From the question to the next picture: how long a click would wait.
        var turn = await _page.EvaluateAsync<double>("() => { const t = performance.now(); return new Promise(done => requestAnimationFrame(() => setTimeout(() => done(performance.now() - t)))); }");
        var shown = await _page.EvaluateAsync<string[]>("() => [...document.querySelectorAll('.server-line .ms')].slice(0, 2).map(each => each.textContent ?? '')");
        return new(
            Math.Round(heap, 2),
            counters.GetProperty("nodes").GetInt32(),
            counters.GetProperty("jsEventListeners").GetInt32(),
            Interlocked.Exchange(ref _frames, 0),
            Round(Statistics.Quantile(lags, 0.5)),
            Round(Statistics.Quantile(lags, 0.99)),
            Math.Round(turn, 1),
            shown);
    }

    // Both ends of the socket are on this machine and have the same clock.
    void Hear(string? text)
    {
        if (text is null || FrameTime().Match(text) is not { Success: true } match)
            return;
        Interlocked.Increment(ref _frames);
        var at = DateTimeOffset.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);
        _lags.Enqueue((DateTimeOffset.UtcNow - at).TotalMilliseconds);
    }

    static double? Round(double value) => double.IsNaN(value) ? null : Math.Round(value, 1);

    [GeneratedRegex("\"full\":(?:true|false),\"at\":\"([^\"]+)\"")]
    private static partial Regex FrameTime();
}

/// <summary>A page at one moment.</summary>
/// <param name="HeapMegabytes">Living JavaScript objects.</param>
/// <param name="Nodes">DOM nodes, those that wait to be collected included.</param>
/// <param name="Listeners">Event listeners.</param>
/// <param name="Frames">Live frames since the last sample.</param>
/// <param name="FrameLagP50">Milliseconds from a frame's making on the server to the browser's socket.</param>
/// <param name="FrameLagP99">The same for 99 of 100.</param>
/// <param name="TurnMilliseconds">How long the page takes to come to its next picture.</param>
/// <param name="Shown">Received to pushed, p50 and p99, as the page shows it; empty where it does not.</param>
sealed record PageSample(
    double HeapMegabytes, int Nodes, int Listeners, long Frames, double? FrameLagP50, double? FrameLagP99, double TurnMilliseconds, IReadOnlyList<string> Shown);
