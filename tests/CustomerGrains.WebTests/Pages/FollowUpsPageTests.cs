using CustomerGrains.WebTests.Support;
using Microsoft.Playwright;

namespace CustomerGrains.WebTests.Pages;

[Collection(PagesCollection.Name)]
public sealed class FollowUpsPageTests(PagesFixture pages)
{
    [BrowserFact]
    public async Task A_low_score_appears_is_taken_noted_and_resolved_by_keyboard_and_the_customers_page_tells()
    {
        await using var server = await TestServer.StartAsync();
        await using var visitor = await pages.VisitAsync(server.Address);
        await visitor.SignInAsync();
        await visitor.GoAsync("/follow-ups");
        var page = visitor.Page;
        await page.GetByText("Nobody waits").SeenAsync();

        await server.BatchAsync(Ann.Identified, Answer("ann", 2, "It came broken"));
        var row = page.GetByRole(AriaRole.List, new() { Name = "Follow-ups" }).GetByRole(AriaRole.Listitem).Filter(new() { HasText = "Ann Lee" });
        await row.GetByText("It came broken").SeenAsync();
        await row.GetByText("waits for").SeenAsync();
        await page.Link("Follow-ups: 1 that nobody has yet").SeenAsync();

        await page.TabToAsync(page.Button("Take: Ann Lee, NPS 2"));
        await page.Keyboard.PressAsync("Enter");
        await row.GetByText("admin has it").SeenAsync();
        await page.TabToAsync(page.Button("Note: Ann Lee, NPS 2"));
        await page.Keyboard.PressAsync("Enter");
        await page.GetByLabel("Note", new() { Exact = true }).FocusedAsync();
        await page.Keyboard.TypeAsync("She gets a new one.");
        await page.Keyboard.PressAsync("Control+Enter");
        await row.GetByText("She gets a new one.").SeenAsync();
        await page.Button("Resolve: Ann Lee, NPS 2").PressAsync("Enter");
        await page.GetByLabel("What came of it").FocusedAsync();
        await page.Keyboard.TypeAsync("Replaced at once.");
        await page.Keyboard.PressAsync("Control+Enter");
        await row.GetByText("resolved by admin").SeenAsync();

        await row.GetByRole(AriaRole.Link, new() { Name = "Ann Lee" }).PressAsync("Enter");
        await page.Heading("Ann Lee").SeenAsync();
        await page.GetByText("Replaced at once.").SeenAsync();

        // Her next low answer shows where she is looked at, and can be taken there.
        await server.BatchAsync(Answer("ann", 1, "And again"));
        await page.Button("Take: NPS 1").PressAsync("Enter");
        await page.GetByText("admin has it").SeenAsync();
    }

    [BrowserFact]
    public async Task Who_comes_second_is_told_who_has_it_and_filters_keep_their_address()
    {
        await using var server = await TestServer.StartAsync();
        await server.BatchAsync(Ann.Identified, Answer("ann", 2, null), new { type = "track", userId = "ben", @event = "Survey Answered", properties = new { metric = "csat", score = 1 } });
        await using var visitor = await pages.VisitAsync(server.Address);
        await visitor.SignInAsync();
        await visitor.GoAsync("/follow-ups");
        var page = visitor.Page;
        visitor.Expected = text => text.Contains("409", StringComparison.Ordinal);
        var take = page.Button("Take: Ann Lee, NPS 2");
        await take.FocusAsync();
        // While the screen is not told: the frame is sent, but the press is on its way first.
        await page.RouteAsync("**/api/followups/*/take", async route =>
        {
            using var other = server.Client(await server.TokenAsync("agent"));
            using var taken = await other.PostAsync(new Uri(route.Request.Url).AbsolutePath, null);
            await route.ContinueAsync();
        });
        await take.PressAsync("Enter");
        await page.GetByText("agent has had it since").SeenAsync();
        await page.GetByText("agent has it").SeenAsync();

        await page.Link("CSAT").PressAsync("Enter");
        await page.WaitForURLAsync("**/follow-ups?metric=csat");
        await page.Link("ben").SeenAsync();
        await page.Link("Ann Lee").GoneAsync();
        await page.Link("Mine").PressAsync("Enter");
        await page.WaitForURLAsync("**/follow-ups?show=mine&metric=csat");
        await page.GetByText("You have none").SeenAsync();
    }

    static object Answer(string id, int score, string? comment) =>
        new { type = "track", userId = id, @event = "Survey Answered", properties = new { metric = "nps", score, comment } };
}
