using System.Text.Json;
using CustomerGrains.WebTests.Support;
using Microsoft.Playwright;

namespace CustomerGrains.WebTests.Pages;

/// <summary>
/// The whole way, on the real clock: a shopper leaves her cart, time alone makes her a member, and every page that shows it changes by itself; then she buys,
/// and it changes back. Each page says when it changed, and that is held against the server's own instants.
/// </summary>
[Collection(PagesCollection.Name)]
public sealed class AbandonedCartTests(PagesFixture pages)
{
    const string Key = "carts-waiting";
    const string Name = "Carts waiting";

    /// <summary>How much later than the deadline a page may show it.</summary>
    static readonly TimeSpan _soon = TimeSpan.FromSeconds(2);

    [BrowserFact]
    public async Task A_cart_that_is_left_shows_everywhere_within_two_seconds_of_the_deadline_and_goes_by_buying()
    {
        await using var server = await TestServer.StartAsync("--Value:ReportingCurrency=GBP");
        using var put = await server.CallAsync(HttpMethod.Put, $"/api/segments/{Key}", new { name = Name, rule = "cart.items > 0 and cart.updated older than 2s", version = 0 });
        Assert.True(put.IsSuccessStatusCode, await put.Content.ReadAsStringAsync());
        await server.BatchAsync(new { type = "identify", userId = "ann", traits = new { name = "Ann Lee" } });
        await using var visitor = await pages.VisitAsync(server.Address);
        await visitor.SignInAsync();
        var list = visitor.Page;
        var (stream, customer, figures) = (await visitor.NewPageAsync(), await visitor.NewPageAsync(), await visitor.NewPageAsync());
        await visitor.GoAsync(list, "/segments");
        await visitor.GoAsync(stream, "/transitions");
        await visitor.GoAsync(customer, "/customers/ann");
        await visitor.GoAsync(figures, $"/?scope=segment/{Key}");
        // Everybody is looking, and nothing is to be seen yet.
        await Task.WhenAll(WhenAsync(list, Size(0)), WhenAsync(stream, Transition("began in", "Aware")), WhenAsync(customer, NotMember), WhenAsync(figures, Active(0)));

        IPage[] all = [list, stream, customer, figures];
        var joined = new[] { Size(1), Transition("joined", Name), Member, Active(1) };
        var seen = all.Zip(joined, WhenAsync).ToArray();
        await server.BatchAsync(Track("Product Added", new { product_id = "p1", name = "Kettle", price = 20, currency = "GBP", quantity = 2 }));
        var deadline = (await server.CustomerAsync("ann")).GetProperty("cart").GetProperty("updated").GetDateTimeOffset().AddSeconds(2);
        foreach (var (at, page) in (await Task.WhenAll(seen)).Zip(all)) Assert.True(at >= deadline && at <= deadline + _soon, $"{page.Url} changed at {at:O}; the deadline was {deadline:O}");

        var membership = Assert.Single((await server.CustomerAsync("ann")).GetProperty("segments").EnumerateArray(), segment => segment.GetProperty("key").GetString() == Key);
        Assert.Equal((deadline, "time"), (membership.GetProperty("since").GetDateTimeOffset(), membership.GetProperty("cause").GetString()));

        var left = new[] { Size(0), Transition("left", Name), NotMember, Active(0) };
        seen = all.Zip(left, WhenAsync).ToArray();
        await server.BatchAsync(Track("Order Completed", new { order_id = "o1", total = 40, currency = "GBP" }));
        var bought = (await server.GetAsync($"/api/transitions?segment={Key}")).GetProperty("items")[0];
        Assert.Equal(("left", "event"), (bought.GetProperty("kind").GetString(), bought.GetProperty("cause").GetString()));
        var instant = bought.GetProperty("decidedAt").GetDateTimeOffset();
        foreach (var (at, page) in (await Task.WhenAll(seen)).Zip(all)) Assert.True(at <= instant + _soon, $"{page.Url} changed at {at:O}; she bought at {instant:O}");
    }

    static string Size(int size) => $"rows('.segment-row', {JsonSerializer.Serialize(Name)}).some(row => parseInt(row.querySelector('.segment-size dd').textContent) === {size})";

    static string Transition(string verb, string of) => $"rows('.transitions li', 'Ann Lee').some(row => row.textContent.includes('{verb}') && row.textContent.includes({JsonSerializer.Serialize(of)}))";

    static string Member => $"rows('.memberships li', {JsonSerializer.Serialize(Name)}).length > 0";

    static string NotMember => $"rows('.segments-card', '').length > 0 && !({Member})";

    static string Active(int customers) => $"rows('.tile', 'Active customers').some(tile => tile.querySelector('.figure').textContent === '{customers}')";

    /// <summary>The instant at which the page shows it, by the clock that it shares with the server: no polling, the page itself tells.</summary>
    static async Task<DateTimeOffset> WhenAsync(IPage page, string condition) => DateTimeOffset.FromUnixTimeMilliseconds((long)await page.EvaluateAsync<double>($$"""
        () => new Promise((done, fail) => {
          const rows = (selector, text) => [...document.querySelectorAll(selector)].filter(row => row.textContent.includes(text));
          const look = () => {
            if (!({{condition}})) return;
            observer.disconnect();
            done(Date.now());
          };
          const observer = new MutationObserver(look);
          observer.observe(document, { subtree: true, childList: true, characterData: true });
          setTimeout(() => fail(new Error(document.body.innerText.slice(0, 2000))), 30000);
          look();
        })
        """));

    static object Track(string @event, object properties) => new { type = "track", @event, userId = "ann", properties };
}
