using CustomerGrains.WebTests.Support;

namespace CustomerGrains.WebTests.Sdk;

/// <summary>Segment's SDK for browsers, unmodified, in a real Chromium on a page of another origin.</summary>
public sealed class BrowserSdkTests
{
    const string Page = """
        <!doctype html><html><head><title>A shop</title><script src="/sdk/index.js"></script></head><body><h1>A shop</h1></body></html>
        """;

    const string Drive = """
        async ([server, writeKey, batching]) => {
          const analytics = AnalyticsNext.AnalyticsBrowser.load(
            { writeKey, cdnURL: server },
            { integrations: { 'Segment.io': {
                apiHost: new URL(server).host + '/v1', protocol: 'http',
                deliveryStrategy: batching ? { strategy: 'batching', config: { size: 4, timeout: 200 } } : undefined } } });
          await analytics.page('Home');
          await analytics.track('Product Viewed', { product_id: 'p1', category: 'Tea', price: 4.5 });
          await analytics.identify('ann', { email: 'ann@example.com' });
          for (let i = 0; i < 5; i++) await analytics.track('Order Completed', { order_id: 'o' + i, total: 10.01, currency: 'GBP' });
          await analytics.group('acme');
          await analytics.alias('ann', 'ann-old');
          return (await analytics.user()).anonymousId();
        }
        """;

    [BrowserFact]
    public async Task Everything_it_sends_arrives_once() => await DriveAsync(failures: 0, batching: false);

    [BrowserFact]
    public async Task Everything_it_sends_in_batches_arrives_once() => await DriveAsync(failures: 0, batching: true);

    [BrowserFact]
    public async Task Everything_it_sends_arrives_once_although_the_server_answers_429_and_503_at_first() => await DriveAsync(failures: 6, batching: false);

    static async Task DriveAsync(int failures, bool batching)
    {
        var sdk = Path.Combine(await SegmentSdks.FolderAsync(), "node_modules", "@segment", "analytics-next", "dist", "umd");
        var journal = new TroubledJournal();
        await using var server = await TestServer.StartAsync(journal.Install);
        await using var site = await StaticSite.StartAsync(sdk, Page);
        await using var browser = await Browser.StartAsync();
        var page = await browser.PageAsync();
        var errors = new List<string>();
        page.PageError += (_, error) => errors.Add(error);
        page.Console += (_, message) => errors.Add(message.Text);
        await page.GotoAsync(site.Address.ToString());
        journal.FailNext(failures);
        var device = await page.EvaluateAsync<string>(Drive, new object[] { server.Address.ToString().TrimEnd('/'), TestServer.WriteKey, batching });

        var customer = await Wait.ForAsync(
            async () => await TryCustomerAsync(server), found => Total(found) >= 10 && Links(found).Count >= 2, $"ten touchpoints and two links ({string.Join("; ", errors)}) {server.Log}", 120);
        Assert.Equal(5, customer!.Value.GetProperty("value").GetProperty("orders").GetInt32());
        Assert.Equal(50.05m, customer.Value.GetProperty("value").GetProperty("gross").GetDecimal());
        Assert.Equal(10, Total(customer));
        Assert.Contains(device, Links(customer));
        Assert.Contains("ann-old", Links(customer));
        Assert.Equal(10, (await server.GetAsync("/api/kpis?window=all")).GetProperty("events").GetInt32());
        Assert.Equal(0, journal.FailuresLeft);
        Assert.Equal("web", customer.Value.GetProperty("touchpoints").GetProperty("byChannel").EnumerateObject().First().Name);
    }

    static async Task<System.Text.Json.JsonElement?> TryCustomerAsync(TestServer server)
    {
        var response = await server.Admin.GetAsync("/api/customers/ann");
        return response.IsSuccessStatusCode ? System.Text.Json.JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement : null;
    }

    static int Total(System.Text.Json.JsonElement? customer) => customer?.GetProperty("touchpoints").GetProperty("total").GetInt32() ?? 0;

    // An alias is recorded first and linked right after: for a moment there is one without the other.
    static List<string?> Links(System.Text.Json.JsonElement? customer) =>
        [.. customer?.GetProperty("links").EnumerateArray().Select(link => link.GetProperty("id").GetString()) ?? []];
}
