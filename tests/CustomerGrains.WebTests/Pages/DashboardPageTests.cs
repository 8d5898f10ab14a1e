using CustomerGrains.WebTests.Support;

namespace CustomerGrains.WebTests.Pages;

[Collection(PagesCollection.Name)]
public sealed class DashboardPageTests(PagesFixture pages)
{
    [BrowserFact]
    public async Task The_window_is_chosen_by_keyboard_kept_in_the_address_and_changes_the_figures()
    {
        var shop = await pages.ShopAsync();
        var all = (await shop.Server.GetAsync("/api/kpis?window=all")).GetProperty("events").GetInt64();
        await using var visitor = await pages.VisitShopAsync();
        var page = visitor.Page;
        await visitor.GoAsync("/");
        await page.GetByText("Ticket Opened").SeenAsync();

        var everything = page.Navigation("Window").GetByText("All");
        await page.TabToAsync(everything);
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**/?window=all");
        await page.GetByText(all.ToString("N0", System.Globalization.CultureInfo.InvariantCulture)).SeenAsync();
        await page.ReloadAsync();
        await page.GetByText(all.ToString("N0", System.Globalization.CultureInfo.InvariantCulture)).SeenAsync();
    }

    [BrowserFact]
    public async Task What_happens_is_on_the_screen_at_once_and_its_customer_one_key_away()
    {
        await using var server = await TestServer.StartAsync("--Value:ReportingCurrency=GBP");
        await server.BatchAsync(new { type = "identify", userId = "ann", traits = new { name = "Ann Lee" } });
        await using var visitor = await pages.VisitAsync(server.Address);
        await visitor.SignInAsync();
        var page = visitor.Page;
        await visitor.GoAsync("/");
        await page.GetByText("Identified").SeenAsync();

        await server.BatchAsync(new { type = "track", @event = "Order Completed", userId = "ann", properties = new { order_id = "o1", total = 49.90m, currency = "GBP" } });
        await page.GetByText("£49.90").SeenAsync();
        await page.Link("ann").First.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.Heading("Ann Lee").SeenAsync();
    }

    [BrowserFact]
    public async Task A_part_of_everything_is_chosen_by_keyboard_kept_in_the_address_and_taken_away_by_its_chip()
    {
        await using var server = await TestServer.StartAsync("--Value:ReportingCurrency=GBP");
        await server.BatchAsync(Ann.Identified, Ann.Ordered("o1"), new { type = "identify", userId = "bob", traits = new { name = "Bob" } });
        await using var visitor = await pages.VisitAsync(server.Address);
        await visitor.SignInAsync();
        var page = visitor.Page;
        await visitor.GoAsync("/");
        await page.GetByText("Identified").SeenAsync();

        await page.TabToAsync(page.Button("Show only: Everyone"));
        await page.Keyboard.PressAsync("Enter");
        await page.Combobox("Show only").FocusedAsync();
        await page.Keyboard.TypeAsync("new stage");
        await page.Option("New").SeenAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**/?scope=stage%2FNew");
        var chip = page.Button("Clear the filter: Stage New");
        await chip.SeenAsync();

        // What she does from now on counts there, at once; what others do does not.
        await server.BatchAsync(Ann.Ordered("o2"), new { type = "track", @event = "Product Viewed", userId = "bob", properties = new { name = "Pan" } });
        await page.GetByText("£49.90").SeenAsync();
        await page.GetByText("Pan").GoneAsync();
        await page.ReloadAsync();
        await chip.SeenAsync();
        await page.GetByText("£49.90").SeenAsync();

        await chip.PressAsync("Enter");
        await page.WaitForURLAsync("**/");
        await page.GetByText("Pan").SeenAsync();
    }

    [BrowserFact]
    public async Task What_has_no_meaning_by_channel_says_so()
    {
        await using var visitor = await pages.VisitShopAsync();
        await visitor.GoAsync("/?scope=channel/email&window=all");
        await visitor.Page.GetByText("not counted by channel").CountAsync(3);
    }
}
