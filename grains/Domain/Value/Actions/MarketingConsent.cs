using CustomerGrains.Domain.Customers;
using CustomerGrains.Domain.Preferences;

namespace CustomerGrains.Domain.Value.Actions;

/// <summary>
/// What the customer's word about marketing allows. Nothing said allows everything (what needs a consent first is for the sender of messages to know);
/// a withdrawal counts. A word about one channel is about that channel; of a word about all channels and one about a single channel, the withdrawal wins
/// unless the consent was given later and for that channel.
/// </summary>
/// <param name="Allowed">Whether there is any way left.</param>
/// <param name="Limits">What has to be heeded, for people: "not by email: she withdrew that consent"; null = nothing.</param>
public readonly record struct MarketingConsent(bool Allowed, string? Limits)
{
    /// <summary>The word as it is now.</summary>
    public static MarketingConsent Of(CustomerState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        var words = state.Consents.Where(consent => consent.Purpose == ConsentReader.Marketing).ToList();
        var channels = words.Where(word => word.Channel is not null).OrderBy(word => word.Channel, StringComparer.Ordinal).ToList();
        if (words.Find(word => word.Channel is null) is { Given: false } general)
        {
            var again = channels.Where(word => word.Given && word.At > general.At).Select(word => word.Channel).ToList();
            return again.Count == 0
                ? new(false, null)
                : new(true, $"only by {string.Join(", ", again)}: she withdrew her consent to anything else");
        }

        var withdrawn = channels.Where(word => !word.Given).Select(word => word.Channel).ToList();
        return new(true, withdrawn.Count == 0 ? null : $"not by {string.Join(", ", withdrawn)}: she withdrew that consent");
    }
}
