using CustomerGrains.Grains.Journal;
using CustomerGrains.Silo.Operations;
using CustomerGrains.WebTests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace CustomerGrains.WebTests.Pages;

/// <summary>The operations page: how the server is, at a glance and live.</summary>
[Collection(PagesCollection.Name)]
public sealed class HealthPageTests(PagesFixture pages)
{
    [BrowserFact]
    public async Task An_operator_gets_there_by_keyboard_and_sees_each_stage_with_its_numbers_and_every_instrument()
    {
        await using var visitor = await pages.VisitShopAsync(signedIn: false);
        await visitor.SignInAsync("maya", "a password for maya");
        var page = visitor.Page;
        await visitor.GoAsync("/");
        await page.GetByText("Active customers").SeenAsync();
        await page.Keyboard.PressAsync("g");
        await page.Keyboard.PressAsync("o");

        await page.Heading("Operations").SeenAsync();
        foreach (var stage in new[] { "Coming in", "Journal", "Customers", "Rules and deadlines", "Screens and alerts", "Memory and processor" })
            await page.GetByRole(AriaRole.Region, new() { Name = stage, Exact = true }).SeenAsync();
        await page.GetByText("SQLite", new() { Exact = true }).SeenAsync();
        var summary = page.Locator("summary").Filter(new() { HasText = "Every instrument" });
        await page.TabToAsync(summary);
        await page.Keyboard.PressAsync("Enter");
        await page.GetByRole(AriaRole.Rowheader).Filter(new() { HasText = "customergrains.journal.duration" }).SeenAsync();
    }

    [BrowserFact]
    public async Task An_agent_does_not_find_it_in_the_navigation_and_is_told_so_at_its_address()
    {
        await using var visitor = await pages.VisitShopAsync(signedIn: false);
        await visitor.SignInAsync("tom", "a password for tom");
        var page = visitor.Page;
        await visitor.GoAsync("/operations");

        await page.Navigation("Main").GetByRole(AriaRole.Link, new() { Name = "Dashboard" }).SeenAsync();
        await page.Navigation("Main").GetByRole(AriaRole.Link, new() { Name = "Operations" }).GoneAsync();
        await page.Heading("Everything keeps up").GoneAsync();
    }

    [BrowserFact]
    public async Task Senders_that_are_turned_away_appear_by_themselves_with_what_to_do_about_it()
    {
        var journal = new TroubledJournal();
        await using var server = await TestServer.StartAsync(journal.Install);
        await using var visitor = await pages.VisitAsync(server.Address);
        await visitor.SignInAsync();
        var page = visitor.Page;
        await visitor.GoAsync("/operations");
        await page.GetByRole(AriaRole.Region, new() { Name = "Coming in", Exact = true }).SeenAsync();
        await page.Heading("Senders are told to slow down").GoneAsync();

        journal.Trouble = () => new JournalFullException("full");
        using var refused = await server.PostAsync("/v1/track", """{"event":"A","userId":"ann"}""");
        server.Services.GetRequiredService<MeterHistory>().Sample();

        await page.Heading("Something needs attention").SeenAsync();
        await page.Heading("Senders are told to slow down trouble").SeenAsync();
        await page.GetByText("1 request got 429 in the last minute").SeenAsync();
        await page.GetByText("Store:Writers").Or(page.GetByText("Ingestion:EventsPerSecondPerKey")).SeenAsync();
    }
}
