using System.Globalization;
using System.Text.Json;
using CustomerGrains.Domain.Identity;
using CustomerGrains.Domain.Rules.Syntax;

namespace CustomerGrains.Domain.Rules.Fields;

/// <summary>Reads traits as what a rule compares them with. Nothing is allocated for texts without escapes, numbers, yes and no.</summary>
static class JsonValues
{
    const NumberStyles Numbers = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    /// <summary>A number, or text that is one: many senders put numbers into quotes.</summary>
    public static decimal? Number(RawJson value) =>
        TryScalar(value, out var text) && decimal.TryParse(text.Trim(), Numbers, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>Text, or a number as it was sent.</summary>
    public static bool TryText(RawJson value, out ReadOnlySpan<char> text) => TryScalar(value, out text);

    /// <summary>true and false, or text that says so.</summary>
    public static bool? YesNo(RawJson value)
    {
        if (value.Text is "true" or "false")
            return value.Text == "true";
        if (!TryScalar(value, out var text))
            return null;
        if (text.Equals("yes", StringComparison.OrdinalIgnoreCase) || text.Equals("true", StringComparison.OrdinalIgnoreCase))
            return true;
        return text.Equals("no", StringComparison.OrdinalIgnoreCase) || text.Equals("false", StringComparison.OrdinalIgnoreCase) ? false : null;
    }

    /// <summary>Text that is a date of ISO 8601.</summary>
    public static long? Time(RawJson value) =>
        value.Text is ['"', ..] && TryScalar(value, out var text) && Dates.TryParse(text.Trim(), out var milliseconds) ? milliseconds : null;

    /// <summary>Whether an array has a member, or the only value is it.</summary>
    public static bool Has(RawJson value, string member)
    {
        if (value.Text is not ['[', ..])
            return TryScalar(value, out var only) && only.Equals(member, StringComparison.OrdinalIgnoreCase);
        foreach (var text in List(value))
        {
            if (text.Equals(member, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }

    /// <summary>The texts of an array, or the only one.</summary>
    public static IReadOnlyList<string> List(RawJson value)
    {
        if (value.Text is not ['[', ..])
            return TryScalar(value, out var only) ? [only.ToString()] : [];
        using var document = JsonDocument.Parse(value.Text);
        return [.. document.RootElement.EnumerateArray().Select(Touchpoints.JsonRead.Text).OfType<string>()];
    }

    /// <summary>What stands deeper in an object, or null.</summary>
    public static RawJson Inner(RawJson value, string[] path)
    {
        if (value.Text is not ['{', ..])
            return RawJson.Null;
        using var document = JsonDocument.Parse(value.Text);
        var element = document.RootElement;
        foreach (var name in path)
        {
            if (!Touchpoints.JsonRead.TryGet(element, name, out element))
                return RawJson.Null;
        }

        return new(element.GetRawText());
    }

    static bool TryScalar(RawJson value, out ReadOnlySpan<char> text)
    {
        text = default;
        switch (value.Text)
        {
            case null or "" or ['{', ..] or ['[', ..] or ['t', ..] or ['f', ..] or ['n', ..]:
                return false;
            case ['"', ..]:
                var inside = value.Text.AsSpan(1, value.Text.Length - 2);
                text = inside.Contains('\\') ? value.AsText() : inside;
                return true;
            default:
                text = value.Text;
                return true;
        }
    }
}
