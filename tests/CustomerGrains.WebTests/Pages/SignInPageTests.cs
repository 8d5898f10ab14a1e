using CustomerGrains.WebTests.Support;

namespace CustomerGrains.WebTests.Pages;

[Collection(PagesCollection.Name)]
public sealed class SignInPageTests(PagesFixture pages)
{
    [BrowserFact]
    public async Task Somebody_signs_in_by_keyboard_lands_where_she_wanted_to_go_and_signs_out_again()
    {
        var shop = await pages.ShopAsync();
        await using var visitor = await pages.VisitAsync(shop.Server.Address, new() { Now = SampleShop.Now });
        visitor.Expected = text => text.Contains("401", StringComparison.Ordinal);
        var page = visitor.Page;
        await visitor.GoAsync($"/customers/{SampleShop.Grace}");

        await page.GetByLabel("User").FocusedAsync();
        await page.Keyboard.TypeAsync("admin");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync("wrong");
        await page.Keyboard.PressAsync("Enter");
        await page.GetByText("do not fit together").SeenAsync();
        await page.GetByLabel("Password").FillAsync(TestServer.AdminPassword);
        await page.Keyboard.PressAsync("Enter");

        await page.Heading("Grace Hopper").SeenAsync();
        await page.SignOutAsync();
        await page.GetByLabel("User").SeenAsync();
        await visitor.GoAsync("/");
        await page.GetByLabel("User").SeenAsync();
    }

    [BrowserFact]
    public async Task An_address_from_outside_is_no_place_to_land()
    {
        var shop = await pages.ShopAsync();
        await using var visitor = await pages.VisitShopAsync();
        await visitor.GoAsync("/sign-in?to=//example.com/");
        await visitor.Page.Heading("Dashboard").SeenAsync();
        Assert.Equal(shop.Server.Address.Authority, new Uri(visitor.Page.Url).Authority);
    }
}
