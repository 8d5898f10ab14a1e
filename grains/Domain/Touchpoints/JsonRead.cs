using System.Text.Json;

namespace CustomerGrains.Domain.Touchpoints;

/// <summary>Reads of JSON that cannot throw, whatever the sender put in: lone surrogates make System.Text.Json's own reads throw.</summary>
static class JsonRead
{
    /// <summary>A property of an object; the last one where the name occurs twice. False where there is none or it is null.</summary>
    public static bool TryGet(JsonElement element, string name, out JsonElement value)
    {
        value = default;
        if (element.ValueKind != JsonValueKind.Object)
            return false;
        try
        {
            element.TryGetProperty(name, out value);
        }
        catch (InvalidOperationException)
        {
            value = FindAmongBrokenNames(element, name);
        }

        return value.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null);
    }

    /// <summary>The text of a string or number; null for anything else and for text that is no valid Unicode.</summary>
    public static string? Text(JsonElement element)
    {
        try
        {
            return element.ValueKind switch
            {
                JsonValueKind.String => element.GetString(),
                JsonValueKind.Number => element.GetRawText(),
                _ => null,
            };
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>The name of a property, or null if it is no valid Unicode.</summary>
    public static string? Name(JsonProperty property)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>At most <paramref name="max"/> characters of the text, never half a surrogate pair.</summary>
    public static string Cut(string text, int max)
    {
        if (text.Length <= max)
            return text;
        return text[..(char.IsHighSurrogate(text[max - 1]) ? max - 1 : max)];
    }

    /// <summary>Whether the text has C0 controls or DEL: unfit for keys and names.</summary>
    public static bool IsUnclean(string text)
    {
        foreach (var c in text)
        {
            if (c < ' ' || c == '\u007f')
                return true;
        }

        return false;
    }

    static JsonElement FindAmongBrokenNames(JsonElement element, string name)
    {
        JsonElement found = default;
        foreach (var property in element.EnumerateObject())
        {
            if (Name(property) == name)
                found = property.Value;
        }

        return found;
    }
}
