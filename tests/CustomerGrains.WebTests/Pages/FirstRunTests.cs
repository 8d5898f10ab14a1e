using CustomerGrains.WebTests.Support;

namespace CustomerGrains.WebTests.Pages;

[Collection(PagesCollection.Name)]
public sealed class FirstRunTests(PagesFixture pages)
{
    [BrowserFact]
    public async Task An_empty_system_explains_itself_and_comes_alive_at_the_press_of_a_key()
    {
        await using var server = await TestServer.StartAsync();
        await using var visitor = await pages.VisitAsync(server.Address);
        await visitor.SignInAsync();
        var page = visitor.Page;
        await visitor.GoAsync("/");
        await page.Heading("Nothing has happened yet").SeenAsync();

        await page.TabToAsync(page.Button("Start the simulator"));
        await page.Keyboard.PressAsync("Enter");
        await page.GetByText("Active customers").SeenAsync();
        await page.Heading("Nothing has happened yet").GoneAsync();
        await page.Link("sim-").SeenAsync();
        using var stopped = await server.Admin.DeleteAsync("/api/simulator");
        Assert.True(stopped.IsSuccessStatusCode);
    }
}
