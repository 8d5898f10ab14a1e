using System.Net.Http.Json;
using CustomerGrains.Silo.Operations;
using CustomerGrains.TestSupport;
using CustomerGrains.WebTests.Support;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace CustomerGrains.WebTests.Pages;

/// <summary>
/// A server that has seen a month of a small shop, the same in every run: its clock is set to each touchpoint's time when it arrives and
/// stands at <see cref="Now"/> at the end, so that every number and every age on the pages is known.
/// </summary>
public sealed class SampleShop : IAsyncDisposable
{
    /// <summary>A Thursday afternoon.</summary>
    public static readonly DateTimeOffset Now = new(2026, 3, 12, 14, 2, 30, TimeSpan.Zero);

    /// <summary>The customer that the pages are tested with: a long story.</summary>
    public const string Grace = "grace.hopper";

    SampleShop(TestServer server) => Server = server;

    public TestServer Server { get; }

    internal static Task<SampleShop> OpenAsync() => OpenAsync([.. SampleEvents.All(Now).OrderBy(each => each.At)]);

    /// <summary>The same shop before its first day.</summary>
    internal static Task<SampleShop> OpenEmptyAsync() => OpenAsync([]);

    static async Task<SampleShop> OpenAsync(List<SampleEvent> events)
    {
        var clock = new SetClock(events.Count > 0 ? events[0].At : Now);
        var server = await TestServer.StartAsync(Configure, "--Value:ReportingCurrency=GBP");
        // What happened within a minute arrives together.
        var minutes = events.GroupBy(each => each.At.ToUnixTimeSeconds() / 60).ToList();
        var history = server.Services.GetRequiredService<MeterHistory>();
        foreach (var (i, minute) in minutes.Index())
        {
            clock.Set(minute.Max(each => each.At).AddMilliseconds(40));
            var answer = await server.BatchAsync([.. minute.Select(each => each.Body)]);
            Assert.Equal(0, answer.GetProperty("rejected").GetArrayLength());
            // The last of them are measured step by step, so that there is something to see of it.
            if (i > minutes.Count - (MeterHistory.Kept / 2)) history.Sample();
        }
        if (events.Count > 0) clock.Set(Now.AddSeconds(-20));
        if (events.Count > 0) await SettleInAsync(server);
        if (events.Count > 0) await RaiseAlertAsync(server, clock);
        clock.Set(Now);
        return new(server);

        void Configure(WebApplicationBuilder builder)
        {
            builder.Services.AddFakeClock(clock);
            // SignalR asks the system's clock whether a session is over.
            builder.Services.PostConfigure<CookieAuthenticationOptions>(
                CookieAuthenticationDefaults.AuthenticationScheme, options => options.ExpireTimeSpan = TimeSpan.FromDays(36_500));
        }
    }

    /// <summary>Two rules, one of which is raised at once; its watch looks once a second of the shop's own time.</summary>
    static async Task RaiseAlertAsync(TestServer server, SetClock clock)
    {
        await PutAsync("carts", new { name = "Carts are left behind", source = "size", scope = "segment/cart-abandoned", op = ">", threshold = 5 });
        await PutAsync("at-risk", new { name = "At risk fills up", source = "entered", scope = "stage/At risk", window = "10m", op = ">", threshold = 20 });
        for (var second = 19; second > 0; second--)
        {
            clock.Set(Now.AddSeconds(-second));
            for (var look = 0; look < 20; look++)
            {
                if ((await server.GetAsync("/api/alerts?state=open")).GetProperty("items").GetArrayLength() > 0) return;
                await Task.Delay(50);
            }
        }
        Assert.Fail("the sample shop's alert is not raised: " + server.Log);

        async Task PutAsync(string key, object rule)
        {
            using var answer = await server.CallAsync(HttpMethod.Put, $"/api/alerts/rules/{key}", rule);
            Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        }
    }

    /// <summary>Colleagues, keys, and a sender that makes mistakes.</summary>
    static async Task SettleInAsync(TestServer server)
    {
        await PostAsync("/api/users", new { user = "maya", password = "a password for maya", role = "operator" });
        await PostAsync("/api/users", new { user = "tom", password = "a password for tom", role = "agent" });
        await PostAsync("/api/keys", new { kind = "writeKey", name = "Warehouse" });
        await PostAsync("/api/keys", new { kind = "apiToken", name = "Nightly export", role = "agent" });
        await PostAsync("/api/webhooks", new { name = "Warehouse bell", url = "http://warehouse.example/bell", events = new[] { "alert.raised" } });
        using (var paused = await server.CallAsync(HttpMethod.Put, "/api/webhooks/1", new { paused = true })) Assert.True(paused.IsSuccessStatusCode);
        // A receiver that takes everything: this server's own door for what it ignores.
        await PostAsync("/api/webhooks", new { name = "Mailing tool", url = new Uri(server.Address, "/v1/m"), events = new[] { "segment.joined", "segment.left", "stage.entered" }, segments = new[] { "cart-abandoned" } });
        await PostAsync("/api/webhooks/2/test", new { });
        await server.BatchAsync(
            new { type = "track", @event = "Order Completed", userId = "cust-1004", messageId = "late-1", properties = new { total = "a lot", currency = "GBP" } },
            new { type = "track", @event = "Product Viewed", messageId = "late-2", properties = new { product_id = "COF-01" } },
            new { type = "page", name = "Home", userId = Grace, messageId = "m-grace.hopper-1" });
        await server.PostAsync("/v1/batch", "{\"batch\": [");
        await FollowUpAsync(server);

        async Task PostAsync(string path, object body)
        {
            using var answer = await server.Admin.PostAsJsonAsync(path, body);
            Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        }
    }

    /// <summary>Tom has resolved the one that waited longest, and taken the next.</summary>
    static async Task FollowUpAsync(TestServer server)
    {
        var tom = await server.SignInAsync("tom", "a password for tom");
        var ids = (await server.GetAsync("/api/followups")).GetProperty("items").EnumerateArray().Select(each => each.GetProperty("id").GetString()!).ToList();
        await DoAsync(ids[0], "take", new { });
        await DoAsync(ids[0], "resolve", new { outcome = "Called her: the parcel was left with a neighbour. She has it now, and a voucher." });
        await DoAsync(ids[1], "take", new { });
        await DoAsync(ids[1], "note", new { text = "The carrier looks for it until Monday." });

        async Task DoAsync(string id, string act, object body)
        {
            using var answer = await server.CallAsync(HttpMethod.Post, $"/api/followups/{id}/{act}", body, tom);
            Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        }
    }

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
