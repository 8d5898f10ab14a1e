using CustomerGrains.WebTests.Support;
using Microsoft.Playwright;

namespace CustomerGrains.WebTests.Pages;

[Collection(PagesCollection.Name)]
public sealed class AlertsPageTests(PagesFixture pages)
{
    [BrowserFact]
    public async Task A_rule_is_written_by_keyboard_and_says_what_it_means_before_it_is_saved()
    {
        await using var server = await TestServer.StartAsync("--Value:ReportingCurrency=GBP");
        await using var visitor = await pages.VisitAsync(server.Address);
        await visitor.SignInAsync();
        var page = visitor.Page;
        await visitor.GoAsync("/alerts?show=rules");
        await page.TabToAsync(page.Button("New rule"));
        await page.Keyboard.PressAsync("Enter");
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("Name").FocusedAsync();
        await page.Keyboard.TypeAsync("At risk fills up");
        await page.TabToAsync(dialog.GetByRole(AriaRole.Button, new() { Name = "Choose: Choose" }));
        await page.Keyboard.PressAsync("Enter");
        await page.Combobox("Choose").FocusedAsync();
        await page.Keyboard.TypeAsync("at risk");
        await page.Option("At risk").SeenAsync();
        await page.Keyboard.PressAsync("Enter");
        await dialog.GetByText("At risk", new() { Exact = true }).SeenAsync();
        await dialog.GetByLabel("Threshold").FocusAsync();
        await page.Keyboard.TypeAsync("twenty");
        await page.Keyboard.PressAsync("Tab");
        await dialog.GetByText("“twenty” is no number").SeenAsync();
        await dialog.GetByLabel("Threshold").FillAsync("20");
        await dialog.GetByText("Raised while more than 20 customers enter At risk within 10 minutes").SeenAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Watch it" }).PressAsync("Enter");
        await page.GetByText("Raised while more than 20 customers enter At risk within 10 minutes.").SeenAsync();

        await page.ReloadAsync();
        await page.GetByText("Raised while more than 20 customers enter At risk within 10 minutes.").SeenAsync();
        await page.TabToAsync(page.Button("Change At risk fills up"));
        await page.Keyboard.PressAsync("Enter");
        await page.MenuFocusedAsync();
        await page.Keyboard.TypeAsync("D");
        await page.Keyboard.PressAsync("Enter");
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Delete" }).PressAsync("Enter");
        await page.GetByText("Raised while more than 20").GoneAsync();
    }

    [BrowserFact]
    public async Task What_is_raised_is_told_on_every_page_counted_in_the_head_acknowledged_and_over_by_itself()
    {
        await using var server = await TestServer.StartAsync("--Value:ReportingCurrency=GBP");
        await TransitionsPageTests.InCartAsync(server);
        using var saved = await server.CallAsync(HttpMethod.Put, "/api/alerts/rules/carts", new { name = "A cart is full", source = "size", scope = "segment/in-cart", op = ">", threshold = 0, enabled = true });
        Assert.True(saved.IsSuccessStatusCode, await saved.Content.ReadAsStringAsync());
        await using var visitor = await pages.VisitAsync(server.Address);
        await visitor.SignInAsync();
        var page = visitor.Page;
        await visitor.GoAsync("/customers");
        await page.Link("Alerts: none open").SeenAsync();

        await server.BatchAsync(Ann.Identified, Ann.Added());
        await page.GetByRole(AriaRole.Log, new() { Name = "Alerts" }).GetByText("A cart is full").SeenAsync();
        // By pointer: the search on this page takes the focus when it is there, and would take the key.
        await page.Link("Alerts: 1 open, 1 not acknowledged").ClickAsync();
        await page.Heading("A cart is full").SeenAsync();

        await page.TabToAsync(page.Button("Acknowledge: A cart is full"));
        await page.Keyboard.PressAsync("Enter");
        await page.GetByLabel("What is done about it").FocusedAsync();
        await page.Keyboard.TypeAsync("I call her");
        await page.Keyboard.PressAsync("Enter");
        await page.GetByText("I call her").SeenAsync();
        await page.Link("Alerts: 1 open").SeenAsync();

        // Its rule goes, and it is over; by itself it would be after half a minute without a break.
        using var removed = await server.CallAsync(HttpMethod.Delete, "/api/alerts/rules/carts");
        Assert.True(removed.IsSuccessStatusCode);
        await page.Link("Alerts: none open").SeenAsync();
        await page.Navigation("Alerts").GetByText("Past").PressAsync("Enter");
        await page.WaitForURLAsync("**/alerts?show=past");
        await page.GetByText("I call her").SeenAsync();
    }
}
