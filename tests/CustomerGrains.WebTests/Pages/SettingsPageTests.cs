using CustomerGrains.WebTests.Support;
using Microsoft.Playwright;

namespace CustomerGrains.WebTests.Pages;

/// <summary>Everything an administrator does, by keyboard alone.</summary>
[Collection(PagesCollection.Name)]
public sealed class SettingsPageTests(PagesFixture pages) : IAsyncLifetime
{
    TestServer _server = null!;

    public async Task InitializeAsync() => _server = await TestServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [BrowserFact]
    public async Task A_user_is_added_promoted_given_a_new_password_and_removed()
    {
        await using var visitor = await ComeAsync("/");
        var page = visitor.Page;
        await page.TabToAsync(page.Navigation("Main").GetByText("Settings"));
        await page.Keyboard.PressAsync("Enter");
        await page.Heading("Users").SeenAsync();

        await page.TabToAsync(page.Button("Add a user"));
        await page.Keyboard.PressAsync("Enter");
        await page.GetByLabel("User", new() { Exact = true }).FocusedAsync();
        await page.Keyboard.TypeAsync("maya");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync("first password");
        await page.Keyboard.PressAsync("Enter");
        await Row(page, "maya").GetByText("Agent").SeenAsync();
        Assert.True(await SignsInAsync("maya", "first password"));

        await ChooseAsync(page, "Change maya", "Change role");
        await page.TabToAsync(page.GetByLabel("Agent"));
        await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("Enter");
        await Row(page, "maya").GetByText("Admin").SeenAsync();
        await page.Button("Change maya").FocusedAsync();

        await ChooseAsync(page, "Change maya", "New password");
        await page.TabToAsync(page.Button("Suggest one"));
        await page.Keyboard.PressAsync("Enter");
        var suggested = await page.GetByRole(AriaRole.Textbox, new() { Name = "New password" }).InputValueAsync();
        await page.TabToAsync(page.Button("Set the password"));
        await page.Keyboard.PressAsync("Enter");
        await page.GetByRole(AriaRole.Dialog).GoneAsync();
        Assert.True(await SignsInAsync("maya", suggested));
        Assert.False(await SignsInAsync("maya", "first password"));

        await ChooseAsync(page, "Change maya", "Remove");
        await page.TabToAsync(page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Remove" }));
        await page.Keyboard.PressAsync("Enter");
        await Row(page, "maya").GoneAsync();
        Assert.False(await SignsInAsync("maya", suggested));
    }

    [BrowserFact]
    public async Task The_last_admin_can_neither_be_demoted_nor_removed_and_the_page_says_why()
    {
        await using var visitor = await ComeAsync("/settings");
        visitor.Expected = text => text.Contains("409", StringComparison.Ordinal);
        var page = visitor.Page;

        await ChooseAsync(page, "Change admin", "Change role");
        await page.GetByLabel("Agent").CheckAsync();
        await page.Button("Change the role").ClickAsync();
        await page.GetByText("make another user admin first").Or(page.GetByText("let another admin do this")).SeenAsync();
        await page.Keyboard.PressAsync("Escape");
        await page.GetByRole(AriaRole.Dialog).GoneAsync();

        await ChooseAsync(page, "Change admin", "Remove");
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Remove" }).ClickAsync();
        await page.GetByText("make another user admin first").Or(page.GetByText("let another admin do this")).SeenAsync();
        await page.Button("Cancel").ClickAsync();
        await Row(page, "admin").GetByText("Admin").SeenAsync();
    }

    [BrowserFact]
    public async Task What_is_wrong_with_a_new_user_is_said_at_the_field()
    {
        await using var visitor = await ComeAsync("/settings/users");
        visitor.Expected = text => text.Contains("409", StringComparison.Ordinal);
        var page = visitor.Page;
        await page.Button("Add a user").ClickAsync();
        await page.GetByLabel("User", new() { Exact = true }).FillAsync("admin");
        await page.GetByLabel("Password", new() { Exact = true }).FillAsync("long enough to be one");
        await page.Keyboard.PressAsync("Enter");
        await page.GetByText("There is a user admin already").SeenAsync();
        await Assertions.Expect(page.GetByLabel("User", new() { Exact = true })).ToHaveAttributeAsync("aria-invalid", "true");
    }

    [BrowserFact]
    public async Task A_write_key_is_made_shown_once_tried_with_the_snippet_and_revoked()
    {
        await using var visitor = await ComeAsync("/settings/keys");
        visitor.Expected = text => text.Contains("404", StringComparison.Ordinal); // ann is not known before the snippet has run
        await visitor.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        var page = visitor.Page;

        await page.TabToAsync(page.Button("New write key"));
        await page.Keyboard.PressAsync("Enter");
        await page.GetByLabel("Name").FocusedAsync();
        await page.Keyboard.TypeAsync("Shop");
        await page.Keyboard.PressAsync("Enter");
        await page.Heading("Shop: copy this write key now").SeenAsync();
        var key = await CopiedAsync(page, "Copy: The write key");
        Assert.StartsWith("cgw_", key, StringComparison.Ordinal);

        // The snippet is not only shown: it works.
        var curl = await CopiedAsync(page, "Copy: curl");
        Assert.Contains(key, curl, StringComparison.Ordinal);
        Assert.Contains("\"accepted\":1", await Tools.RunAsync("sh", _server.Folder, ["-c", curl], 60), StringComparison.Ordinal);
        Assert.Equal(49.90m, (await _server.CustomerAsync("ann")).GetProperty("value").GetProperty("gross").GetDecimal());

        // Elsewhere in the settings it is filled in, and gone once they are left.
        await page.Navigation("Settings").GetByText("Send").ClickAsync();
        await page.GetByText(key).SeenAsync();
        await page.Navigation("Main").GetByText("Customers").ClickAsync();
        await page.Heading("Customers").SeenAsync();
        await visitor.Page.GoBackAsync();
        await page.GetByText("YOUR_WRITE_KEY").SeenAsync();
        await page.GetByText(key).GoneAsync();

        await page.Navigation("Settings").GetByText("Keys").ClickAsync();
        await ChooseAsync(page, "Change Shop", "Revoke");
        await page.GetByText("Segment SDKs throw away").SeenAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Revoke" }).PressAsync("Enter");
        await Row(page, "Shop").GoneAsync();
        Assert.Equal(System.Net.HttpStatusCode.Unauthorized, (await _server.PostAsync("/v1/track", """{"userId":"ann","event":"Late"}""", key)).StatusCode);
        await page.GetByLabel("Show 1 revoked one too").CheckAsync();
        await Row(page, "Shop").GetByText("revoked").SeenAsync();
    }

    [BrowserFact]
    public async Task An_api_token_reads_what_its_role_may()
    {
        await using var visitor = await ComeAsync("/settings/keys");
        await visitor.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        var page = visitor.Page;
        await page.Button("New API token").ClickAsync();
        await page.GetByLabel("Name").FillAsync("Nightly export");
        await page.GetByLabel("Operator").CheckAsync();
        await page.Button("Make the token").ClickAsync();
        var token = await CopiedAsync(page, "Copy: The API token");
        await Row(page, "Nightly export").GetByText("Operator").SeenAsync();
        using var client = _server.Client(token);
        Assert.True((await client.GetAsync("/api/kpis")).IsSuccessStatusCode);
        Assert.Equal(System.Net.HttpStatusCode.Forbidden, (await client.GetAsync("/api/users")).StatusCode);
        await page.Button("Done, I have copied it").ClickAsync();
        await page.GetByText(token).GoneAsync();
    }

    [BrowserFact]
    public async Task What_arrives_is_shown_live_with_the_reason_for_what_was_rejected_and_the_raw_event()
    {
        await using var visitor = await ComeAsync("/settings/events");
        var page = visitor.Page;
        await page.GetByText("Nothing has been sent with this key yet").SeenAsync();

        await _server.BatchAsync(
            new { type = "track", @event = "Order Completed", userId = "ann", messageId = "o1", properties = new { total = 49.90m, currency = "GBP" } },
            new { type = "track", @event = "Without anybody", messageId = "o2" });
        await _server.BatchAsync(new { type = "track", @event = "Order Completed", userId = "ann", messageId = "o1", properties = new { total = 49.90m, currency = "GBP" } });
        await page.GetByText("Accepted 1").SeenAsync();
        await page.GetByText("Duplicate 1").SeenAsync();
        await page.GetByText("Rejected 1").SeenAsync();
        await page.GetByRole(AriaRole.Listitem).CountAsync(3);

        // Only what was rejected, by keyboard; the address keeps it.
        await page.GetByLabel("All", new() { Exact = true }).FocusAsync();
        await page.Keyboard.PressAsync("ArrowLeft");
        await page.WaitForURLAsync("**show=rejected");
        var rejected = page.GetByRole(AriaRole.Listitem);
        await rejected.CountAsync(1);
        await rejected.GetByText("userId").SeenAsync();
        await page.TabToAsync(rejected.Locator("summary"));
        await page.Keyboard.PressAsync("Enter");
        await page.GetByText("\"messageId\": \"o2\"").SeenAsync();

        // Nothing moves while it is paused; then everything is there.
        await page.GetByLabel("All", new() { Exact = true }).CheckAsync();
        await page.Button("Pause").PressAsync("Enter");
        await _server.PostAsync("/v1/batch", "no json");
        await page.GetByText("1 newer event waits").SeenAsync();
        await page.GetByText("Request refused (400)").GoneAsync();
        await page.Button("Go on").PressAsync("Enter");
        await page.GetByText("Request refused (400)").SeenAsync();
    }

    [BrowserFact]
    public async Task Agents_find_neither_the_entry_nor_the_page()
    {
        using var answer = await _server.Admin.PostAsync("/api/users", System.Net.Http.Json.JsonContent.Create(new { user = "agnes", password = "an agent's password", role = "agent" }));
        Assert.True(answer.IsSuccessStatusCode);
        await using var visitor = await pages.VisitAsync(_server.Address);
        await visitor.SignInAsync("agnes", "an agent's password");
        await visitor.GoAsync("/");
        var page = visitor.Page;
        await page.Navigation("Main").GetByText("Customers").SeenAsync();
        await page.Navigation("Main").GetByText("Settings").GoneAsync();
        await visitor.GoAsync("/settings/keys");
        await page.Heading("This page is for admins").SeenAsync();
        await page.GetByText("You are signed in as agnes").SeenAsync();
    }

    async Task<Visitor> ComeAsync(string path)
    {
        var visitor = await pages.VisitAsync(_server.Address);
        await visitor.SignInAsync();
        await visitor.GoAsync(path);
        return visitor;
    }

    async Task<bool> SignsInAsync(string user, string password)
    {
        using var client = _server.Client(null);
        using var answer = await client.PostAsync("/api/session", System.Net.Http.Json.JsonContent.Create(new { user, password }));
        return answer.IsSuccessStatusCode;
    }

    static ILocator Row(IPage page, string name) =>
        page.GetByRole(AriaRole.Row).Filter(new() { Has = page.GetByRole(AriaRole.Rowheader, new() { NameRegex = new($"^{name}") }) });

    /// <summary>Opens a menu and chooses from it, by keyboard.</summary>
    static async Task ChooseAsync(IPage page, string menu, string item)
    {
        await page.TabToAsync(page.Button(menu));
        await page.Keyboard.PressAsync("Enter");
        var entry = page.GetByRole(AriaRole.Menuitem, new() { Name = item });
        await page.MenuFocusedAsync();
        await page.Keyboard.TypeAsync(item[..1]);
        await entry.FocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.GetByRole(AriaRole.Dialog).SeenAsync();
    }

    /// <summary>Presses a copy button by keyboard; what is on the clipboard then.</summary>
    static async Task<string> CopiedAsync(IPage page, string button)
    {
        await page.TabToAsync(page.Button(button));
        await page.Keyboard.PressAsync("Enter");
        await page.GetByText("Copied", new() { Exact = true }).SeenAsync();
        await page.GetByText("Copied", new() { Exact = true }).GoneAsync();
        return await page.EvaluateAsync<string>("() => navigator.clipboard.readText()");
    }
}
