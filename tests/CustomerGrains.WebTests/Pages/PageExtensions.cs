using Microsoft.Playwright;

namespace CustomerGrains.WebTests.Pages;

/// <summary>What the tests of the pages say often. Everything is found as a screen reader finds it: by role and name.</summary>
static class PageExtensions
{
    public static ILocator Button(this IPage page, string name) => page.GetByRole(AriaRole.Button, new() { Name = name });

    public static ILocator Link(this IPage page, string name) => page.GetByRole(AriaRole.Link, new() { Name = name });

    public static ILocator Option(this IPage page, string name) => page.GetByRole(AriaRole.Option, new() { Name = name });

    public static ILocator Combobox(this IPage page, string name) => page.GetByRole(AriaRole.Combobox, new() { Name = name });

    public static ILocator Heading(this IPage page, string name) => page.GetByRole(AriaRole.Heading, new() { Name = name });

    public static ILocator Navigation(this IPage page, string name) => page.GetByRole(AriaRole.Navigation, new() { Name = name });

    /// <summary>Waits until exactly so many are there.</summary>
    public static Task CountAsync(this ILocator locator, int count) => Assertions.Expect(locator).ToHaveCountAsync(count, new() { Timeout = 30_000 });

    /// <summary>Waits until it is seen.</summary>
    public static Task SeenAsync(this ILocator locator) => locator.First.WaitForAsync();

    /// <summary>Waits until it can't be seen any more.</summary>
    public static Task GoneAsync(this ILocator locator) => Assertions.Expect(locator).ToHaveCountAsync(0, new() { Timeout = 30_000 });

    /// <summary>Waits until it has the focus.</summary>
    public static Task FocusedAsync(this ILocator locator) => Assertions.Expect(locator).ToBeFocusedAsync(new() { Timeout = 30_000 });

    /// <summary>Waits until an item of a menu has the focus: before that its keys would go to the button that opens it.</summary>
    public static Task MenuFocusedAsync(this IPage page) => page.Locator("[role=menu]:popover-open [role^=menuitem]:focus").CountAsync(1);

    /// <summary>Waits until it is greyed, or not any more: by its own style or that of anything around it.</summary>
    public static async Task GreyedAsync(this ILocator locator, bool greyed)
    {
        const string isGreyed = """
            ([element, greyed]) => {
              let grey = false;
              for (let each = element; each !== null; each = each.parentElement) {
                const style = getComputedStyle(each);
                grey ||= Number(style.opacity) < 1 || style.filter.includes('grayscale');
              }
              return grey === greyed;
            }
            """;
        var element = await locator.First.ElementHandleAsync();
        await locator.Page.WaitForFunctionAsync(isGreyed, new object[] { element, greyed });
    }

    /// <summary>Signs out by keyboard, with the menu that every page has.</summary>
    public static async Task SignOutAsync(this IPage page)
    {
        await page.TabToAsync(page.Button("Signed in as"));
        await page.Keyboard.PressAsync("Enter");
        await page.MenuFocusedAsync();
        await page.Keyboard.PressAsync("End");
        await page.Keyboard.PressAsync("Enter");
    }

    /// <summary>Presses Tab until something has the focus: what can't be reached that way can't be reached by keyboard.</summary>
    public static async Task TabToAsync(this IPage page, ILocator target, int most = 80)
    {
        await target.First.WaitForAsync();
        for (var i = 0; i < most; i++)
        {
            if (await target.First.EvaluateAsync<bool>("element => element === document.activeElement")) return;
            await page.Keyboard.PressAsync("Tab");
        }
        Assert.Fail($"{most} presses of Tab do not reach {target}");
    }
}
