namespace CustomerGrains.WebTests.Pages;

/// <summary>Grace's story: half a year, three pages of touchpoints, something in every card.</summary>
static class GraceSample
{
    /// <summary>The very first thing she did.</summary>
    public const string FirstStep = "Campaign Landing";

    /// <summary>How many touchpoints she has.</summary>
    public const int Touchpoints = 154;

    static readonly (string Id, string Name, string Category, decimal Price) _espresso = ("COF-01", "House Espresso 1 kg", "Coffee", 18.90m);
    static readonly (string Id, string Name, string Category, decimal Price) _pan = ("KIT-02", "Cast Iron Pan", "Kitchen", 89.90m);
    static readonly (string Id, string Name, string Category, decimal Price) _mug = ("TAB-01", "Stoneware Mug", "Table", 16.50m);

    public static IEnumerable<SampleEvent> All(DateTimeOffset now)
    {
        var web = new SampleEvents.Story("web", SampleShop.Grace, "grace-laptop") { At = Midnight(now).AddDays(-170).AddHours(9).AddMinutes(12) };
        var steps = Story(web, now).ToList();
        // Quiet visits between the rest: the history is long, as it is with real customers.
        for (var visit = 0; steps.Count < Touchpoints; visit++)
        {
            web.At = Midnight(now).AddDays(-165 + visit * 2.5).AddHours(9).AddMinutes(visit % 50);
            steps.Add(web.Page(visit % 3 == 0 ? "Home" : visit % 3 == 1 ? "Coffee" : "Recipes"));
            if (steps.Count < Touchpoints) steps.Add(web.Track("Product Viewed", SampleEvents.Line(visit % 4 == 3 ? _mug : _espresso, 1)));
        }
        return steps;
    }

    static IEnumerable<SampleEvent> Story(SampleEvents.Story web, DateTimeOffset now)
    {
        yield return web.Page(FirstStep);
        yield return web.Track("Product Viewed", SampleEvents.Line(_espresso, 1));
        yield return web.Identify(new { name = "Grace Hopper", email = "grace@example.com", phone = "+44 20 7946 0018", city = "London", language = "English", contact_by = "email" });
        yield return web.Track("Consent Given", new { purpose = "marketing", channel = "email" });
        yield return Order(web, "order-grace-1", _espresso, 2);

        web.At = Midnight(now).AddDays(-120).AddHours(19);
        yield return Order(web, "order-grace-2", _espresso, 2);
        yield return web.Track("Survey Answered", new { metric = "csat", score = 5, comment = "Arrived the next day." }, "email");

        web.At = Midnight(now).AddDays(-60).AddHours(12);
        yield return web.Track("Message Opened", new { campaign = "Pans in spring" }, "email");
        yield return Order(web, "order-grace-3", _pan, 1);
        yield return web.Track("Referral Made", new { referred = "katherine" });

        web.At = Midnight(now).AddDays(-20).AddHours(10);
        yield return Order(web, "order-grace-4", _mug, 4);
        yield return web.Track("Ticket Opened", new { ticket_id = "T-4811", subject = "Two mugs arrived chipped" }, "phone");

        web.At = Midnight(now).AddDays(-18).AddHours(15);
        yield return web.Track("Order Refunded", new { order_id = "order-grace-4", total = 33.00m, currency = "GBP" }, "server");
        yield return web.Track("Ticket Resolved", new { ticket_id = "T-4811" }, "phone");
        yield return web.Track("Survey Answered", new { metric = "ces", score = 6 }, "phone");

        web.At = Midnight(now).AddDays(-2).AddHours(17);
        yield return web.Track("Survey Answered", new { metric = "nps", score = 9, comment = "I would, if the mugs were packed better." }, "email");

        web.At = now.AddMinutes(-25);
        yield return web.Page("Home");
        yield return web.Track("Product Viewed", SampleEvents.Line(_pan, 1));
        yield return web.Track("Product Added", SampleEvents.Line(_espresso, 2));
        yield return web.Track("Product Added", SampleEvents.Line(_mug, 1));
        web.At = now.AddMinutes(-4);
        yield return web.Track("Ticket Opened", new { ticket_id = "T-5120", subject = "Where is my invoice?" }, "chat");
    }

    static DateTimeOffset Midnight(DateTimeOffset now) => new(now.Date, TimeSpan.Zero);

    static SampleEvent Order(SampleEvents.Story web, string id, (string Id, string Name, string Category, decimal Price) article, int quantity) =>
        web.Track("Order Completed", new { order_id = id, total = article.Price * quantity, currency = "GBP", products = new[] { SampleEvents.Line(article, quantity) } });
}
