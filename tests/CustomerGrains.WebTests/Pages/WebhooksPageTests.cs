using CustomerGrains.TestSupport;
using CustomerGrains.WebTests.Support;
using Microsoft.Playwright;

namespace CustomerGrains.WebTests.Pages;

/// <summary>Webhooks in the settings, by keyboard: made, tried, failing in plain sight, replayed, removed.</summary>
[Collection(PagesCollection.Name)]
public sealed class WebhooksPageTests(PagesFixture pages) : IAsyncLifetime
{
    TestServer _server = null!;
    Receiver _receiver = null!;

    public async Task InitializeAsync()
    {
        _receiver = await Receiver.StartAsync();
        _server = await TestServer.StartAsync();
    }

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        await _receiver.DisposeAsync();
    }

    [BrowserFact]
    public async Task A_webhook_is_made_shows_its_secret_once_delivers_and_is_removed()
    {
        await using var visitor = await pages.VisitAsync(_server.Address);
        await visitor.SignInAsync();
        await visitor.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        await visitor.GoAsync("/settings/webhooks");
        var page = visitor.Page;
        await page.GetByText("Nothing leaves the system").SeenAsync();

        await page.TabToAsync(page.Button("New webhook"));
        await page.Keyboard.PressAsync("Enter");
        await page.GetByLabel("Name").FocusedAsync();
        await page.Keyboard.TypeAsync("Mailing tool");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync(_receiver.Url);
        await page.TabToAsync(page.GetByLabel("Alert raised"));
        await page.Keyboard.PressAsync("Space");
        await page.TabToAsync(page.Button("Make it"));
        await page.Keyboard.PressAsync("Enter");
        await page.Heading("Mailing tool: copy this secret now").SeenAsync();
        await page.GetByText("timingSafeEqual").SeenAsync();
        var secret = await page.GetByLabel("The secret", new() { Exact = true }).InnerTextAsync();
        Assert.StartsWith("whsec_", secret, StringComparison.Ordinal);

        await page.TabToAsync(page.Button("Send a test"));
        await page.Keyboard.PressAsync("Enter");
        var messages = page.GetByRole(AriaRole.Region, new() { Name = "Mailing tool" }).GetByRole(AriaRole.Listitem);
        await messages.Filter(new() { HasText = "Delivered" }).CountAsync(1);
        Assert.True(Assert.Single(_receiver.Taken).IsSignedWith(secret));
        await page.GetByText("Delivering").SeenAsync();

        await page.Button("Done, I have copied it").ClickAsync();
        await page.GetByText(secret).GoneAsync();

        // What is decided shows up by itself, and opens.
        await _server.BatchAsync(new { type = "track", @event = "Order Completed", userId = "ann", messageId = "o1", properties = new { order_id = "o1", total = 40m, currency = "GBP" } });
        await messages.Filter(new() { HasText = "Entered a stage" }).Filter(new() { HasText = "New" }).First.Locator("summary").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.GetByLabel("Body").GetByText("\"customerId\": \"ann\"").SeenAsync();
        Assert.DoesNotContain(_receiver.Taken, got => got.Type == "alert.raised");

        await page.Button("Change Mailing tool").ClickAsync();
        await page.GetByRole(AriaRole.Menuitem, new() { Name = "Remove" }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Remove" }).PressAsync("Enter");
        await page.GetByText("Nothing leaves the system").SeenAsync();
    }

    [BrowserFact]
    public async Task A_receiver_that_fails_is_seen_with_its_answer_and_a_pause_and_what_is_wrong_with_an_address_is_said_at_the_field()
    {
        _receiver.Answer = async (_, context) =>
        {
            context.Response.StatusCode = 500;
            await context.Response.Body.WriteAsync("the cellar is flooded"u8.ToArray());
        };
        await using var visitor = await pages.VisitAsync(_server.Address);
        visitor.Expected = text => text.Contains("400", StringComparison.Ordinal);
        await visitor.SignInAsync();
        await visitor.GoAsync("/settings/webhooks");
        var page = visitor.Page;
        await page.Button("New webhook").ClickAsync();
        await page.GetByLabel("Name").FillAsync("Cellar");
        await page.GetByLabel("Address").FillAsync("ftp://cellar.example");
        await page.Button("Make it").ClickAsync();
        await page.GetByText("url must be an absolute http or https address").SeenAsync();
        await Assertions.Expect(page.GetByLabel("Address")).ToHaveAttributeAsync("aria-invalid", "true");
        await page.GetByLabel("Address").FillAsync(_receiver.Url);
        await page.Button("Make it").ClickAsync();
        await page.Button("Done, I have copied it").ClickAsync();

        await page.Button("Send a test").ClickAsync();
        await page.GetByText("Answered 500: the cellar is flooded").First.SeenAsync();
        await page.GetByText("Retrying").SeenAsync();
        await page.GetByText("failed since the last success").SeenAsync();

        await page.Button("Change Cellar").ClickAsync();
        await page.GetByRole(AriaRole.Menuitem, new() { Name = "Pause" }).ClickAsync();
        await page.GetByText("Nothing is lost").SeenAsync();
        await Assertions.Expect(page.Button("Send a test")).ToBeDisabledAsync();
    }
}
