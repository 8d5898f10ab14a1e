using System.Text.Json;
using System.Text.Json.Serialization;
using CustomerGrains.Domain.Customers;
using CustomerGrains.Domain.Touchpoints;

namespace CustomerGrains.Domain.Preferences;

/// <summary>The latest word of the customer on one purpose and channel.</summary>
/// <param name="At">When, and the message that says so.</param>
/// <param name="Purpose">Lower-cased.</param>
/// <param name="Channel">Lower-cased; null = whatever the channel.</param>
/// <param name="Given">Given or withdrawn.</param>
[JsonConverter(typeof(ConsentConverter))]
public sealed record Consent(Stamp At, string Purpose, string? Channel, bool Given) : IRegister
{
    // No purpose has control characters, so this joins without ambiguity; no channel sorts before any.
    string IRegister.Key => Channel is null ? Purpose : $"{Purpose}\u0001{Channel}";
}

/// <summary>What the customer agreed to: the latest word per purpose and channel, of the latest <see cref="Max"/> of them.</summary>
static class Consents
{
    public const int Max = 50;

    public static bool Concerns(Meaning meaning) => meaning is Meaning.ConsentGiven or Meaning.ConsentWithdrawn or Meaning.MessageUnsubscribed;

    public static Consent? Read(in FoldedEvent e)
    {
        var details = e.Meaning == Meaning.MessageUnsubscribed
            ? ConsentReader.ReadUnsubscribe(e.Properties, e.Entry.Channel, out _)
            : ConsentReader.Read(e.Properties, out _);
        return details is { } consent ? new(e.At, consent.Purpose, consent.Channel, e.Meaning == Meaning.ConsentGiven) : null;
    }
}

sealed class ConsentConverter : RowConverter<Consent>
{
    protected override void WriteRow(Utf8JsonWriter writer, Consent row)
    {
        writer.WriteStringValue(StampConverter.Format(row.At));
        writer.WriteStringValue(row.Purpose);
        writer.WriteStringValue(row.Channel);
        writer.WriteNumberValue(row.Given ? 1 : 0);
    }

    protected override Consent ReadRow(ref Utf8JsonReader reader) =>
        new(StampConverter.Parse(reader.NextText()), reader.NextText(), reader.NextOptionalText(), reader.NextLong() == 1);
}
