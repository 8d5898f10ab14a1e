using System.Text.Json.Serialization;

namespace CustomerGrains.Domain.Value.Prediction;

/// <summary>
/// Where the fifths of all buyers end, worst first: recency by the last buying day, frequency by the number of buying days, money by what is left of the
/// spend after refunds. Equal customers score equally, so where most bought once a fifth may be empty.
/// Source: A. M. Hughes, Strategic Database Marketing, 1994; here all three are ranked among all buyers, none within another.
/// </summary>
/// <param name="LastDays">The last buying day (days since 1970-01-01) with which the 1st to 4th fifth end: four, rising. Dates, not ages: everybody grows
/// older alike, so a rank changes by what customers do and never by time alone.</param>
/// <param name="Days">Buying days, the same.</param>
/// <param name="Totals">Money in the model's currency, the same.</param>
public sealed record RfmScale(
    [property: JsonPropertyName("lastDays")] IReadOnlyList<int> LastDays,
    [property: JsonPropertyName("days")] IReadOnlyList<int> Days,
    [property: JsonPropertyName("totals")] IReadOnlyList<decimal> Totals)
{
    const int Fifths = 5;

    /// <summary>The scores of a buyer, 1 to 5, 5 best.</summary>
    public RfmScore Of(in BuyerHistory buyer) => new(Score(LastDays, buyer.LastDay), Score(Days, buyer.Days), Score(Totals, buyer.Total));

    /// <summary>Where the fifths of weighted values end: each the smallest value that so many fifths do not exceed.</summary>
    /// <param name="ascending">Values in rising order with how many customers each stands for; at least one.</param>
    internal static IReadOnlyList<T> Ends<T>(IReadOnlyList<(T Value, long Customers)> ascending)
    {
        var all = ascending.Sum(value => value.Customers);
        var ends = new T[Fifths - 1];
        var (place, sum) = (0, ascending[0].Customers);
        for (var fifth = 1; fifth < Fifths; fifth++)
        {
            while (sum * Fifths < all * fifth)
                sum += ascending[++place].Customers;
            ends[fifth - 1] = ascending[place].Value;
        }

        return ends;
    }

    static int Score<T>(IReadOnlyList<T> ends, T value)
        where T : IComparable<T>
    {
        var score = 1;
        foreach (var end in ends)
            score += end.CompareTo(value) < 0 ? 1 : 0;
        return score;
    }
}

/// <summary>Recency, frequency and money of a customer among all buyers: 1 to 5, 5 best.</summary>
public readonly record struct RfmScore(int Recency, int Frequency, int Monetary);
