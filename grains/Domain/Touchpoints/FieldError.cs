using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace CustomerGrains.Domain.Touchpoints;

/// <summary>Why an event is rejected.</summary>
/// <param name="Field">Path of the field, such as <c>properties.products[2].price</c>; empty for the event as a whole.</param>
/// <param name="Value">The JSON that was sent, cut to 40 characters, control characters escaped; null where the field is missing.</param>
/// <param name="Reason">What is wrong and what to send instead.</param>
public sealed record FieldError(string Field, string? Value, string Reason)
{
    const int MaxShown = 40;

    /// <summary>All of it in one sentence.</summary>
    public string Message => (Field.Length == 0, Value) switch
    {
        (true, null) => $"the event {Reason}",
        (true, _) => $"the event {Value} {Reason}",
        (false, null) => $"{Field} {Reason}",
        _ => $"{Field} {Value} {Reason}",
    };

    /// <inheritdoc/>
    public override string ToString() => Message;

    internal static FieldError Of(string field, JsonElement value, string reason) => new(field, Show(value), reason);

    internal static string Show(JsonElement value)
    {
        var raw = JsonMarshal.GetRawUtf8Value(value);
        // Four bytes a character at most: enough for one more than is shown.
        var text = Encoding.UTF8.GetString(raw[..Math.Min(raw.Length, (MaxShown + 1) * 4)]);
        var shown = new StringBuilder(MaxShown + 1);
        foreach (var rune in text.EnumerateRunes())
        {
            var piece = IsUnseen(rune) ? string.Create(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}") : rune.ToString();
            if (shown.Length + piece.Length > MaxShown)
                return shown.Append('…').ToString();
            shown.Append(piece);
        }

        return shown.ToString();
    }

    // Controls and format characters (such as those that turn the direction of text) would hide what was really sent.
    static bool IsUnseen(Rune rune) => Rune.GetUnicodeCategory(rune) is
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
