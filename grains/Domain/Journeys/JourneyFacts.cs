using System.Text.Json.Serialization;
using CustomerGrains.Domain.Touchpoints;

namespace CustomerGrains.Domain.Journeys;

/// <summary>What the journey map asks about, beyond what other parts know.</summary>
public sealed class JourneyFacts
{
    /// <summary>Looks at products, lists and searches.</summary>
    [JsonInclude, JsonPropertyName("looks")]
    public long Looks { get; internal set; }

    /// <summary>Referrals made.</summary>
    [JsonInclude, JsonPropertyName("referrals")]
    public long Referrals { get; internal set; }

    /// <summary>Event time of the latest step of a checkout in Unix milliseconds, or null.</summary>
    [JsonInclude, JsonPropertyName("checkout")]
    public long? LastCheckout { get; internal set; }

    internal static bool Concerns(Meaning meaning) =>
        meaning is Meaning.Browsed or Meaning.ProductViewed or Meaning.ReferralMade or Meaning.Checkout;

    /// <summary>Adds the facts of another, as if they had been found here.</summary>
    internal void Add(JourneyFacts other)
    {
        Looks += other.Looks;
        Referrals += other.Referrals;
        if (other.LastCheckout is { } checkout)
            LastCheckout = Math.Max(LastCheckout ?? long.MinValue, checkout);
    }

    internal void Apply(in FoldedEvent e)
    {
        switch (e.Meaning)
        {
            case Meaning.ReferralMade:
                Referrals++;
                break;
            case Meaning.Checkout:
                LastCheckout = Math.Max(LastCheckout ?? long.MinValue, e.At.Time);
                break;
            default:
                Looks++;
                break;
        }
    }
}
