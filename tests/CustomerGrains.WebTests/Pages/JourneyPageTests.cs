using CustomerGrains.WebTests.Support;
using Microsoft.Playwright;

namespace CustomerGrains.WebTests.Pages;

[Collection(PagesCollection.Name)]
public sealed class JourneyPageTests(PagesFixture pages)
{
    [BrowserFact]
    public async Task Whoever_moves_on_is_on_the_map_by_herself_with_the_way_she_took()
    {
        await using var server = await TestServer.StartAsync("--Value:ReportingCurrency=GBP");
        await server.BatchAsync(Ann.Identified);
        await using var visitor = await pages.VisitAsync(server.Address);
        await visitor.SignInAsync();
        var page = visitor.Page;
        await visitor.GoAsync("/journey");
        await Stage(page, "Aware", 1).SeenAsync();
        await Stage(page, "New", 0).SeenAsync();

        await server.BatchAsync(Ann.Ordered("o1"));
        await Stage(page, "New", 1).SeenAsync();
        await Stage(page, "Aware", 0).SeenAsync();
        await page.GetByRole(AriaRole.Region, new() { Name = "As it happens" }).GetByText("Ann Lee moved to New").SeenAsync();
        await page.GetByLabel("All", new() { Exact = true }).CheckAsync();
        await page.GetByRole(AriaRole.Row).Filter(new() { HasTextRegex = new("Aware.*New") }).SeenAsync();
    }

    [BrowserFact]
    public async Task A_stage_is_opened_by_keyboard_kept_in_the_address_and_shows_who_is_in_it()
    {
        await using var server = await TestServer.StartAsync("--Value:ReportingCurrency=GBP");
        await server.BatchAsync(Ann.Identified, Ann.Ordered("o1"));
        await using var visitor = await pages.VisitAsync(server.Address);
        await visitor.SignInAsync();
        var page = visitor.Page;
        await visitor.GoAsync("/journey");
        await page.TabToAsync(Stage(page, "New", 1));
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**/journey?stage=New");
        var detail = page.GetByRole(AriaRole.Region, new() { Name = "Stage New" });
        await detail.GetByRole(AriaRole.Link, new() { Name = "Ann Lee" }).SeenAsync();

        // Another window, and a copied address: the same stage.
        await page.TabToAsync(page.Navigation("Window").GetByText("1h"));
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**/journey?window=1h&stage=New");
        await page.ReloadAsync();
        await detail.GetByRole(AriaRole.Link, new() { Name = "Ann Lee" }).PressAsync("Enter");
        await page.Heading("Ann Lee").SeenAsync();
    }

    [BrowserFact]
    public async Task The_stages_are_edited_checked_while_they_are_written_and_published()
    {
        await using var server = await TestServer.StartAsync("--Value:ReportingCurrency=GBP");
        await server.BatchAsync(Ann.Identified, Ann.Ordered("o1"));
        await using var visitor = await pages.VisitAsync(server.Address);
        await visitor.SignInAsync();
        var page = visitor.Page;
        await visitor.GoAsync("/journey");
        await page.Link("Edit the stages").First.PressAsync("Enter");
        await page.Heading("Edit the journey").SeenAsync();
        await page.GetByText("Nothing changed yet").SeenAsync();
        Assert.True(await page.Button("Publish").IsDisabledAsync());

        await page.Button("Add a stage").PressAsync("Enter");
        var row = page.GetByRole(AriaRole.Listitem).Filter(new() { Has = page.GetByRole(AriaRole.Textbox, new() { Name = "Name" }) }).Last;
        await row.GetByLabel("Name").FocusedAsync();
        await page.Keyboard.TypeAsync("Once");
        var rule = row.GetByRole(AriaRole.Textbox, new() { NameRegex = new("^Rule of stage") });
        await rule.FocusAsync();
        await page.Keyboard.TypeAsync("order.count >= 1");
        await row.GetByText("orders.count").SeenAsync();
        Assert.True(await page.Button("Publish").IsDisabledAsync());
        await rule.FocusAsync();
        await page.Keyboard.PressAsync("Control+a");
        await page.Keyboard.TypeAsync("orders.count = 1");
        await page.Keyboard.PressAsync("Escape");
        await row.GetByText("Fits 1 customer").SeenAsync();

        await page.Button("Publish").PressAsync("Enter");
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByText("Once is new").SeenAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Publish" }).PressAsync("Enter");
        await page.GetByText("version 2").SeenAsync();
        await Stage(page, "Once", 1).SeenAsync();
        await Stage(page, "New", 0).SeenAsync();
    }

    [BrowserFact]
    public async Task Agents_see_the_map_and_may_not_edit_it()
    {
        await using var server = await TestServer.StartAsync();
        using var made = await server.CallAsync(HttpMethod.Post, "/api/users", new { user = "agnes", password = "an agent's password", role = "agent" });
        Assert.True(made.IsSuccessStatusCode);
        await using var visitor = await pages.VisitAsync(server.Address);
        await visitor.SignInAsync("agnes", "an agent's password");
        await visitor.GoAsync("/journey");
        await Stage(visitor.Page, "Aware", 0).SeenAsync();
        await visitor.Page.Link("Edit the stages").GoneAsync();
        await visitor.GoAsync("/journey/edit");
        await visitor.Page.Heading("This page is for operators and admins").SeenAsync();
    }

    /// <summary>The card of a stage with so many in it.</summary>
    static ILocator Stage(IPage page, string name, int customers) =>
        page.GetByRole(AriaRole.Region, new() { Name = "Map of the journey" }).GetByRole(AriaRole.Link, new() { NameRegex = new($"^{name} *{customers} customers? ") });
}

/// <summary>A customer of the tests.</summary>
static class Ann
{
    public static object Identified { get; } = new { type = "identify", userId = "ann", traits = new { name = "Ann Lee" } };

    public static object Ordered(string id) => new { type = "track", @event = "Order Completed", userId = "ann", properties = new { order_id = id, total = 49.90m, currency = "GBP" } };

    public static object Added(string userId = "ann") =>
        new { type = "track", @event = "Product Added", userId, properties = new { product_id = "KET-1", name = "Kettle", price = 49.90m, quantity = 1, currency = "GBP" } };
}
