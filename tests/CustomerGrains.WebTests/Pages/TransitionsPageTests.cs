using CustomerGrains.WebTests.Support;
using Microsoft.Playwright;

namespace CustomerGrains.WebTests.Pages;

[Collection(PagesCollection.Name)]
public sealed class TransitionsPageTests(PagesFixture pages)
{
    [BrowserFact]
    public async Task Whoever_joins_or_leaves_is_in_the_stream_at_once_with_the_reason()
    {
        await using var server = await TestServer.StartAsync("--Value:ReportingCurrency=GBP");
        await InCartAsync(server);
        await server.BatchAsync(Ann.Identified);
        await using var visitor = await ComeAsync(server, "/transitions");
        var page = visitor.Page;
        await Row(page, "Ann Lee began in Aware").SeenAsync();

        await server.BatchAsync(Ann.Added());
        var joined = Row(page, "Ann Lee joined In the cart, because");
        await joined.SeenAsync();
        await joined.GetByText("cart.items").SeenAsync();
        await server.BatchAsync(Ann.Ordered("o1"));
        await Row(page, "Ann Lee left In the cart").SeenAsync();

        await Row(page, "Ann Lee left In the cart").GetByRole(AriaRole.Link, new() { Name = "Ann Lee" }).PressAsync("Enter");
        await page.Heading("Ann Lee").SeenAsync();
    }

    [BrowserFact]
    public async Task Paused_it_holds_still_says_how_much_waits_and_then_shows_it()
    {
        await using var server = await TestServer.StartAsync("--Value:ReportingCurrency=GBP");
        await InCartAsync(server);
        await server.BatchAsync(Ann.Identified);
        await using var visitor = await ComeAsync(server, "/transitions?segment=in-cart");
        var page = visitor.Page;
        await page.GetByText("None of these yet").SeenAsync();
        await page.TabToAsync(page.Button("Pause the changes"));
        await page.Keyboard.PressAsync("Enter");
        await page.GetByText("Paused").SeenAsync();

        await server.BatchAsync(Ann.Added());
        var waiting = page.Button("1 new");
        await waiting.SeenAsync();
        await Row(page, "joined In the cart").GoneAsync();
        await waiting.PressAsync("Enter");
        await Row(page, "Ann Lee joined In the cart").SeenAsync();
        await waiting.GoneAsync();
    }

    [BrowserFact]
    public async Task The_stream_is_filtered_by_keyboard_and_the_address_keeps_the_filter()
    {
        await using var server = await TestServer.StartAsync("--Value:ReportingCurrency=GBP");
        await InCartAsync(server);
        await server.BatchAsync(Ann.Identified, Ann.Added());
        await using var visitor = await ComeAsync(server, "/transitions");
        var page = visitor.Page;
        await Row(page, "Ann Lee began in Aware").SeenAsync();

        await page.TabToAsync(page.Button("Only: Everything"));
        await page.Keyboard.PressAsync("Enter");
        await page.Combobox("Only").FocusedAsync();
        await page.Option("In the cart").SeenAsync();
        await page.Keyboard.TypeAsync("in the");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**/transitions?segment=in-cart");
        await Row(page, "Ann Lee joined In the cart").SeenAsync();
        await Row(page, "Ann Lee began in Aware").GoneAsync();
        await page.ReloadAsync();
        await Row(page, "Ann Lee joined In the cart").SeenAsync();
        await page.Button("Clear the filter: Segment In the cart").PressAsync("Enter");
        await page.WaitForURLAsync("**/transitions");
        await Row(page, "Ann Lee began in Aware").SeenAsync();
    }

    [BrowserFact]
    public async Task It_is_read_back_to_the_first_one()
    {
        await using var server = await TestServer.StartAsync("--Value:ReportingCurrency=GBP");
        for (var i = 0; i < 70; i += 10)
            await server.BatchAsync([.. Enumerable.Range(i, 10).Select(n => (object)new { type = "identify", userId = $"c-{n}", traits = new { name = $"Shopper {n}" } })]);
        await using var visitor = await ComeAsync(server, "/transitions?stage=Aware");
        var page = visitor.Page;
        var rows = page.GetByRole(AriaRole.Region, new() { Name = "Transitions" }).GetByRole(AriaRole.Listitem);
        await rows.CountAsync(50);
        await page.Button("Show older").PressAsync("Enter");
        await rows.CountAsync(70);
        await page.GetByText("That is where it began").SeenAsync();
    }

    async Task<Visitor> ComeAsync(TestServer server, string path)
    {
        var visitor = await pages.VisitAsync(server.Address);
        await visitor.SignInAsync();
        await visitor.GoAsync(path);
        return visitor;
    }

    /// <summary>A segment of those with something in the cart.</summary>
    internal static async Task InCartAsync(TestServer server)
    {
        using var answer = await server.CallAsync(HttpMethod.Put, "/api/segments/in-cart", new { name = "In the cart", rule = "cart.items > 0" });
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    static ILocator Row(IPage page, string text) =>
        page.GetByRole(AriaRole.Region, new() { Name = "Transitions" }).GetByRole(AriaRole.Listitem).Filter(new() { HasText = text });
}
