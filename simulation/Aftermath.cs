namespace CustomerGrains.Simulation;

/// <summary>What happens around the shop: mail, surveys, tickets, refunds, consents, recommendations.</summary>
static class Aftermath
{
    static readonly string[] Desks = ["email", "phone", "chat", "social"];

    public static IEnumerable<SimEvent> Campaign(Shopper shopper, Random random, string campaign)
    {
        var channel = random.Next(4) == 0 ? "mobile" : "email";
        var message = new { campaign, channel };
        yield return shopper.Track("Message Delivered", message, channel);
        if (random.Next(5) < 3) yield break;
        yield return shopper.Track("Message Opened", message, channel);
        if (random.Next(30) == 0) yield return shopper.Track("Message Unsubscribed", message, channel);
        else if (random.Next(3) == 0) yield return shopper.Track("Message Clicked", message, channel);
    }

    public static IEnumerable<SimEvent> Survey(Shopper shopper, Random random)
    {
        var score = Math.Clamp(shopper.Mood + random.Next(-2, 2), 0, 10);
        yield return random.Next(3) switch
        {
            0 => shopper.Track("Survey Answered", new { metric = "nps", score, comment = score <= 4 ? "Delivery took too long." : null }, "email"),
            1 => shopper.Track("Survey Answered", new { metric = "csat", score = Math.Clamp((score + 1) / 2, 1, 5) }, shopper.Channel),
            _ => shopper.Track("Survey Answered", new { metric = "ces", score = Math.Clamp(((score * 7) + 5) / 10, 1, 7) }, shopper.Channel),
        };
        if (score >= 9 && random.Next(3) == 0) yield return shopper.Track("Referral Made", new { via = "link" }, "social");
    }

    public static IEnumerable<SimEvent> Ticket(Shopper shopper, Random random, string ticket)
    {
        var channel = Desks[random.Next(Desks.Length)];
        var subject = Shop.Troubles[random.Next(Shop.Troubles.Count)];
        yield return shopper.Track("Ticket Opened", new { ticket_id = ticket, subject, channel }, channel);
        for (var replies = random.Next(0, 3); replies > 0; replies--)
            yield return shopper.Track("Ticket Updated", new { ticket_id = ticket, channel }, channel);
        // Some stay open for the service desk to see.
        if (random.Next(4) > 0) yield return shopper.Track("Ticket Resolved", new { ticket_id = ticket, channel }, channel);
    }

    public static IEnumerable<SimEvent> Refund(Shopper shopper, Random random)
    {
        if (shopper.LastOrder is not { } order) yield break;
        shopper.LastOrder = null;
        var total = random.Next(2) == 0 ? order.Total : Math.Round(order.Total / 2, 2);
        yield return shopper.Track("Order Refunded", new { order_id = order.Id, total, currency = shopper.Currency }, "server");
    }

    public static IEnumerable<SimEvent> Consent(Shopper shopper, Random random)
    {
        var consent = new { purpose = random.Next(2) == 0 ? "marketing" : "analytics", channel = random.Next(2) == 0 ? "email" : "mobile" };
        yield return shopper.Track(random.Next(3) > 0 ? "Consent Given" : "Consent Withdrawn", consent, "web");
    }
}
