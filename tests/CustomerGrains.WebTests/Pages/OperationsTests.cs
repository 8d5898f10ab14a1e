using CustomerGrains.WebTests.Support;
using Microsoft.Playwright;

namespace CustomerGrains.WebTests.Pages;

/// <summary>What operations do with the dashboard: start it, watch it, hold it still, hang it on a wall.</summary>
[Collection(PagesCollection.Name)]
public sealed class OperationsTests(PagesFixture pages)
{
    [BrowserFact]
    public async Task An_empty_system_starts_its_simulator_with_one_press_and_comes_alive_by_itself()
    {
        await using var server = await TestServer.StartAsync();
        await using var visitor = await pages.VisitAsync(server.Address);
        await visitor.SignInAsync();
        var page = visitor.Page;
        await visitor.GoAsync("/");
        await page.TabToAsync(page.Button("Start the simulator"));
        await page.Keyboard.PressAsync("Enter");

        await Rows(page).SeenAsync();
        await page.Heading("Nothing has happened yet").GoneAsync();
        await page.GetByText("Made-up shoppers").SeenAsync();
        await page.Button("Stop").ClickAsync();
        await page.GetByText("Made-up shoppers").GoneAsync();
        Assert.False((await server.GetAsync("/api/simulator")).GetProperty("running").GetBoolean());
    }

    [BrowserFact]
    public async Task The_stream_is_filtered_by_its_address_and_holds_still_while_it_is_paused()
    {
        await using var server = await TestServer.StartAsync();
        await SendAsync(server, "first", "web");
        await SendAsync(server, "second", "store");
        await using var visitor = await pages.VisitAsync(server.Address);
        await visitor.SignInAsync();
        var page = visitor.Page;
        await visitor.GoAsync("/?channel=web");
        await Rows(page).Filter(new() { HasText = "first" }).SeenAsync();
        await Rows(page).CountAsync(1);
        Assert.Equal("web", await page.GetByRole(AriaRole.Combobox, new() { Name = "Channel" }).InputValueAsync());

        await page.Button("Pause the stream").ClickAsync();
        await SendAsync(server, "third", "web");
        await page.Button("1 new").SeenAsync();
        await Rows(page).CountAsync(1);
        await page.Button("Resume the stream").ClickAsync();
        await Rows(page).Filter(new() { HasText = "third" }).SeenAsync();

        await page.GetByRole(AriaRole.Textbox, new() { Name = "Text" }).FillAsync("fir");
        await Rows(page).CountAsync(1);
        await page.ReloadAsync();
        await Rows(page).Filter(new() { HasText = "first" }).SeenAsync();
        await Rows(page).CountAsync(1);
        Assert.Contains("text=fir", page.Url, StringComparison.Ordinal);
    }

    [BrowserFact]
    public async Task The_wall_shows_the_figures_alone_without_scrolling_and_Leave_brings_the_rest_back()
    {
        foreach (var (width, height) in new[] { (1280, 720), (3840, 2160) })
        {
            await using var visitor = await pages.VisitShopAsync(new() { Width = width, Height = height });
            var page = visitor.Page;
            await visitor.GoAsync("/?wall=1");
            await page.GetByText("Active customers").SeenAsync();
            await page.Navigation("Main").GoneAsync();
            var inside = await page.EvaluateAsync<bool>("() => document.documentElement.scrollHeight <= innerHeight && document.documentElement.scrollWidth <= innerWidth");
            Assert.True(inside, $"the wall is larger than {width} by {height}");
            await page.TabToAsync(page.Button("Leave"));
            await page.Keyboard.PressAsync("Enter");
            await page.Navigation("Main").SeenAsync();
        }
    }

    [BrowserFact]
    public async Task The_theme_that_was_chosen_is_there_before_anything_is_drawn()
    {
        // Noted by the page itself as soon as it has a body: the scripts of the front end run later.
        const string note = """
            new MutationObserver((_, observer) => {
              if (!document.body) return;
              observer.disconnect();
              window.themeAtFirst = document.documentElement.dataset.theme;
            }).observe(document, { childList: true, subtree: true });
            """;
        await using var visitor = await pages.VisitShopAsync(new() { Script = note });
        var page = visitor.Page;
        await visitor.GoAsync("/design");
        Assert.Equal("light", await page.EvaluateAsync<string>("() => window.themeAtFirst"));
        await page.GetByRole(AriaRole.Radio, new() { Name = "Dark" }).CheckAsync(new() { Force = true });
        await page.Locator("html[data-theme=dark]").SeenAsync();
        await page.ReloadAsync();
        Assert.Equal("dark", await page.EvaluateAsync<string>("() => window.themeAtFirst"));

        await page.GetByRole(AriaRole.Radio, new() { Name = "System" }).CheckAsync(new() { Force = true });
        await page.Locator("html[data-theme=light]").SeenAsync();
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        await page.Locator("html[data-theme=dark]").SeenAsync();
    }

    [BrowserFact]
    public async Task Letters_lead_to_every_screen_but_not_while_somebody_types()
    {
        await using var visitor = await pages.VisitShopAsync();
        var page = visitor.Page;
        await visitor.GoAsync("/design");
        await page.Heading("Design").SeenAsync();
        await page.Keyboard.PressAsync("?");
        await page.Heading("Keyboard shortcuts").SeenAsync();
        await page.Keyboard.PressAsync("Escape");
        await page.Keyboard.PressAsync("g");
        await page.Keyboard.PressAsync("d");
        await page.Heading("Dashboard").SeenAsync();
        var text = page.GetByRole(AriaRole.Textbox, new() { Name = "Text" });
        await text.FocusAsync();
        await page.Keyboard.TypeAsync("gc");
        await page.WaitForURLAsync("**/?text=gc");
        Assert.Equal("gc", await text.InputValueAsync());
    }

    static ILocator Rows(IPage page) => page.GetByRole(AriaRole.Region, new() { Name = "Latest touchpoints" }).GetByRole(AriaRole.Listitem);

    static async Task SendAsync(TestServer server, string id, string channel) =>
        await server.BatchAsync(new { type = "track", @event = "Product Viewed", userId = id, context = new { channel }, properties = new { name = "Hand Grinder" } });
}
