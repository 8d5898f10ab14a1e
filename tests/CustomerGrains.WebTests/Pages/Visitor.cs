using System.Collections.Concurrent;
using CustomerGrains.WebTests.Support;
using Microsoft.Playwright;

namespace CustomerGrains.WebTests.Pages;

/// <summary>How somebody looks at the pages.</summary>
public sealed record Look
{
    public int Width { get; init; } = 1280;

    public int Height { get; init; } = 900;

    public bool Dark { get; init; }

    public bool ReducedMotion { get; init; } = true;

    /// <summary>The browser's clock stands still here; it runs when this is null.</summary>
    public DateTimeOffset? Now { get; init; }

    /// <summary>Runs in every page before the page's own scripts.</summary>
    public string? Script { get; init; }
}

/// <summary>
/// Somebody at a browser of her own, in London. Whatever goes wrong in her pages without being seen (exceptions, what the content policy
/// refused, errors on the console) fails the test when she leaves.
/// </summary>
public sealed class Visitor : IAsyncDisposable
{
    /// <summary>Long: it is only ever waited out by a test that fails, and machines can be busy.</summary>
    const int Patience = 30_000;

    readonly List<string> _faults = [];
    readonly ConcurrentDictionary<IRequest, IPage> _asked = new();
    readonly ConcurrentBag<(IPage Page, string Url)> _answered = [];
    readonly Uri _server;

    Visitor(Uri server, IBrowserContext context) => (_server, Context) = (server, context);

    public IBrowserContext Context { get; }

    /// <summary>The first of her pages.</summary>
    public IPage Page { get; private set; } = null!;

    /// <summary>A console message that is expected: the browser itself reports requests that fail.</summary>
    public Func<string, bool> Expected { get; set; } = _ => false;

    internal static async Task<Visitor> ComeAsync(Browser browser, Uri server, Look? look = null)
    {
        look ??= new();
        var context = await browser.ContextAsync(new()
        {
            ViewportSize = new() { Width = look.Width, Height = look.Height },
            ColorScheme = look.Dark ? ColorScheme.Dark : ColorScheme.Light,
            ReducedMotion = look.ReducedMotion ? ReducedMotion.Reduce : ReducedMotion.NoPreference,
            Locale = "en-GB",
            TimezoneId = "Europe/London",
        });
        context.SetDefaultTimeout(Patience);
        if (look.Now is { } now) await context.Clock.SetFixedTimeAsync(now.UtcDateTime);
        if (look.Script is { } script) await context.AddInitScriptAsync(script);
        var visitor = new Visitor(server, context);
        visitor.Page = await visitor.NewPageAsync();
        return visitor;
    }

    /// <summary>One more tab.</summary>
    public async Task<IPage> NewPageAsync()
    {
        var page = await Context.NewPageAsync();
        page.Request += (_, request) => _asked[request] = page;
        page.RequestFinished += (_, request) =>
        {
            _answered.Add((page, request.Url));
            _asked.TryRemove(request, out var _);
        };
        page.RequestFailed += (_, request) => _asked.TryRemove(request, out var _);
        page.PageError += (_, error) => _faults.Add($"{page.Url}: {error}");
        page.Console += (_, message) =>
        {
            if (message.Type == "error" && !Expected(message.Text)) _faults.Add($"{page.Url}: {message.Text} ({message.Location})");
        };
        return page;
    }

    /// <summary>Waits until a page has something, and everything else that it has asked for.</summary>
    public Task HasAsync(IPage page, string part) => Wait.ForAsync(
        () => Task.FromResult((Has: _answered.Any(each => each.Page == page && each.Url.Contains(part, StringComparison.Ordinal)), Open: _asked.Count(each => each.Value == page))),
        now => now is { Has: true, Open: 0 },
        $"{part} and all else that the page has asked for");

    /// <summary>Signs in without the form: that has its own tests.</summary>
    public async Task SignInAsync(string user = "admin", string password = TestServer.AdminPassword)
    {
        var answer = await Context.APIRequest.PostAsync(new Uri(_server, "/api/session").ToString(), new() { DataObject = new { user, password } });
        Assert.True(answer.Ok, $"{answer.Status} {await answer.TextAsync()}");
    }

    /// <summary>Opens an address of the server.</summary>
    public Task GoAsync(string path) => GoAsync(Page, path);

    /// <summary>Opens an address of the server in one of her tabs.</summary>
    public Task GoAsync(IPage page, string path) => page.GotoAsync(new Uri(_server, path).ToString(), new() { WaitUntil = WaitUntilState.DOMContentLoaded });

    public async ValueTask DisposeAsync()
    {
        await Context.CloseAsync();
        Assert.True(_faults.Count == 0, string.Join('\n', _faults));
    }
}
