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
    public static IReadOnlyList<VocabularyItem> Items => throw new NotImplementedException();

    /// <summary>The functions.</summary>
    public static IReadOnlyList<VocabularyFunction> Functions => throw new NotImplementedException();

    /// <summary>Words with a meaning of their own.</summary>
    public static IReadOnlyList<string> Keywords => throw new NotImplementedException();

    /// <summary>Comparisons, in symbols and words.</summary>
    public static IReadOnlyList<string> Operators => throw new NotImplementedException();
}
