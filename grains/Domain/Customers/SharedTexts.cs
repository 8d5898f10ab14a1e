using System.Collections.Concurrent;

namespace CustomerGrains.Domain.Customers;

/// <summary>
/// One instance of what many customers have in common, such as the categories of a shop. What comes from senders is without bounds, so only the first
/// <see cref="Max"/> short texts are shared; all others are what they were.
/// </summary>
static class SharedTexts
{
    public const int Max = 8_192;

    const int MaxLength = 40;

    static readonly ConcurrentDictionary<string, string> Texts = new(StringComparer.Ordinal);

    // The dictionary's own count locks it.
    static int s_count;

    /// <summary>The same text.</summary>
    public static string Of(string text)
    {
        if (text.Length > MaxLength)
            return text;
        if (Texts.TryGetValue(text, out var shared))
            return shared;
        if (Volatile.Read(ref s_count) >= Max || !Texts.TryAdd(text, text))
            return text;
        Interlocked.Increment(ref s_count);
        return text;
    }
}
