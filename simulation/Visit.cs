namespace CustomerGrains.Simulation;

/// <summary>A visit to the shop: looks around, may fill a cart, may sign in, may buy.</summary>
sealed class Visit(Shopper shopper, Random random, Func<string> newOrder)
{
    // Signed in until something was decided otherwise; a visitor is only her device.
    bool _known = shopper.SignedUp && random.Next(3) > 0;

    public IEnumerable<SimEvent> Run()
    {
        yield return View("Home", "/");
        var category = random.Next(3) > 0 ? shopper.Favourite : Shop.Categories[random.Next(Shop.Categories.Count)];
        if (random.Next(5) == 0) yield return Track("Products Searched", new { query = category });
        else yield return Track("Product List Viewed", new { category });

        var cart = new List<(Article Article, int Quantity)>();
        for (var looks = random.Next(1, 6); looks > 0; looks--)
        {
            var article = Choose(category);
            yield return Track("Product Viewed", Describe(article, 1));
            if (random.Next(100) >= 38) continue;
            var quantity = random.Next(4) == 0 ? 2 : 1;
            cart.Add((article, quantity));
            yield return Track("Product Added", Describe(article, quantity));
        }
        if (cart.Count > 1 && random.Next(6) == 0)
        {
            yield return Track("Product Removed", Describe(cart[0].Article, cart[0].Quantity));
            cart.RemoveAt(0);
        }
        if (cart.Count == 0)
        {
            if (random.Next(3) == 0) yield return View("Delivery and returns", "/help/delivery");
            yield break;
        }
        // One in three leaves a full cart behind.
        if (random.Next(3) == 0) yield break;
        yield return View("Cart", "/cart");
        yield return Track("Checkout Started", new { value = cart.Sum(line => line.Article.Price * line.Quantity), currency = shopper.Currency });
        if (random.Next(6) == 0) yield break;
        foreach (var step in SignIn()) yield return step;
        yield return Order(cart);
    }

    IEnumerable<SimEvent> SignIn()
    {
        if (_known) yield break;
        yield return new SimEvent(SimKind.Identify, shopper.Id, shopper.Device, null, new
        {
            firstName = shopper.First,
            lastName = shopper.Last,
            email = $"{shopper.First}.{shopper.Last}.{shopper.Id}@example.com".ToLowerInvariant(),
        }, shopper.Channel);
        _known = true;
        if (shopper.SignedUp) yield break;
        shopper.SignedUp = true;
        yield return Track(random.Next(4) > 0 ? "Consent Given" : "Consent Withdrawn", new { purpose = "marketing", channel = "email" });
    }

    SimEvent Order(List<(Article Article, int Quantity)> cart)
    {
        var total = cart.Sum(line => line.Article.Price * line.Quantity);
        var id = newOrder();
        shopper.Orders++;
        shopper.LastOrder = (id, total);
        return Track("Order Completed", new
        {
            order_id = id,
            total,
            currency = shopper.Currency,
            products = cart.Select(line => Describe(line.Article, line.Quantity)).ToArray(),
        }) with { Bought = (total, shopper.Currency) };
    }

    Article Choose(string category)
    {
        if (random.Next(5) == 0) return Shop.Articles[random.Next(Shop.Articles.Count)];
        var shelf = Shop.Articles.Where(article => article.Category == category).ToArray();
        return shelf[random.Next(shelf.Length)];
    }

    object Describe(Article article, int quantity) => new
    {
        product_id = article.Id,
        name = article.Name,
        category = article.Category,
        price = article.Price,
        quantity,
        currency = shopper.Currency,
    };

    SimEvent View(string title, string path) => Make(
        shopper.Mobile ? SimKind.Screen : SimKind.Page, title, shopper.Mobile ? null : new { title, path, url = $"https://shop.example{path}" });

    SimEvent Track(string name, object body) => Make(SimKind.Track, name, body);

    SimEvent Make(SimKind kind, string name, object? body) => new(kind, _known ? shopper.Id : null, _known ? null : shopper.Device, name, body, shopper.Channel);
}
