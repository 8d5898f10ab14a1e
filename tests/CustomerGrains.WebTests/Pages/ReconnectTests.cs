using System.Net.Http.Json;
using CustomerGrains.WebTests.Faults;
using CustomerGrains.WebTests.Support;
using Microsoft.Playwright;

namespace CustomerGrains.WebTests.Pages;

/// <summary>The connection goes: the pages say so, grey what they show, come back by themselves, and show every touchpoint once.</summary>
[Collection(PagesCollection.Name)]
public sealed class ReconnectTests(PagesFixture pages) : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("customergrains-reconnect-").FullName;

    public void Dispose() => Repository.DeleteFolder(_folder);

    [BrowserFact]
    public async Task A_server_that_is_killed_and_started_again_costs_no_row_and_doubles_none()
    {
        using var first = await StartAsync("http://127.0.0.1:0");
        await SendAsync(first.Events, 1, 2, 3);
        await using var visitor = await pages.VisitAsync(first.Address);
        visitor.Expected = _ => true; // the browser reports every attempt that fails
        var (dashboard, customer) = await OpenBothAsync(visitor);
        await SendAsync(first.Events, 4, 5);
        await ShowAsync(dashboard, customer, 1, 2, 3, 4, 5);

        first.Kill();
        foreach (var page in new[] { dashboard, customer })
        {
            await page.GetByText("Not live since").SeenAsync();
            await page.GetByText("Step 3").GreyedAsync(true);
        }

        using var second = await StartAsync(first.Address.ToString());
        // Some of it before the pages are back, some after: when exactly they come is theirs to choose.
        await SendAsync(second.Events, 6, 7);
        foreach (var page in new[] { dashboard, customer })
        {
            await page.GetByText("Not live since").GoneAsync();
            await page.GetByText("Step 3").GreyedAsync(false);
        }
        await SendAsync(second.Events, 8);
        await ShowAsync(dashboard, customer, 1, 2, 3, 4, 5, 6, 7, 8);
        await OnceEachAsync(dashboard, 8);
        await OnceEachAsync(customer, 8);
    }

    [BrowserFact]
    public async Task A_laptop_that_slept_an_hour_shows_what_it_missed_once_although_its_connection_looks_alive()
    {
        await using var server = await TestServer.StartAsync();
        await using var wire = new Wire(server.Address);
        using var events = EventsOf(server);
        await SendAsync(events, 1, 2);
        await using var visitor = await pages.VisitAsync(wire.Address);
        await visitor.Context.Clock.InstallAsync();
        var (dashboard, customer) = await OpenBothAsync(visitor);
        await ShowAsync(dashboard, customer, 1, 2);
        foreach (var page in new[] { dashboard, customer }) await FetchedAheadAsync(visitor, page);

        // The lid closes: scripts stand still, the network forgets.
        foreach (var page in new[] { dashboard, customer }) await FreezeAsync(page, frozen: true);
        wire.GoDead();
        await SendAsync(events, 3, 4, 5);

        // It opens an hour later: timers that were due fire once.
        foreach (var page in new[] { dashboard, customer })
        {
            await FreezeAsync(page, frozen: false);
            await page.Clock.FastForwardAsync("01:00:00");
        }
        await ShowAsync(dashboard, customer, 1, 2, 3, 4, 5);
        await SendAsync(events, 6);
        await ShowAsync(dashboard, customer, 1, 2, 3, 4, 5, 6);
        await OnceEachAsync(dashboard, 6);
        await OnceEachAsync(customer, 6);
    }

    [BrowserFact]
    public async Task A_page_that_was_only_frozen_goes_on_where_it_was()
    {
        await using var server = await TestServer.StartAsync();
        using var events = EventsOf(server);
        await SendAsync(events, 1);
        await using var visitor = await pages.VisitAsync(server.Address);
        var (dashboard, customer) = await OpenBothAsync(visitor);
        await ShowAsync(dashboard, customer, 1);
        foreach (var page in new[] { dashboard, customer }) await FreezeAsync(page, frozen: true);
        await SendAsync(events, 2, 3);
        foreach (var page in new[] { dashboard, customer }) await FreezeAsync(page, frozen: false);
        await ShowAsync(dashboard, customer, 1, 2, 3);
        await OnceEachAsync(dashboard, 3);
        await OnceEachAsync(customer, 3);
    }

    [BrowserFact]
    public async Task Without_a_network_the_page_says_so_and_it_hurries_when_the_network_is_back()
    {
        await using var server = await TestServer.StartAsync();
        await using var wire = new Wire(server.Address);
        using var events = EventsOf(server);
        await SendAsync(events, 1);
        await using var visitor = await pages.VisitAsync(wire.Address);
        visitor.Expected = _ => true;
        var (dashboard, customer) = await OpenBothAsync(visitor);
        await ShowAsync(dashboard, customer, 1);

        await visitor.Context.SetOfflineAsync(true);
        wire.Cut();
        foreach (var page in new[] { dashboard, customer }) await page.GetByText("Not live since").SeenAsync();
        await SendAsync(events, 2);
        await visitor.Context.SetOfflineAsync(false);
        await ShowAsync(dashboard, customer, 1, 2);
        await OnceEachAsync(dashboard, 2);
        await OnceEachAsync(customer, 2);
    }

    Task<ServerProcess> StartAsync(string urls) =>
        ServerProcess.StartAsync(_folder, $"--urls={urls}", $"--contentRoot={Repository.Folder("web")}", $"--Data:Folder={_folder}",
            $"--Store:ConnectionString=Data Source={Path.Combine(_folder, "customergrains.db")}");

    static HttpClient EventsOf(TestServer server)
    {
        var client = server.Client(null);
        client.DefaultRequestHeaders.Authorization = new("Basic", Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(TestServer.WriteKey + ":")));
        return client;
    }

    static async Task<(IPage Dashboard, IPage Customer)> OpenBothAsync(Visitor visitor)
    {
        await visitor.SignInAsync();
        await visitor.GoAsync("/");
        var customer = await visitor.NewPageAsync();
        await visitor.GoAsync(customer, "/customers/ann");
        return (visitor.Page, customer);
    }

    /// <summary>
    /// A while after it is there, a page fetches what other pages need. Six such requests that never end are all that a browser has for one server, and no
    /// page can end them: this is not about a laptop that is closed in that very second.
    /// </summary>
    static async Task FetchedAheadAsync(Visitor visitor, IPage page)
    {
        await page.Clock.RunForAsync(10_000);
        await visitor.HasAsync(page, "/assets/JourneyPage");
    }

    static async Task SendAsync(HttpClient events, params int[] steps)
    {
        var batch = steps.Select(step => new { type = "track", @event = $"Step {step}", userId = "ann", messageId = $"step-{step}" });
        using var answer = await events.PostAsJsonAsync("/v1/batch", new { batch });
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    static async Task ShowAsync(IPage dashboard, IPage customer, params int[] steps)
    {
        foreach (var page in new[] { dashboard, customer })
            foreach (var step in steps) await ShowAsync(page, step);
    }

    static async Task ShowAsync(IPage page, int step)
    {
        try
        {
            await Rows(page, step).SeenAsync();
        }
        catch (TimeoutException)
        {
            Assert.Fail($"{page.Url} does not show step {step}; it shows:\n{await page.Locator("body").InnerTextAsync()}");
        }
    }

    static async Task OnceEachAsync(IPage page, int steps)
    {
        for (var step = 1; step <= steps; step++) await Rows(page, step).CountAsync(1);
    }

    /// <summary>The rows of one touchpoint: in the list of the latest ones, or in the timeline.</summary>
    static ILocator Rows(IPage page, int step) =>
        page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Listitem).Or(page.GetByRole(AriaRole.Article)).Filter(new() { HasText = $"Step {step}" }).Filter(new() { Has = page.Locator("time") });

    /// <summary>What a browser does to the pages of a machine that goes to sleep: no task runs any more.</summary>
    static async Task FreezeAsync(IPage page, bool frozen)
    {
        var cdp = await page.Context.NewCDPSessionAsync(page);
        await cdp.SendAsync("Page.setWebLifecycleState", new() { ["state"] = frozen ? "frozen" : "active" });
        await cdp.DetachAsync();
    }
}
