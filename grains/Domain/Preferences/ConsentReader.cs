using System.Text.Json;
using CustomerGrains.Domain.Touchpoints;

namespace CustomerGrains.Domain.Preferences;

/// <summary>What a consent is about.</summary>
/// <param name="Purpose">Lower-cased, 1 to 100 characters.</param>
/// <param name="Channel">Lower-cased, at most 50 characters; null = whatever the channel.</param>
readonly record struct ConsentDetails(string Purpose, string? Channel);

/// <summary>Reads Consent Given and Withdrawn {purpose, channel}, and Message Unsubscribed, which takes back the consent to marketing by its channel.</summary>
static class ConsentReader
{
    /// <summary>What is withdrawn by unsubscribing, unless the event names another purpose.</summary>
    public const string Marketing = "marketing";

    const int MaxPurpose = 100;
    const int MaxChannel = 50;

    public static ConsentDetails? Read(JsonElement properties, out FieldError? error)
    {
        var fields = new Fields(properties, "properties");
        var purpose = fields.Required("purpose", MaxPurpose, "\"marketing\"");
        var channel = Channel(ref fields);
        error = fields.Error;
        return purpose is null ? null : new(Lower(purpose), channel);
    }

    public static ConsentDetails? ReadUnsubscribe(JsonElement properties, Channel channel, out FieldError? error)
    {
        var fields = new Fields(properties, "properties");
        var purpose = fields.Key("purpose", MaxPurpose);
        var named = Channel(ref fields);
        error = fields.Error;
        return error is null ? new(Lower(purpose ?? Marketing), named ?? ChannelNames.Of(channel)) : null;
    }

    // Any text: a consent to "sms" must not grow into one to every channel because we don't know the word.
    static string? Channel(ref Fields fields) => fields.Key("channel", MaxChannel) is { } channel ? Lower(channel) : null;

#pragma warning disable CA1308 // lower case is what is shown
    static string Lower(string text) => text.Trim().ToLowerInvariant();
#pragma warning restore CA1308
}
