using System.Net.Http.Json;
using CustomerGrains.WebTests.Support;
using Microsoft.Playwright;

namespace CustomerGrains.WebTests.Pages;

/// <summary>Segments as those who make them see them: everything by keyboard alone.</summary>
[Collection(PagesCollection.Name)]
public sealed class StudioPageTests(PagesFixture pages) : IAsyncLifetime
{
    TestServer _server = null!;

    public async Task InitializeAsync()
    {
        _server = await TestServer.StartAsync("--Value:ReportingCurrency=GBP");
        await BuysAsync("ann", 3);
        await BuysAsync("bob", 1);
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [BrowserFact]
    public async Task A_rule_with_a_mistake_is_corrected_previewed_and_published_and_the_backfill_and_the_list_are_watched()
    {
        await using var visitor = await ComeAsync("/");
        var page = visitor.Page;
        await page.TabToAsync(page.Navigation("Main").GetByText("Segments"));
        await page.Keyboard.PressAsync("Enter");
        await page.TabToAsync(page.Button("New segment"));
        await page.Keyboard.PressAsync("Enter");
        await Rule(page).FocusedAsync();

        await page.Keyboard.TypeAsync("order.count >= 2");
        var problems = page.GetByRole(AriaRole.List, new() { Name = "Problems" });
        await problems.GetByText("1:1").SeenAsync();
        await problems.GetByRole(AriaRole.Button, new() { Name = "Use orders.count" }).SeenAsync();
        await page.Keyboard.PressAsync("Control+.");
        await HoldsAsync(page, "orders.count >= 2");
        await Preview(page).GetByText("customer, 50").SeenAsync();
        await Preview(page).GetByText("Exact: all 2 looked at").SeenAsync();
        await Preview(page).GetByRole(AriaRole.Link, new() { Name = "ann" }).SeenAsync();

        await page.Keyboard.PressAsync("Control+Enter");
        await page.GetByLabel("Name").FocusedAsync();
        await page.Keyboard.TypeAsync("Regulars");
        await Assertions.Expect(page.GetByLabel("Key")).ToHaveValueAsync("regulars");
        await page.Keyboard.PressAsync("Enter");

        await page.Heading("Regulars").SeenAsync();
        await page.GetByText("Everybody has been looked at: 2 customers").SeenAsync();
        await page.GetByRole(AriaRole.Region, new() { Name = "Who joined and left" }).GetByText("because the rule was published").SeenAsync();
        await Figure(page, "In it now", "1").SeenAsync();

        // Live: bob joins by his second order, without anybody touching the page.
        await BuysAsync("bob", 1, from: 7);
        await Figure(page, "In it now", "2").SeenAsync();
        await page.GetByRole(AriaRole.Region, new() { Name = "Who joined and left" }).GetByRole(AriaRole.Link, new() { Name = "bob" }).SeenAsync();

        await page.TabToAsync(page.Link("← Segments"));
        await page.Keyboard.PressAsync("Enter");
        await page.GetByRole(AriaRole.Listitem).Filter(new() { HasText = "Regulars" }).GetByText("100.0").SeenAsync();
    }

    [BrowserFact]
    public async Task What_may_stand_at_a_place_is_offered_chosen_with_the_arrows_and_dismissed()
    {
        await using var visitor = await ComeAsync("/segments/_new");
        var page = visitor.Page;
        await Rule(page).FocusedAsync();
        await page.Keyboard.PressAsync("Control+Space");
        await page.Option("orders.count").SeenAsync();
        await page.Keyboard.PressAsync("Escape");
        await page.Option("orders.count").GoneAsync();

        await page.Keyboard.TypeAsync("orders.cou");
        await page.Option("orders.count").SeenAsync();
        await page.Keyboard.PressAsync("Tab");
        await HoldsAsync(page, "orders.count");
        await page.Keyboard.PressAsync("Space");
        await page.Option(">=").SeenAsync();
        await page.Keyboard.PressAsync("ArrowDown");
        await Assertions.Expect(page.Option(">more than")).ToHaveAttributeAsync("aria-selected", "true");
        await page.Keyboard.PressAsync("Enter");
        await page.Keyboard.TypeAsync(" 1");
        await HoldsAsync(page, "orders.count > 1");

        // Brackets go around what is selected; whatever else is typed replaces it.
        await page.Keyboard.PressAsync("Control+a");
        await page.Keyboard.TypeAsync("(");
        await HoldsAsync(page, "(orders.count > 1)");
        await page.Keyboard.PressAsync("Control+a");
        await page.Keyboard.TypeAsync("seen within 7d");
        await HoldsAsync(page, "seen within 7d");
        await page.Keyboard.PressAsync("Escape");

        // Without an offer Tab leads on: the editor holds nobody captive.
        await page.Keyboard.PressAsync("Tab");
        await Assertions.Expect(Rule(page)).Not.ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Shift+Tab");
        await Rule(page).FocusedAsync();

        // What was typed into the editor are letters, and no shortcuts of the page.
        await page.Keyboard.TypeAsync(" g d");
        await page.Heading("New segment").SeenAsync();
    }

    [BrowserFact]
    public async Task Whoever_edits_a_version_that_is_not_the_latest_any_more_sees_what_changed_and_goes_on_with_her_own()
    {
        await PublishAsync("regulars", "orders.count >= 2", 0);
        await using var visitor = await ComeAsync("/segments/regulars/edit");
        var page = visitor.Page;
        await Rule(page).FocusedAsync();
        await page.Keyboard.PressAsync("Control+a");
        await page.Keyboard.TypeAsync("orders.count >= 3");
        await PublishAsync("regulars", "orders.count >= 2 and not refunded within 30d", 1);

        await page.GetByText("published version 2").SeenAsync();
        await page.Locator("ins").GetByText("and not refunded within 30d").SeenAsync();
        await page.TabToAsync(page.Button("Go on with mine, on top of version 2"));
        await page.Keyboard.PressAsync("Enter");
        await page.GetByText("published version 2").GoneAsync();
        await page.TabToAsync(page.Button("Publish …"));
        await page.Keyboard.PressAsync("Enter");
        await page.GetByLabel("Name").FocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.GetByText("version 3, admin").SeenAsync();
    }

    [BrowserFact]
    public async Task An_earlier_version_is_restored_by_way_of_the_studio_which_says_whom_it_changes()
    {
        await PublishAsync("regulars", "orders.count >= 1", 0);
        await PublishAsync("regulars", "orders.count >= 3", 1);
        await using var visitor = await ComeAsync("/segments/regulars");
        var page = visitor.Page;
        await page.TabToAsync(page.Button("Restore version 1"));
        await page.Keyboard.PressAsync("Enter");
        await Rule(page).FocusedAsync();
        await HoldsAsync(page, "orders.count >= 1");
        await Preview(page).GetByText("1 would join").SeenAsync();
        await Preview(page).GetByText("Nobody would leave").SeenAsync();
    }

    [BrowserFact]
    public async Task A_segment_is_deleted_after_a_question_and_the_page_leads_back_to_the_list()
    {
        await PublishAsync("regulars", "orders.count >= 2", 0);
        await using var visitor = await ComeAsync("/segments/regulars");
        var page = visitor.Page;
        await page.TabToAsync(page.Button("Delete …"));
        await page.Keyboard.PressAsync("Enter");
        await page.Heading("Delete regulars?").SeenAsync();
        await page.Keyboard.PressAsync("Escape");
        await page.GetByRole(AriaRole.Dialog).GoneAsync();
        await page.Button("Delete …").FocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.TabToAsync(page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Delete" }));
        await page.Keyboard.PressAsync("Enter");
        await page.Heading("Segments").SeenAsync();
        await page.Link("regulars").GoneAsync();
    }

    [BrowserFact]
    public async Task A_question_that_is_asked_again_before_the_browser_has_said_that_it_closed_stays_open()
    {
        await PublishAsync("regulars", "orders.count >= 2", 0);
        await using var visitor = await ComeAsync("/segments/regulars");
        var page = visitor.Page;
        await page.Button("Delete …").PressAsync("Enter");
        await page.Heading("Delete regulars?").SeenAsync();
        // The browser says so in a task of its own: a hand as quick as this one has pressed the button by then.
        await page.Button("Delete …").EvaluateAsync("""
            async button => {
              const closes = [
                dialog => dialog.querySelector('[aria-label=Close]').click(),
                dialog => dialog.dispatchEvent(new Event('cancel', { cancelable: true })), // what the browser asks on Escape
              ];
              for (const close of closes) {
                close(document.querySelector('dialog[open]'));
                if (document.querySelector('dialog[open]') !== null) throw new Error(`${close} closes nothing`);
                await Promise.resolve();
                button.click();
                for (let i = 0; i < 3; i++) await new Promise(requestAnimationFrame);
              }
            }
            """);
        await page.Heading("Delete regulars?").SeenAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Delete" }).PressAsync("Enter");
        await page.Heading("Segments").SeenAsync();
    }

    [BrowserFact]
    public async Task An_agent_reads_why_a_customer_is_in_a_segment_and_goes_to_the_touchpoint_behind_it()
    {
        await PublishAsync("regulars", "orders.count >= 2 and not refunded within 30d", 0);
        await using var visitor = await ComeAsync("/customers/ann");
        var page = visitor.Page;
        await page.TabToAsync(page.Button("Why in regulars?"));
        await page.Keyboard.PressAsync("Enter");
        await page.GetByText("All of these").SeenAsync();
        var behind = page.GetByRole(AriaRole.List, new() { Name = "Touchpoints behind orders.count >= 2" }).GetByRole(AriaRole.Button);
        await page.TabToAsync(behind);
        await page.Keyboard.PressAsync("Enter");
        var row = page.GetByRole(AriaRole.Region, new() { Name = "Timeline" }).GetByRole(AriaRole.Button, new() { Name = "Order Completed", Expanded = true });
        await row.FocusedAsync();
    }

    [BrowserFact]
    public async Task An_agent_sees_segments_and_changes_none()
    {
        await PublishAsync("regulars", "orders.count >= 2", 0);
        using (var answer = await _server.Admin.PostAsJsonAsync("/api/users", new { user = "tom", password = "a password for tom", role = "agent" })) answer.EnsureSuccessStatusCode();
        await using var visitor = await pages.VisitAsync(_server.Address);
        await visitor.SignInAsync("tom", "a password for tom");
        var page = visitor.Page;
        await visitor.GoAsync("/segments/regulars");
        await page.Heading("regulars").SeenAsync();
        await page.Button("Edit the rule").GoneAsync();
        await page.Button("Delete …").GoneAsync();
        await visitor.GoAsync("/segments/regulars/edit");
        await page.Heading("This page is for operators and admins").SeenAsync();
    }

    async Task<Visitor> ComeAsync(string path)
    {
        var visitor = await pages.VisitAsync(_server.Address);
        visitor.Expected = text => text.Contains("401", StringComparison.Ordinal) || text.Contains("409", StringComparison.Ordinal);
        await visitor.SignInAsync();
        await visitor.GoAsync(path);
        return visitor;
    }

    async Task BuysAsync(string who, int orders, int from = 1)
    {
        var answer = await _server.BatchAsync([.. Enumerable.Range(from, orders).Select(i => (object)new
        {
            type = "track", @event = "Order Completed", userId = who, messageId = $"{who}-{i}", properties = new { order_id = $"{who}-{i}", total = 20, currency = "GBP" },
        })]);
        Assert.Equal(0, answer.GetProperty("rejected").GetArrayLength());
    }

    async Task PublishAsync(string key, string rule, int version)
    {
        using var answer = await _server.Admin.PutAsJsonAsync($"/api/segments/{key}", new { name = key, rule, version });
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    static ILocator Rule(IPage page) => page.GetByRole(AriaRole.Textbox, new() { Name = "Rule", Exact = true });

    static ILocator Preview(IPage page) => page.GetByRole(AriaRole.Region, new() { Name = "Preview" });

    static Task HoldsAsync(IPage page, string text) => Assertions.Expect(Rule(page)).ToHaveTextAsync(text, new() { Timeout = 30_000 });

    static ILocator Figure(IPage page, string name, string value) =>
        page.Locator(".tile").Filter(new() { HasText = name }).Locator(".figure").GetByText(value, new() { Exact = true });
}
