using CustomerGrains.Domain.Rules;

namespace CustomerGrains.Domain.Value.Actions;

/// <summary>
/// The next best actions that a new store begins with, most urgent first: make good what went wrong, then what would be lost soon, then what can be won.
/// Nobody who waits for help is sold anything. Where nothing is predicted yet, conditions on predictions do not hold and the others decide.
/// </summary>
public static class DefaultActions
{
    const string NobodyWaits = "tickets.open = 0";

    /// <summary>The definitions, version 1.</summary>
    public static IReadOnlyList<Definition> All { get; } =
    [
        Action(
            0, "service-open-ticket", "Help with her open ticket first",
            "tickets.open > 0",
            "Whoever waits for help is helped before anything is sold to her."),
        Action(
            1, "service-call-detractor", "Call her: she would not recommend us",
            $"nps.last <= 6 and nps.at within 30d and {NobodyWaits}",
            "Ask what went wrong while it is fresh."),
        Action(
            2, "recover-cart", "Remind her of what is in her cart",
            $"cart.items > 0 and cart.updated older than 30m and cart.updated within 7d and {NobodyWaits}",
            "A cart is forgotten after a week."),
        Action(
            3, "win-back", "Win her back",
            $"((value.predicted.alive < 0.5 and value.rfm.monetary >= 4) or (value.predicted.alive is missing and orders.count >= 3 and last(orders) older than 90d)) and {NobodyWaits}",
            "A good customer who is more probably lost than not; before there are predictions, one who bought often and not for 90 days."),
        Action(
            4, "thank-promoter", "Thank her and ask for a referral",
            $"nps.last >= 9 and nps.at within 30d and orders.count >= 1 and count(\"Referral Made\", 90d) = 0 and {NobodyWaits}",
            "She said she would recommend us: make it easy."),
        Action(
            5, "welcome", "Welcome her after her first order",
            $"orders.count = 1 and last(orders) within 14d and {NobodyWaits}",
            "The second order decides whether she stays."),
        Action(
            6, "offer-favourite", "Offer her something new from {category}",
            $"categories.favourite is known and seen within 30d and cart.items = 0 and {NobodyWaits}",
            "What she looks at and buys most."),
    ];

    static Definition Action(int order, string key, string title, string rule, string description) =>
        new(DefinitionKind.Action, key, 1, order, title, rule, description, 0, "");
}
