using CustomerGrains.Domain.Rules.Fields;
using CustomerGrains.Domain.Rules.Syntax;

namespace CustomerGrains.Domain.Rules;

/// <summary>A field that rules can ask for.</summary>
/// <param name="Path">How it is written: "orders.count"; what stands in angle brackets is to be filled in: "traits.&lt;name&gt;".</param>
/// <param name="Type">money, number, time, text, set, yesno, duration, or any (what a trait is, its sender decides).</param>
/// <param name="Description">What it is, in a sentence.</param>
/// <param name="Example">A rule that uses it.</param>
/// <param name="Values">The values it can have, where they are few and known; else null.</param>
public sealed record VocabularyItem(string Path, string Type, string Description, string Example, IReadOnlyList<string>? Values = null)
{
    /// <summary>Other spellings of the path: those of the customer's JSON.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];
}

/// <summary>A function of the language.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Signature">How it is written: "count(event, window)".</param>
/// <param name="Description">What it gives, in a sentence.</param>
/// <param name="Example">A rule that uses it.</param>
public sealed record VocabularyFunction(string Name, string Signature, string Description, string Example);

/// <summary>Everything that rules are made of, for completion, highlighting and the documentation.</summary>
public static class Vocabulary
{
    /// <summary>The fields.</summary>
    public static IReadOnlyList<VocabularyItem> Items { get; } = [.. FieldCatalogue.All.Select(field => field.Item)];

    /// <summary>The functions.</summary>
    public static IReadOnlyList<VocabularyFunction> Functions { get; } =
    [
        new("count", "count(\"Event\", window)", "How often an event happened within a window that ends now: of the latest 256.", "count(\"Product Viewed\", 7d) >= 3"),
        new("count", "count(\"Event\")", "How often an event ever happened.", "count(\"Coupon Applied\") >= 10"),
        new("count", "count(channel \"name\", window)", "Touchpoints of one channel within a window.", "count(channel \"store\", 30d) >= 2"),
        new("count", "count(orders, window)", "Orders within a window; refunds and touchpoints are counted alike.", "count(orders, 365d) >= 5"),
        new("sum", "sum(orders, window)", "Money of the orders within a window; of refunds alike. Without a window, of all.", "sum(orders, 90d) >= 500 GBP"),
        new("last", "last(\"Event\")", "When an event happened last; channel \"name\", orders, refunds and touchpoints alike.", "last(\"Message Opened\") older than 30d"),
        new("first", "first(orders)", "When the first order was made; of touchpoints alike.", "first(orders) within 30d"),
    ];

    /// <summary>Words with a meaning of their own.</summary>
    public static IReadOnlyList<string> Keywords { get; } = Words.Keywords;

    /// <summary>Comparisons, in symbols and words.</summary>
    public static IReadOnlyList<string> Operators { get; } = Words.Operators;
}
