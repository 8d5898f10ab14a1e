using Microsoft.Playwright;

namespace CustomerGrains.WebTests.Pages;

/// <summary>A page of the front end as it is shown around: where it is, and when it is all there.</summary>
sealed record Place(string Name, string Path, Func<IPage, Task> There)
{
    /// <summary>Seen by somebody who has not signed in.</summary>
    public bool Outside { get; init; }

    /// <summary>Of a server that has seen nothing yet.</summary>
    public bool Empty { get; init; }

    public override string ToString() => Name;
}

/// <summary>Every page there is: what all of them must keep is tested over this list.</summary>
static class Places
{
    static readonly string _customer = $"/customers/{SampleShop.Grace}";

    public static IReadOnlyList<Place> All { get; } =
    [
        new("sign-in", "/sign-in", page => page.Button("Sign in").SeenAsync()) { Outside = true },
        new("first-run", "/", page => page.Heading("Nothing has happened yet").SeenAsync()) { Empty = true },
        new("dashboard", "/", DashboardAsync),
        new("wall", "/?wall=1", DashboardAsync),
        new("customers", "/customers", page => page.Option("Grace Hopper").SeenAsync()),
        new("search", "/customers?query=gra", page => page.Option("Grace Hopper").SeenAsync()),
        new("customer", _customer, CustomerAsync),
        new("time-travel", $"{_customer}?at=2026-01-20T12:00:00.000Z", CustomerAsync),
        new("wall", "/?wall=1", DashboardAsync),
        new("dashboard-segment", "/?scope=segment/big-spenders&window=30d", DashboardPartAsync),
        new("journey", "/journey?window=30d", page => page.GetByRole(AriaRole.Row).Nth(1).SeenAsync()),
        new("journey-stage", "/journey?window=30d&stage=Buying", page => page.Heading("In this stage now").SeenAsync()),
        new("journey-edit", "/journey/edit", JourneyEditAsync),
        new("transitions", "/transitions", page => page.GetByText("joined").SeenAsync()),
        new("segments", "/segments", page => page.Link("Big spenders").SeenAsync()),
        new("segment", "/segments/cart-abandoned", SegmentAsync),
        new("studio", "/segments/cart-abandoned/edit", StudioAsync),
        new("follow-ups", "/follow-ups", page => page.GetByText("waits for").SeenAsync()),
        new("customer-follow-up", "/customers/cust-1112", page => page.Button("Take: NPS").SeenAsync()),
        new("alerts", "/alerts", page => page.Button("Acknowledge").SeenAsync()),
        new("alert-rules", "/alerts?show=rules", page => page.Button("Change At risk fills up").SeenAsync()),
        new("operations", "/operations", page => page.Heading("Memory and processor").SeenAsync()),
        new("settings-users", "/settings", page => page.Button("Change maya").SeenAsync()),
        new("settings-keys", "/settings/keys", page => page.Button("Change Warehouse").SeenAsync()),
        new("settings-events", "/settings/events", EventsAsync),
        new("settings-send", "/settings/send", page => page.GetByText("YOUR_WRITE_KEY").SeenAsync()),
        new("settings-webhooks", "/settings/webhooks?hook=2", WebhooksAsync),
        new("design", "/design", page => page.Heading("Design").SeenAsync()),
        new("not-found", "/nowhere", page => page.Heading("There is no such page").SeenAsync()),
    ];

    /// <summary>Of the key that sends, with one event opened.</summary>
    static async Task EventsAsync(IPage page)
    {
        await page.GetByLabel("Events sent with").SelectOptionAsync("first");
        await page.GetByText("Request refused").SeenAsync();
        await page.GetByRole(AriaRole.Listitem).Filter(new() { HasText = "late-2" }).Or(page.GetByRole(AriaRole.Listitem).Nth(2)).First.Locator("summary").ClickAsync();
        await page.GetByLabel("Raw event").SeenAsync();
        await page.Mouse.MoveAsync(0, 0);
    }

    /// <summary>With one message opened.</summary>
    static async Task WebhooksAsync(IPage page)
    {
        await page.GetByRole(AriaRole.Listitem).Filter(new() { HasText = "Delivered" }).Filter(new() { HasText = "Test" }).First.Locator("summary").ClickAsync();
        await page.GetByLabel("Body").SeenAsync();
        await page.Mouse.MoveAsync(0, 0);
    }

    static async Task DashboardAsync(IPage page)
    {
        await page.GetByText("Active customers").SeenAsync();
        await page.GetByText("Ticket Opened").SeenAsync();
        await page.Locator(".plot canvas").Nth(3).WaitForAsync();
    }

    static async Task DashboardPartAsync(IPage page)
    {
        await page.Button("Clear the filter: Segment Big spenders").SeenAsync();
        await page.Locator(".plot canvas").Nth(3).WaitForAsync();
    }

    /// <summary>Every rule is in its editor, and counted.</summary>
    static async Task JourneyEditAsync(IPage page)
    {
        await page.GetByRole(AriaRole.Textbox, new() { NameRegex = new("^Rule of stage 8") }).SeenAsync();
        await page.GetByText("Checking").Or(page.GetByText("Counting")).GoneAsync();
        await page.GetByText("they are in it unless").Nth(7).WaitForAsync();
    }

    static async Task SegmentAsync(IPage page)
    {
        await page.Heading("Members").SeenAsync();
        await page.Locator(".plot canvas").Nth(1).WaitForAsync();
    }

    static Task StudioAsync(IPage page) => page.GetByText("Exact:").SeenAsync();

    static async Task CustomerAsync(IPage page)
    {
        await page.Heading("Grace Hopper").SeenAsync();
    }
}
