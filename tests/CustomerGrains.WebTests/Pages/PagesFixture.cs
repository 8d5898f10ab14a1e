using CustomerGrains.WebTests.Support;

namespace CustomerGrains.WebTests.Pages;

/// <summary>
/// One browser for all tests of the pages, and one server with the sample shop for those that only look. Both start when somebody first
/// asks for them: where there is no browser nobody does.
/// </summary>
public sealed class PagesFixture : IAsyncLifetime
{
    readonly Lazy<Task<Browser>> _browser = new(Browser.StartAsync);
    readonly Lazy<Task<SampleShop>> _shop = new(SampleShop.OpenAsync);
    readonly Lazy<Task<SampleShop>> _empty = new(SampleShop.OpenEmptyAsync);

    public Task<Browser> BrowserAsync() => _browser.Value;

    public Task<SampleShop> ShopAsync() => _shop.Value;

    /// <summary>Somebody who looks at the sample shop, signed in as its administrator, on the shop's own time.</summary>
    public Task<Visitor> VisitShopAsync(Look? look = null, bool signedIn = true) => VisitAsync(_shop, look, signedIn);

    /// <summary>The same at a server that nothing has happened to, and that nobody changes.</summary>
    public Task<Visitor> VisitEmptyAsync(Look? look = null) => VisitAsync(_empty, look, signedIn: true);

    /// <summary>Somebody who looks at a server of the test's own.</summary>
    internal async Task<Visitor> VisitAsync(Uri server, Look? look = null) => await Visitor.ComeAsync(await BrowserAsync(), server, look);

    public Task InitializeAsync() => Task.CompletedTask;

    async Task<Visitor> VisitAsync(Lazy<Task<SampleShop>> shop, Look? look, bool signedIn)
    {
        var visitor = await VisitAsync((await shop.Value).Server.Address, (look ?? new()) with { Now = SampleShop.Now });
        if (signedIn) await visitor.SignInAsync();
        return visitor;
    }

    public async Task DisposeAsync()
    {
        if (_browser.IsValueCreated) await (await _browser.Value).DisposeAsync();
        foreach (var shop in new[] { _shop, _empty })
            if (shop.IsValueCreated) await (await shop.Value).DisposeAsync();
    }
}

[CollectionDefinition(Name)]
public sealed class PagesCollection : ICollectionFixture<PagesFixture>
{
    public const string Name = "pages";
}

/// <summary>The tour of all pages takes as long as the other tests together: with a browser of its own it runs beside them.</summary>
[CollectionDefinition(Name)]
public sealed class TourCollection : ICollectionFixture<PagesFixture>
{
    public const string Name = "tour of the pages";
}
