using CustomerGrains.WebTests.Support;
using Microsoft.Playwright;

namespace CustomerGrains.WebTests.Pages;

/// <summary>
/// What every page keeps, wide and narrow, light and dark. Each is photographed on the way: into docs/screenshots/ with
/// UPDATE_SCREENSHOTS=1, else into a temporary folder.
/// </summary>
[Collection(TourCollection.Name)]
public sealed class EveryPageTests(PagesFixture pages) : IDisposable
{
    /// <summary>How many elements would still be animated for more than a blink.</summary>
    const string Moving = """
        () => [...document.querySelectorAll('*')].filter(element => {
          const style = getComputedStyle(element);
          const durations = `${style.transitionDuration},${style.animationName === 'none' ? '0s' : style.animationDuration}`;
          return durations.split(',').some(each => parseFloat(each) * (each.trim().endsWith('ms') ? 1 : 1000) > 20);
        }).length
        """;

    /// <summary>The port is another one in every run: pictures show the one that an ordinary start has.</summary>
    const string OrdinaryAddress = """
        () => {
          const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          for (let text = texts.nextNode(); text !== null; text = texts.nextNode())
            if (text.data.includes(location.host)) text.data = text.data.replaceAll(` --url ${location.origin}`, '').replaceAll(location.host, 'localhost:5080');
        }
        """;

    readonly string? _temporary = Environment.GetEnvironmentVariable("UPDATE_SCREENSHOTS") == "1" ? null : Directory.CreateTempSubdirectory("customergrains-pages-").FullName;

    string Pictures => _temporary ?? Repository.Folder(Path.Combine("docs", "screenshots"));

    public void Dispose()
    {
        if (_temporary is not null) Repository.DeleteFolder(_temporary);
    }

    [BrowserTheory]
    [InlineData(1280, false)]
    [InlineData(1280, true)]
    [InlineData(400, false)]
    [InlineData(400, true)]
    public async Task Every_page_has_a_heading_and_a_title_fits_its_width_and_breaks_no_rule_of_accessibility(int width, bool dark)
    {
        var look = new Look { Width = width, Height = width < 800 ? 860 : 960, Dark = dark, Script = await Axe.ScriptAsync() };
        var faults = new List<string>();
        var seen = new List<string>();
        await Tour.OverAsync(pages, look, async (place, page) =>
        {
            var picture = Path.Combine(Pictures, $"{place.Name}-{width}-{(dark ? "dark" : "light")}.png");
            await page.EvaluateAsync(OrdinaryAddress);
            await page.ScreenshotAsync(new() { Path = picture, Animations = ScreenshotAnimations.Disabled, Caret = ScreenshotCaret.Hide });
            if (new FileInfo(picture).Length < 4_000) faults.Add($"{place}: the picture is empty");
            if (await page.GetByRole(AriaRole.Heading, new() { Level = 1 }).CountAsync() != 1) faults.Add($"{place}: not exactly one main heading");
            if (!(await page.TitleAsync()).EndsWith("CustomerGrains", StringComparison.Ordinal)) faults.Add($"{place}: its title is '{await page.TitleAsync()}'");
            var wider = await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - document.documentElement.clientWidth");
            if (wider > 0) faults.Add($"{place}: {wider} pixels wider than the window");
            if (await page.EvaluateAsync<int>(Moving) is > 0 and var moving) faults.Add($"{place}: {moving} elements move although less motion is asked for");
            foreach (var violation in await Axe.ViolationsAsync(page)) faults.Add($"{place}: {violation}");
            seen.Add(place.Name);
        });
        Assert.Equal(Places.All.Select(place => place.Name).Order(), seen.Order());
        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }
}
