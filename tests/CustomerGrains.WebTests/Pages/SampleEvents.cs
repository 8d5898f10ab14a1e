using System.Globalization;

namespace CustomerGrains.WebTests.Pages;

/// <summary>One touchpoint of the sample, with the time at which it happens and arrives.</summary>
sealed record SampleEvent(DateTimeOffset At, object Body);

/// <summary>A month in a shop for the kitchen: 120 shoppers, and Grace, whose story is written out.</summary>
static class SampleEvents
{
    const int Shoppers = 120;
    const int Days = 31;

    static readonly (string Id, string Name, string Category, decimal Price)[] _articles =
    [
        ("COF-01", "House Espresso 1 kg", "Coffee", 18.90m), ("COF-02", "Ethiopia Filter 250 g", "Coffee", 11.50m), ("COF-04", "Hand Grinder", "Coffee", 64.00m),
        ("TEA-01", "Earl Grey Tin", "Tea", 9.80m), ("TEA-02", "Sencha 100 g", "Tea", 14.40m), ("CHO-02", "Praline Box", "Chocolate", 24.50m),
        ("KIT-01", "Chef's Knife", "Kitchen", 79.00m), ("KIT-02", "Cast Iron Pan", "Kitchen", 89.90m), ("TAB-01", "Stoneware Mug", "Table", 16.50m),
        ("TAB-02", "Plate Set of Four", "Table", 58.00m), ("GAR-01", "Herb Seeds", "Garden", 6.40m),
    ];

    static readonly string[] _first = ["Ada", "Ben", "Chiara", "Dmitri", "Elif", "Farid", "Hana", "Ivan", "Jun", "Kofi", "Lena", "Mara", "Noor", "Otis", "Priya", "Rosa"];
    static readonly string[] _last = ["Abel", "Berg", "Costa", "Diaz", "Evans", "Fischer", "Gupta", "Hughes", "Ito", "Jansen", "Kaya", "Lund", "Meyer", "Novak", "Okoye"];
    static readonly string[] _complaints = ["It came a week late, and nobody told me.", "The box was open and a cup is missing.", "I had to explain it three times on the phone."];
    static readonly string[] _troubles = ["Parcel has not arrived", "Wrong item in the box", "Cup arrived broken", "Charged twice"];

    /// <summary>Everything, in no particular order; the last of it shortly before <paramref name="now"/>.</summary>
    public static IEnumerable<SampleEvent> All(DateTimeOffset now)
    {
        var random = new Random(20260312);
        for (var shopper = 0; shopper < Shoppers; shopper++)
        {
            var story = new Story(shopper % 3 == 0 ? "mobile" : "web", $"cust-{1001 + shopper}", $"device-{shopper:000}");
            var visits = 1 + random.Next(4);
            for (var visit = 0; visit < visits; visit++)
            {
                // The closer to now the busier: a dashboard is looked at for its last hour.
                var back = visit == 0 && shopper % 2 == 0 ? TimeSpan.FromMinutes(1 + random.Next(110)) : TimeSpan.FromMinutes(random.Next(Days * 24 * 60));
                story.At = now - back - TimeSpan.FromSeconds(20 + random.Next(40));
                foreach (var step in Visit(story, random, shopper)) yield return step;
            }
        }
        foreach (var step in GraceSample.All(now)) yield return step;
    }

    static IEnumerable<SampleEvent> Visit(Story story, Random random, int shopper)
    {
        if (shopper % 4 != 3)
        {
            var (first, last) = (_first[shopper % _first.Length], _last[shopper * 7 % _last.Length]);
            yield return story.Identify(new { name = $"{first} {last}", email = $"{first}.{last}.{1001 + shopper}@example.com".ToLowerInvariant() });
        }
        yield return story.Page("Home");
        var article = _articles[random.Next(_articles.Length)];
        for (var looks = random.Next(3); looks >= 0; looks--)
        {
            article = _articles[random.Next(_articles.Length)];
            yield return story.Track("Product Viewed", Line(article, 1));
        }
        if (random.Next(100) < 45) yield break;
        yield return story.Track("Product Added", Line(article, 1));
        if (random.Next(100) < 30) yield break;
        yield return story.Track("Checkout Started", new { value = article.Price, currency = "GBP" });
        yield return story.Track("Order Completed", new { order_id = story.NewNumber("order"), total = article.Price, currency = "GBP", products = new[] { Line(article, 1) } });
        var after = random.Next(10);
        if (after < 3) yield return story.Track("Survey Answered", Recommendation(random.Next(4) == 0 ? random.Next(7) : random.Next(7, 11)), "email");
        if (after is >= 3 and <= 5) yield return story.Track("Survey Answered", new { metric = "csat", score = random.Next(2, 6) }, "email");
        if (after == 6) yield return story.Track("Survey Answered", new { metric = "ces", score = random.Next(2, 8) }, "email");
        if (after == 7) yield return story.Track("Ticket Opened", new { ticket_id = story.NewNumber("ticket"), subject = _troubles[random.Next(_troubles.Length)] }, "email");
        if (after == 8) yield return story.Track("Order Refunded", new { order_id = story.NewNumber("refund"), total = article.Price, currency = "GBP" }, "server");
    }

    static object Recommendation(int score) => new { metric = "nps", score, comment = score < 7 ? _complaints[score % _complaints.Length] : null };

    public static object Line((string Id, string Name, string Category, decimal Price) article, int quantity) =>
        new { product_id = article.Id, name = article.Name, category = article.Category, price = article.Price, quantity, currency = "GBP" };

    /// <summary>What one person does, each step some seconds after the one before.</summary>
    internal sealed class Story(string channel, string userId, string? anonymousId = null)
    {
        int _number;

        public DateTimeOffset At { get; set; }

        public string NewNumber(string kind) => string.Create(CultureInfo.InvariantCulture, $"{kind}-{userId}-{++_number}");

        public SampleEvent Identify(object traits) => Step(new { type = "identify", userId, anonymousId, traits, messageId = NewNumber("m"), timestamp = At, channel });

        public SampleEvent Page(string name) =>
            Step(new { type = "page", name, userId, messageId = NewNumber("m"), timestamp = At, channel, properties = new { path = $"/{name.ToLowerInvariant()}" } });

        public SampleEvent Track(string @event, object properties, string? through = null) =>
            Step(new { type = "track", @event, userId, messageId = NewNumber("m"), timestamp = At, channel = through ?? channel, properties });

        SampleEvent Step(object body)
        {
            var step = new SampleEvent(At, body);
            At = At.AddSeconds(7);
            return step;
        }
    }
}
