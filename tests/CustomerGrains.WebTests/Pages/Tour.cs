using Microsoft.Playwright;

namespace CustomerGrains.WebTests.Pages;

/// <summary>Goes through all pages, each shown in full before it is looked at.</summary>
static class Tour
{
    public static async Task OverAsync(PagesFixture pages, Look look, Func<Place, IPage, Task> stop)
    {
        foreach (var places in Places.All.GroupBy(place => (place.Outside, place.Empty)))
        {
            await using var visitor = places.Key.Empty ? await pages.VisitEmptyAsync(look) : await pages.VisitShopAsync(look, signedIn: !places.Key.Outside);
            visitor.Expected = text => text.Contains("401", StringComparison.Ordinal); // who is signed in? nobody yet
            foreach (var place in places)
            {
                await visitor.GoAsync(place.Path);
                await place.There(visitor.Page);
                await SettledAsync(visitor.Page);
                await stop(place, visitor.Page);
            }
        }
    }

    /// <summary>Waits for the fonts, for what still moves, and for the live connection where there is one.</summary>
    static async Task SettledAsync(IPage page)
    {
        const string settled = """
            () => document.fonts.status === 'loaded'
              && document.getAnimations().every(each => each.playState !== 'running')
              && ![...document.querySelectorAll('[role=status]')].some(each => /^connecting/i.test(each.textContent))
            """;
        await page.WaitForFunctionAsync(settled);
    }
}
