using Microsoft.Playwright;

namespace CustomerGrains.WebTests.Support;

/// <summary>The machine's own Chromium, with nothing of its own going out to the network.</summary>
public sealed class Browser : IAsyncDisposable
{
    static readonly string[] _arguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
        "--lang=en-GB",
    ];

    readonly IPlaywright _playwright;
    readonly IBrowser _browser;

    Browser(IPlaywright playwright, IBrowser browser) => (_playwright, _browser) = (playwright, browser);

    public static async Task<Browser> StartAsync()
    {
        var playwright = await Playwright.CreateAsync();
        return new(playwright, await playwright.Chromium.LaunchAsync(new() { ExecutablePath = Tools.Chromium ?? "chromium", Args = _arguments }));
    }

    /// <summary>A page of a browser that knows nothing yet.</summary>
    public async Task<IPage> PageAsync()
    {
        var page = await (await ContextAsync(new() { ViewportSize = new() { Width = 1280, Height = 900 } })).NewPageAsync();
        page.SetDefaultTimeout(60_000);
        return page;
    }

    /// <summary>A browser that knows nothing yet: cookies and storage of its own.</summary>
    public Task<IBrowserContext> ContextAsync(BrowserNewContextOptions options) => _browser.NewContextAsync(options);

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }
}
