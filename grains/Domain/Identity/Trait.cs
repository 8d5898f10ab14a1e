using System.Text.Json;
using System.Text.Json.Serialization;
using CustomerGrains.Domain.Customers;
using CustomerGrains.Domain.Touchpoints;

namespace CustomerGrains.Domain.Identity;

/// <summary>Something said about the customer.</summary>
/// <param name="At">When it was said last, and the message.</param>
/// <param name="Key">What.</param>
/// <param name="Value">The value; null means that it was taken back.</param>
public sealed record Trait(Stamp At, string Key, RawJson Value) : IRegister;

/// <summary>Registers of values, read from the properties of a JSON object.</summary>
static class Traits
{
    public const int Max = 100;
    public const int MaxChoices = 50;
    public const int MaxKey = 100;
    public const int MaxText = 256;
    public const int MaxBytes = 512;

    /// <summary>The trait that holds declared choices.</summary>
    public const string Preferences = "preferences";

    /// <summary>Sets what the object says. Names and values too long to keep are passed over.</summary>
    public static void Set(List<Trait> traits, JsonElement values, Stamp at, int max)
    {
        if (values.ValueKind != JsonValueKind.Object)
            return;
        foreach (var property in values.EnumerateObject())
        {
            if (JsonRead.Name(property) is { Length: > 0 and <= MaxKey } name
                && !(name == Preferences && property.Value.ValueKind == JsonValueKind.Object)
                && RawJson.Take(property.Value, MaxText, MaxBytes) is { } value)
                Bounded.SetLatest(traits, new Trait(at, Known(name), value), max);
        }
    }

    /// <summary>The text of the first of the traits that has one.</summary>
    public static string? Text(List<Trait>? traits, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (traits is not null && Bounded.Find(traits, name)?.Value.AsText()?.Trim() is { Length: > 0 } text)
                return text;
        }

        return null;
    }

    // Most customers have the same few traits: one instance of their names is enough.
    public static string Known(string name) => string.IsInterned(name) ?? SharedTexts.Of(name);
}

/// <summary>Writes registers grouped by the message that set them: mostly one message set many.</summary>
sealed class TraitsConverter : JsonConverter<List<Trait>>
{
    public override List<Trait> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var traits = new List<Trait>();
        using var document = JsonDocument.ParseValue(ref reader);
        if (document.RootElement.ValueKind != JsonValueKind.Object)
            throw new JsonException("Traits must be an object.");
        foreach (var group in document.RootElement.EnumerateObject())
        {
            var at = StampConverter.Parse(group.Name);
            if (group.Value.ValueKind != JsonValueKind.Object)
                throw new JsonException("Traits of a message must be an object.");
            foreach (var trait in group.Value.EnumerateObject())
                traits.Add(new(at, Traits.Known(trait.Name), new(trait.Value.GetRawText())));
        }

        traits.Sort((one, other) => string.CompareOrdinal(one.Key, other.Key));
        return traits;
    }

    public override void Write(Utf8JsonWriter writer, List<Trait> value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        // OrderBy is stable and the list is sorted by key: so are the groups.
        foreach (var group in value.OrderBy(trait => trait.At).GroupBy(trait => trait.At))
        {
            writer.WriteStartObject(StampConverter.Format(group.Key));
            foreach (var trait in group)
            {
                writer.WritePropertyName(trait.Key);
                writer.WriteRawValue(trait.Value.Text, skipInputValidation: true);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }
}
