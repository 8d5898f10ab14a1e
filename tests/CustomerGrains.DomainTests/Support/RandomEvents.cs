using System.Globalization;
using System.Text.Json;
using CustomerGrains.Domain.Journal;

namespace CustomerGrains.DomainTests.Support;

/// <summary>
/// Makes events of every kind and meaning, from a seed: few distinct times (so that many are equal), two main currencies, and more names, traits,
/// categories, tickets and cart changes than the state keeps. They go in through the door.
/// </summary>
sealed class RandomEvents(int seed, int variety = 150, int days = 40)
{
    static readonly string[] TrackNames =
    [
        "Products Searched", "Product List Viewed", "viewed product category", "Product Viewed", "PRODUCT  clicked", "Product Added", "added product",
        "Product Removed", "Cart Cleared", "Cart Viewed", "Checkout Started", "Payment Info Entered", "Order Completed", "completed order",
        "Order Refunded", "Order Cancelled", "order canceled", "Survey Answered", "Ticket Opened", "Ticket Updated", "Ticket Resolved", "Referral Made",
        "Subscription Started", "Subscription Renewed", "Subscription Cancelled", "Consent Given", "Consent Withdrawn", "Message Delivered",
        "Message Opened", "Email Link Clicked", "Message Unsubscribed", "Promotion Clicked", "Coupon Applied",
    ];

    readonly Random _random = new(seed);
    int _messages;

    public JournalEntry[] Journal(int count, Theme theme = Theme.Everything) =>
        [.. Enumerable.Range(1, count).Select(seq => Door.Accept(Json(theme)).ToEntry(seq))];

    public string Json(Theme theme = Theme.Everything)
    {
        var kind = theme == Theme.Everything ? _random.Next(12) : 0;
        object message = kind switch
        {
            1 => new { type = "page", name = Pick("Home", "Cart", null), properties = new { title = Word("Title") } },
            2 => new { type = "screen", name = Pick("Home", "Basket") },
            3 => new { type = "group", groupId = Word("group") },
            4 => new { type = "alias", userId = "ada", previousId = "ada" },
            5 or 6 => Identify(4),
            _ => theme == Theme.Traits ? Identify(30) : Track(theme),
        };
        var fields = JsonSerializer.SerializeToNode(message)!.AsObject();
        fields["messageId"] = string.Create(CultureInfo.InvariantCulture, $"{_random.Next(100):00}-{seed}-{++_messages}");
        if (_random.Next(3) == 0)
            fields["userId"] = "ada";
        fields["anonymousId"] = "ada";
        fields["timestamp"] = Door.Now.AddHours(-_random.Next(24 * days)).ToString("O");
        fields["context"] = JsonSerializer.SerializeToNode(new { channel = Pick("web", "mobile", "store", "server", "email") });
        return fields.ToJsonString();
    }

    object Identify(int traits)
    {
        var values = new Dictionary<string, object?> { ["name"] = Word("Name"), ["email"] = Word("mail"), ["phone"] = null };
        for (var i = 0; i < traits; i++)
            values[Word("trait")] = Pick<object?>(1, "text", true, null, new { city = Word("City") }, new[] { 1, 2 });
        if (_random.Next(2) == 0)
            values["preferences"] = Enumerable.Range(0, 1 + (traits / 4)).Select(_ => Word("choice")).Distinct().ToDictionary(word => word, _ => Pick("a", "b", null));
        return new { type = "identify", userId = "ada", traits = values };
    }

    object Track(Theme theme)
    {
        var name = theme switch
        {
            Theme.Names => Pick(Word("Something"), Pick(TrackNames)),
            Theme.Cart => Pick("Product Added", "Product Added", "Product Removed", _random.Next(60) == 0 ? "Order Completed" : "Product Added"),
            Theme.Tickets => Pick("Ticket Opened", "Ticket Updated", "Ticket Resolved"),
            Theme.Consents => Pick("Consent Given", "Consent Withdrawn", "Message Unsubscribed"),
            Theme.Orders => Pick("Order Completed", "Order Refunded", "Order Cancelled"),
            _ => _random.Next(8) == 0 ? Word("Something") : Pick(TrackNames),
        };
        return new { type = "track", @event = name, properties = Properties(name, theme) };
    }

    Dictionary<string, object?> Properties(string name, Theme theme)
    {
        var properties = new Dictionary<string, object?>
        {
            ["name"] = Word("Product"),
            ["product_id"] = Word("p"),
            ["category"] = Word("Category"),
            ["price"] = _random.Next(10000) / 100m,
            ["quantity"] = Pick<object?>(1, 2, "3", null),
            ["currency"] = theme == Theme.Orders ? Code() : Pick("GBP", "eur", null),
            ["ticket_id"] = Word("T-"),
            ["subject"] = Pick(Word("Subject"), null),
            ["purpose"] = Word("purpose"),
            ["query"] = Pick("shoes", null),
        };
        var metric = Pick("csat", "NPS", "ces");
        (properties["metric"], properties["score"], properties["comment"]) = (metric, _random.Next(1, 6), Pick(Word("So"), null));
        if (name.Contains("Order", StringComparison.OrdinalIgnoreCase))
        {
            properties[Pick("total", "revenue", "value", "none")] = Pick<object>(_random.Next(100000) / 1000m, "0.1", 0.1);
            properties["products"] = new[] { new { price = 0.1m, quantity = 3, category = Word("Category") }, new { price = 0.1m, quantity = 1, category = "Category1" } };
        }

        return properties;
    }

    string Code() => string.Concat((char)('A' + _random.Next(3)), (char)('A' + _random.Next(6)), (char)('A' + _random.Next(6)));

    string Word(string stem) => string.Create(CultureInfo.InvariantCulture, $"{stem}{_random.Next(variety)}");

    T Pick<T>(params T[] choices) => choices[_random.Next(choices.Length)];
}

/// <summary>What the events are about: everything, or so much of one thing that its set overflows.</summary>
enum Theme
{
    Everything,
    Names,
    Traits,
    Cart,
    Tickets,
    Consents,
    Orders,
}
