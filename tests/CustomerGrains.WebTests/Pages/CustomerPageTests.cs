using CustomerGrains.WebTests.Support;
using Microsoft.Playwright;

namespace CustomerGrains.WebTests.Pages;

[Collection(PagesCollection.Name)]
public sealed class CustomerPageTests(PagesFixture pages)
{
    [BrowserFact]
    public async Task Five_seconds_are_enough_to_know_her()
    {
        await using var visitor = await pages.VisitShopAsync();
        var page = visitor.Page;
        await visitor.GoAsync($"/customers/{SampleShop.Grace}");

        await page.Heading("Grace Hopper").SeenAsync();
        foreach (var text in new[] { "£231.50", "Where is my invoice?", "House Espresso 1 kg", "grace@example.com", "+44 20 7946 0018", "marketing" })
            await page.GetByText(text).SeenAsync();
    }

    [BrowserFact]
    public async Task The_timeline_goes_back_to_the_first_event_and_shows_it_raw()
    {
        await using var visitor = await pages.VisitShopAsync();
        var page = visitor.Page;
        await visitor.GoAsync($"/customers/{SampleShop.Grace}");
        await page.Heading("Timeline").SeenAsync();

        // More than a page: it comes by itself as the end comes near, by keyboard too.
        var all = page.GetByText($"{GraceSample.Touchpoints} touchpoints loaded");
        var began = page.GetByText("That is where it began");
        await page.GetByRole(AriaRole.Article).SeenAsync();
        for (var presses = 0; presses < 50 && await began.CountAsync() == 0; presses++)
        {
            await page.Keyboard.PressAsync("End");
            await page.EvaluateAsync("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))");
        }
        await began.SeenAsync();
        await all.SeenAsync();

        var first = page.GetByRole(AriaRole.Article).Filter(new() { HasText = GraceSample.FirstStep });
        await page.Keyboard.PressAsync("End");
        await first.SeenAsync();
        await first.GetByRole(AriaRole.Button).First.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.GetByText("\"messageId\": \"m-grace.hopper-1\"").SeenAsync();
    }

    [BrowserFact]
    public async Task Time_travel_shows_what_was_known_then_and_a_link_shows_the_same()
    {
        await using var visitor = await pages.VisitShopAsync();
        var page = visitor.Page;
        await visitor.GoAsync($"/customers/{SampleShop.Grace}?at=2026-01-20T12:00:00.000Z");

        await page.Heading("Grace Hopper").SeenAsync();
        await page.GetByText("£165.50").SeenAsync(); // without the mugs, sold and partly refunded later
        await page.GetByText("Two mugs arrived chipped").GoneAsync();
        await page.GetByText("Where is my invoice?").GoneAsync();
        await page.Button("Back to now").ClickAsync();
        await page.GetByText("Where is my invoice?").SeenAsync();
        Assert.DoesNotContain("at=", page.Url, StringComparison.Ordinal);
    }

    [BrowserFact]
    public async Task The_slider_goes_by_keyboard_from_one_thing_that_happened_to_the_next_and_back_to_now()
    {
        await using var visitor = await pages.VisitShopAsync();
        var page = visitor.Page;
        await visitor.GoAsync($"/customers/{SampleShop.Grace}");
        var slider = page.GetByRole(AriaRole.Slider, new() { Name = "Moment in her history" });
        await page.GetByText("Where is my invoice?").SeenAsync();
        await page.TabToAsync(slider);
        await Assertions.Expect(slider).ToHaveAttributeAsync("aria-valuetext", "Now");

        // The first step back is to the latest thing itself, the second to what was known before it.
        await page.Keyboard.PressAsync("ArrowLeft");
        await page.WaitForURLAsync("**/customers/*?at=*");
        var latest = page.Url;
        await page.Keyboard.PressAsync("ArrowLeft");
        await page.WaitForURLAsync(url => url.Contains("at=", StringComparison.Ordinal) && url != latest);
        await page.GetByText("Where is my invoice?").GoneAsync();
        await page.GetByText("nothing here is live").SeenAsync();
        await page.Keyboard.PressAsync("ArrowRight");
        await page.WaitForURLAsync(latest);
        await page.GetByText("Where is my invoice?").SeenAsync();
        await page.Keyboard.PressAsync("End");
        await page.WaitForURLAsync(url => !url.Contains("at=", StringComparison.Ordinal));
        await page.GetByText("Where is my invoice?").SeenAsync();
        await slider.FocusedAsync();
    }

    [BrowserFact]
    public async Task What_happens_while_somebody_reads_waits_above_and_says_how_much_it_is()
    {
        await using var server = await TestServer.StartAsync("--Value:ReportingCurrency=GBP");
        await server.BatchAsync([.. Enumerable.Range(1, 60).Select(n => Track($"Step {n}", new { }, DateTimeOffset.UtcNow.AddSeconds(n - 61)))]);
        await using var visitor = await pages.VisitAsync(server.Address);
        await visitor.SignInAsync();
        var page = visitor.Page;
        await visitor.GoAsync("/customers/ann");
        await page.GetByText("60 touchpoints loaded").SeenAsync();
        var read = Row(page, "Step 20");
        await page.EvaluateAsync("() => scrollTo(0, document.documentElement.scrollHeight / 2)");
        await read.SeenAsync();
        var before = (await read.BoundingBoxAsync())!.Y;

        await server.BatchAsync(Track("Coupon Shown", new { }), Track("Coupon Used", new { }));
        var waiting = page.Button("2 new");
        await waiting.SeenAsync();
        Assert.Equal(before, (await read.BoundingBoxAsync())!.Y, 1.0);

        await waiting.ClickAsync();
        await Row(page, "Coupon Used").SeenAsync();
        await Row(page, "Coupon Shown").SeenAsync();
        await waiting.GoneAsync();
    }

    [BrowserFact]
    public async Task A_filter_is_in_the_address_and_holds_for_what_happens_from_then_on()
    {
        await using var server = await TestServer.StartAsync("--Value:ReportingCurrency=GBP");
        await server.BatchAsync(Track("Product Viewed", new { name = "Kettle" }), Track("Order Completed", new { order_id = "o1", total = 49.90m, currency = "GBP" }));
        await using var visitor = await pages.VisitAsync(server.Address);
        await visitor.SignInAsync();
        var page = visitor.Page;
        await visitor.GoAsync("/customers/ann");
        await Row(page, "Product Viewed").SeenAsync();

        await page.GetByLabel("Name", new() { Exact = true }).SelectOptionAsync("Order Completed");
        await page.WaitForURLAsync("**/customers/ann?name=Order+Completed");
        await Row(page, "Order Completed").SeenAsync();
        await Row(page, "Product Viewed").GoneAsync();
        await server.BatchAsync(Track("Product Viewed", new { name = "Pan" }), Track("Order Completed", new { order_id = "o2", total = 12.34m, currency = "GBP" }));
        await Row(page, "£12.34").SeenAsync();
        await Row(page, "Product Viewed").GoneAsync();
        await page.ReloadAsync();
        await Row(page, "£12.34").SeenAsync();
        await page.Button("Clear").ClickAsync();
        await Row(page, "Pan").SeenAsync();
        await page.WaitForURLAsync("**/customers/ann");
    }

    [BrowserFact]
    public async Task What_she_does_now_slides_in_and_steals_no_focus()
    {
        await using var server = await TestServer.StartAsync("--Value:ReportingCurrency=GBP");
        await server.BatchAsync(new { type = "identify", userId = "ann", traits = new { name = "Ann Lee" } }, Track("Product Viewed", new { name = "Kettle" }));
        await using var visitor = await pages.VisitAsync(server.Address);
        await visitor.SignInAsync();
        var page = visitor.Page;
        await visitor.GoAsync("/customers/ann");
        await page.GetByRole(AriaRole.Article).Filter(new() { HasText = "Product Viewed" }).SeenAsync();
        var back = page.Link("Customers").First;
        await back.FocusAsync();

        await server.BatchAsync(Track("Order Completed", new { order_id = "o1", total = 49.90m, currency = "GBP" }), Track("Ticket Opened", new { ticket_id = "t1", subject = "The kettle leaks" }));
        await page.GetByText("The kettle leaks").SeenAsync();
        await page.GetByText("£49.90").SeenAsync();
        await back.FocusedAsync();
    }

    [BrowserFact]
    public async Task An_id_that_nothing_is_known_about_comes_alive_with_its_first_touchpoint()
    {
        await using var server = await TestServer.StartAsync();
        await using var visitor = await pages.VisitAsync(server.Address);
        visitor.Expected = text => text.Contains("404", StringComparison.Ordinal);
        await visitor.SignInAsync();
        await visitor.GoAsync("/customers/soon");
        await visitor.Page.GetByText("Nothing is known about this id yet").SeenAsync();
        await server.BatchAsync(new { type = "identify", userId = "soon", traits = new { name = "Sue Noon" } });
        await visitor.Page.Heading("Sue Noon").SeenAsync();
    }

    static ILocator Row(IPage page, string text) => page.GetByRole(AriaRole.Article).Filter(new() { HasText = text });

    static object Track(string @event, object properties, DateTimeOffset? timestamp = null) => new { type = "track", @event, userId = "ann", properties, timestamp };
}
