using CustomerGrains.Domain.Rules;
using CustomerGrains.DomainTests.Support;

namespace CustomerGrains.DomainTests.Rules;

/// <summary>Every field of the vocabulary reads what it says, in every spelling.</summary>
public sealed class FieldTests
{
    const double Day = 1440;

    // The story begins on 2025-12-26, so that its end lies before the door's present.
    static double T(double minute) => minute - (6 * Day);

    /// <summary>Two orders, a refund, a cancellation, a full cart, answers, tickets, consents, traits; asked on the tenth day.</summary>
    static Story Ada() => new Story()
        .Identify(T(1), new { name = "Ada Lovelace", email = "ada@example.com", plan = "pro", age = 36, spend = "120.5", vip = true, born = "1990-12-10", tags = new[] { "Math", "Engine" }, address = new { city = "London" }, preferences = new { newsletter = "weekly" } })
        .Track("Product Viewed", T(2), new { product_id = "p1", category = "Shoes" })
        .Track("Product Viewed", T(3), new { product_id = "p2", category = "Shoes" })
        .Track("Product Viewed", T(4), new { product_id = "p3", category = "Running Shoes" })
        .Track("Checkout Started", T(5))
        .Track("Order Completed", T(10), new { total = 100, currency = "GBP" })
        .Track("Order Completed", T(2 * Day), new { total = 50, currency = "EUR" })
        .Track("Order Completed", T((2 * Day) + 5), new { total = 7, currency = "USD" })
        .Track("Order Refunded", T(3 * Day), new { total = 30, currency = "GBP" })
        .Track("Order Cancelled", T((3 * Day) + 1), new { total = 10, currency = "EUR" })
        .Track("Survey Answered", T(4 * Day), new { metric = "nps", score = 9, comment = "Quick delivery" })
        .Track("Survey Answered", T((4 * Day) + 1), new { metric = "nps", score = 4, comment = "Slow delivery" })
        .Track("Survey Answered", T((4 * Day) + 2), new { metric = "csat", score = 5 })
        .Track("Survey Answered", T((4 * Day) + 3), new { metric = "ces", score = 3 })
        .Track("Ticket Opened", T(1 * Day), new { ticket_id = "T-1" })
        .Track("Ticket Resolved", T(3 * Day), new { ticket_id = "T-1" })
        .Track("Ticket Opened", T(5 * Day), new { ticket_id = "T-2" })
        .Track("Consent Given", T(6), new { purpose = "marketing" })
        .Track("Consent Withdrawn", T(7), new { purpose = "marketing", channel = "email" })
        .Track("Referral Made", T(8))
        .Send(new { type = "track", @event = "Product Added", userId = "ada", properties = new { product_id = "sku-1", name = "Blue Shoe", price = 20, quantity = 2, currency = "GBP", category = "Shoes" }, timestamp = Story.Start.AddMinutes(T(9 * Day)), context = new { channel = "web" } })
        .Send(new { type = "track", @event = "Product Added", userId = "ada", properties = new { product_id = "sku-2", price = 10, currency = "EUR" }, timestamp = Story.Start.AddMinutes(T((9 * Day) + 1)), context = new { channel = "mobile" } })
        .Send(new { type = "page", userId = "ada", name = "Home", timestamp = Story.Start.AddMinutes(T((9 * Day) + 2)), context = new { channel = "mobile" } })
        .Enter("New", null, T(10))
        .Enter("Loyal", "New", T(2 * Day))
        .Join("vip", T(3 * Day))
        .Absorb("anon-1");

    static readonly string[] True =
    [
        "id = \"ADA\"", "id starts with \"ad\"", "known", "known = yes", "displayName ends with \"lovelace\"", "displayName contains \"da lo\"",
        "firstSeen older than 9d", "firstSeen < 2025-12-27", "lastSeen within 1d", "seen within 1d", "lastSeen > 2026-01-03", "touchpoints.count = 23", "links.count = 1",
        "traits.plan = \"Pro\"", "traits.plan != \"team\"", "traits.plan in (\"pro\", \"team\")", "traits.plan not in (\"team\")", "traits.age >= 36", "traits.age in (36, 37)", "traits.spend > 120", "traits.vip", "traits.vip = yes",
        "traits.born < 2000-01-01", "traits.born older than 3650d", "traits.tags has \"math\"", "traits.tags has all (\"Math\", \"Engine\")", "traits.address.city = \"London\"", "traits.\"plan\" = \"pro\"", "traits.nothing is missing", "traits.plan is known",
        "preferences.explicit.newsletter = \"weekly\"", "choices.newsletter = \"weekly\"",
        "consents has \"marketing\"", "preferences.consents has \"marketing\"", "consents.marketing = yes", "preferences.consents.marketing", "consents.marketing.email = no", "consents.marketing.sms = yes", "preferences.consents.marketing.email = no", "consents.profiling is missing",
        "channels has \"web\"", "preferences.channels has \"mobile\"", "channels.favourite = \"mobile\"", "preferences.channels.favourite = \"mobile\"", "channels.web.share < 50", "channels.mobile.share > 30", "channels.phone.share > 30", "preferences.channels.web.share > 10",
        "channels.mobile.count = 2", "preferences.channels.mobile.count = 2", "channels.web.last within 2d", "preferences.channels.web.last within 2d", "hours.favourite = 0", "preferences.hours.favourite = 0",
        "categories has \"shoes\"", "preferences.categories has \"Running Shoes\"", "categories.favourite = \"Shoes\"", "preferences.categories.favourite = \"Shoes\"", "categories.Shoes.share > 70", "preferences.categories.Shoes.share < 80",
        "categories.\"Running Shoes\".count = 1", "preferences.categories.Shoes.count = 3", "categories.Shoes.last within 2d", "preferences.categories.Shoes.last within 2d",
        "cart.items = 2", "cart.quantity = 3", "cart.total = 48", "cart.total = 40 GBP", "cart.total = 10 EUR", "cart.updated within 1d", "cart.products has \"sku-2\"", "cart.products has \"blue shoe\"",
        "orders.count = 3", "value.orders = 3", "orders.days = 2", "value.buyingDays = 2", "orders.first < 2025-12-26T00:11", "value.firstOrder older than 9d", "orders.last older than 7d", "value.lastOrder older than 7d", "ordered within 9d", "not ordered within 7d",
        "orders.cancelled = 1", "value.cancelled = 1", "refunds.count = 2", "value.refundCount = 2", "refunds.last within 8d", "refunded within 8d",
        "value.gross = 140", "orders.gross = 140", "value.gross = 100 GBP", "value.gross = 7 USD", "value.refunded = 38", "refunds.total = 30 GBP", "value.net = 102", "value.net = 40 EUR", "value.averageOrder = 70", "orders.average = 50 EUR",
        "value.unconverted = 1", "value.currency = \"gbp\"", "value.byCurrency.GBP.orders = 1", "value.byCurrency.gbp.gross = 100", "value.byCurrency.EUR.refundCount = 1", "value.byCurrency.EUR.refunded = 10 EUR", "value.byCurrency.EUR.net = 40",
        "value.predicted.alive > 0.7", "predicted.alive < 0.9", "value.predicted.returns12m < 0.5", "predicted.returns12m > 0.3", "value.predicted.orders12m > 2", "predicted.orders12m < 3", "value.predicted.value12m > 100", "predicted.value12m < 200 GBP",
        "value.rfm.recency = 3", "rfm.recency in (3, 4)", "value.predicted.recency >= 3", "value.rfm.frequency = 2", "rfm.frequency < 3", "value.predicted.frequency = 2", "value.rfm.monetary = 2", "rfm.monetary != 3", "value.predicted.monetary <= 2",
        "nps.last = 4", "experience.nps.last <= 6", "nps.score = 0", "experience.nps.score = 0", "nps.answers = 2", "experience.nps.answers = 2", "nps.at within 6d", "experience.nps.at older than 5d", "nps.comment contains \"SLOW\"", "experience.nps.comment starts with \"slow\"",
        "csat.last = 5", "experience.csat.last = 5", "csat.share = 100", "experience.csat.share = 100", "csat.answers = 1", "experience.csat.answers = 1", "csat.at within 6d", "experience.csat.at within 6d", "csat.comment is missing", "experience.csat.comment is missing",
        "ces.last = 3", "experience.ces.last = 3", "ces.mean = 3", "experience.ces.mean = 3", "ces.share = 0", "experience.ces.share = 0", "ces.answers = 1", "experience.ces.answers = 1", "ces.at within 6d", "experience.ces.at within 6d", "ces.comment is missing", "experience.ces.comment is missing",
        "tickets.open = 1", "experience.openTickets = 1", "tickets.resolved = 1", "experience.resolvedTickets = 1", "tickets.oldestOpen older than 5d", "tickets.updated older than 5d", "tickets.timeToResolve = 2d", "experience.timeToResolve >= 47h",
        "looks.count = 3", "referrals.count = 1", "checkout.last older than 9d",
        "journey.stage = \"loyal\"", "journey.stage in (\"New\", \"Loyal\")", "journey.since older than 8d", "journey.from = \"New\"", "journey.history has \"New\"",
        "segments has \"vip\"", "segments has any (\"x\", \"vip\")", "not segments has all (\"x\", \"vip\")", "segments.vip.since older than 7d", "segments.other.since is missing",
        "count(\"Product Viewed\") = 3", "count(\"viewed product\", 10d) = 3", "count(\"Product Viewed\", 9d) = 0", "count(\"Viewed Home Page\", 1d) = 1", "count(channel \"mobile\") = 2", "count(channel mobile, 1d) = 2", "count(orders) = 3", "count(orders, 9d) = 2",
        "count(refunds, 8d) = 2", "count(touchpoints) = 23", "count(touchpoints, 1d) = 2", "count(touchpoints, 25h) = 3", "sum(orders) = 140", "sum(orders, 9d) = 40", "sum(orders, 9d) >= 50 EUR", "sum(refunds, 8d) = 38", "sum(refunds) = 30 GBP",
        "last(\"Referral Made\") older than 9d", "last(channel \"web\") within 2d", "last(orders) within 9d", "last(refunds) within 8d", "last(touchpoints) within 1d", "first(orders) older than 9d", "first(touchpoints) older than 9d",
        "always", "not never",
    ];

    public static TheoryData<string> Rules() => [.. True];

    [Theory]
    [MemberData(nameof(Rules))]
    public void A_field_reads_what_it_says(string rule)
    {
        var context = Asking.At(T(10 * Day), new FadingPredictions());
        Assert.True(Asking.Rule(rule).Evaluate(Ada().State, context).Holds, Asking.Rule(rule).Why(Ada().State, context));
        Assert.False(Asking.Rule($"not ({rule})").Evaluate(Ada().State, context).Holds);
    }

    [Fact]
    public void Every_spelling_of_every_field_is_among_them()
    {
        var parts = True.SelectMany(rule => rule.Replace("Running Shoes", "Running", StringComparison.Ordinal).Split(' ')).Select(word => word.Trim('(', ')')).ToList();
        foreach (var path in Vocabulary.Items.SelectMany(item => (string[])[item.Path, .. item.Aliases]))
        {
            var pattern = path.Split('.');
            Assert.True(parts.Exists(part => part.Split('.') is var written && written.Length >= pattern.Length
                && pattern.Index().All(each => each.Item[0] == '<' || each.Item.Equals(written[each.Index], StringComparison.Ordinal))), path);
        }
    }
}
