using CustomerGrains.WebTests.Support;

namespace CustomerGrains.WebTests.Pages;

[Collection(PagesCollection.Name)]
public sealed class CustomersPageTests(PagesFixture pages)
{
    [BrowserFact]
    public async Task A_customer_is_found_and_opened_by_keyboard_alone()
    {
        await using var visitor = await pages.VisitShopAsync();
        var page = visitor.Page;
        await visitor.GoAsync("/");
        await page.TabToAsync(page.Navigation("Main").GetByText("Customers"));
        await page.Keyboard.PressAsync("Enter");

        await page.Heading("Customers").SeenAsync();
        await page.Combobox("Search by name").FocusedAsync();
        await page.Keyboard.TypeAsync("hopper");
        await page.WaitForURLAsync("**/customers?query=hopper");
        await page.Option("Grace Hopper").SeenAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync($"**/customers/{SampleShop.Grace}");
        await page.Heading("Grace Hopper").SeenAsync();

        await page.GoBackAsync();
        await page.Option("Grace Hopper").SeenAsync();
    }

    [BrowserTheory]
    [InlineData("+44 20 7946")]
    [InlineData("grace@exa")]
    [InlineData("grace.hop")]
    [InlineData("Hopper Gra")]
    public async Task She_is_found_by_whatever_a_caller_says(string said)
    {
        await using var visitor = await pages.VisitShopAsync();
        await visitor.GoAsync("/customers");
        await visitor.Page.Combobox("Search by name").FillAsync(said);
        await visitor.Page.Option("Grace Hopper").SeenAsync();
    }

    [BrowserFact]
    public async Task Whoever_matches_nothing_is_said_so()
    {
        await using var visitor = await pages.VisitShopAsync();
        await visitor.GoAsync("/customers?query=zzzz");
        await visitor.Page.GetByText("Nobody matches").SeenAsync();
    }

    [BrowserFact]
    public async Task From_every_page_she_is_one_key_and_a_few_letters_away_and_then_among_those_opened_last()
    {
        await using var visitor = await pages.VisitShopAsync();
        var page = visitor.Page;
        await visitor.GoAsync("/");
        await page.GetByText("Active customers").SeenAsync();
        var field = page.Combobox("Search customers");

        await page.Keyboard.PressAsync("/");
        await field.FocusedAsync();
        await page.Keyboard.TypeAsync("nobody at all");
        await page.GetByText("Nobody matches").SeenAsync();
        await page.Keyboard.PressAsync("Escape");
        await Microsoft.Playwright.Assertions.Expect(field).ToHaveValueAsync("");
        await page.Keyboard.TypeAsync("hopper");
        await page.Option("Grace Hopper").SeenAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync($"**/customers/{SampleShop.Grace}");
        await page.Heading("Grace Hopper").SeenAsync();

        await visitor.GoAsync("/");
        await page.GetByText("Active customers").SeenAsync();
        await page.Keyboard.PressAsync("/");
        await page.GetByText("Opened last").SeenAsync();
        await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync($"**/customers/{SampleShop.Grace}");
    }
}
