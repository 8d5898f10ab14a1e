using CustomerGrains.WebTests.Support;
using Microsoft.Playwright;

namespace CustomerGrains.WebTests.Hosting;

/// <summary>The pages in a real browser, on live data.</summary>
public sealed class UiTests
{
    [BrowserFact]
    public async Task Somebody_signs_in_and_sees_the_dashboard_and_a_customer_change_live()
    {
        await using var server = await TestServer.StartAsync("--Value:ReportingCurrency=GBP");
        await using var browser = await Browser.StartAsync();
        var page = await browser.PageAsync();
        var errors = new List<string>();
        page.PageError += (_, error) => errors.Add(error);

        await page.GotoAsync(server.Address.ToString());
        await page.GetByLabel("User").FillAsync("admin");
        await page.GetByLabel("Password").FillAsync("wrong");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await page.GetByText("do not fit together").WaitForAsync();
        await page.GetByLabel("Password").FillAsync(TestServer.AdminPassword);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await page.GetByText("Active customers").First.WaitForAsync();

        await server.BatchAsync(
            new { type = "identify", userId = "ann", traits = new { name = "Ann Lee", email = "ann@example.com" } },
            new { type = "track", @event = "Order Completed", userId = "ann", properties = new { total = 49.90m, currency = "GBP" } });
        await page.GetByText("49.90").First.WaitForAsync();
        await page.GetByText("Order Completed").First.WaitForAsync();

        await page.GotoAsync(new Uri(server.Address, "/customers/ann").ToString());
        await page.GetByText("Ann Lee").First.WaitForAsync();
        await server.BatchAsync(new { type = "track", @event = "Ticket Opened", userId = "ann", properties = new { ticket_id = "t1", subject = "The kettle leaks" } });
        await page.GetByText("The kettle leaks").First.WaitForAsync();
        Assert.Empty(errors);
    }
}
