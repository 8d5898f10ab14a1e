using System.Globalization;
using System.Text.Json;

namespace CustomerGrains.Domain.Touchpoints;

/// <summary>
/// Reads the fields of one object. A field that cannot be used reads as absent and leaves an error: the door rejects on it, the fold goes on without
/// the field (an event that an older version let in must still fold).
/// </summary>
/// <param name="element">The object; anything else has no fields.</param>
/// <param name="path">Where it is in the event.</param>
/// <param name="index">Its place if it is one of the array at <paramref name="path"/>, else -1.</param>
ref struct Fields(JsonElement element, string path, int index = -1)
{
    const decimal MaxAmount = 1_000_000_000_000m;

    readonly JsonElement _element = element;
    readonly string _path = path;
    readonly int _index = index;

    /// <summary>The first thing that was wrong.</summary>
    public FieldError? Error { get; private set; }

    /// <summary>The value of a field; false if it is absent or null.</summary>
    public readonly bool TryGet(string name, out JsonElement value) => JsonRead.TryGet(_element, name, out value);

    /// <summary>Notes an error unless there is one already.</summary>
    public void Fail(string name, string reason) =>
        Error ??= TryGet(name, out var value) ? FieldError.Of(PathOf(name), value, reason) : new FieldError(PathOf(name), null, reason);

    /// <summary>Notes that the object itself is wrong.</summary>
    public void FailWhole(string reason) => Error ??= FieldError.Of(PathOf("").TrimEnd('.'), _element, reason);

    /// <summary>Notes an error that another reader found.</summary>
    public void Fail(FieldError? error) => Error ??= error;

    /// <summary>An amount of money or goods: a number, or text that is one; at most 10^12 either way; rounded half-even to 6 decimals.</summary>
    public decimal? Amount(string name)
    {
        if (!TryGet(name, out var value))
            return null;
        if (!TryNumber(value, out var number))
        {
            Fail(name, value.ValueKind == JsonValueKind.Number ? OutOfRange : "must be a number, or text that is one, such as 49.90");
            return null;
        }

        if (number is < -MaxAmount or > MaxAmount)
        {
            Fail(name, OutOfRange);
            return null;
        }

        return Normal(Math.Round(number, 6, MidpointRounding.ToEven));
    }

    /// <summary>A whole number in a range.</summary>
    public int? Whole(string name, int min, int max)
    {
        if (!TryGet(name, out var value))
            return null;
        if (TryNumber(value, out var number) && number >= min && number <= max && number == Math.Floor(number))
            return (int)number;
        Fail(name, string.Create(CultureInfo.InvariantCulture, $"must be a whole number from {min} to {max}"));
        return null;
    }

    /// <summary>A currency code, upper-cased; "" where there is none, which means the reporting currency.</summary>
    public string Currency(string name)
    {
        if (!TryGet(name, out var value))
            return "";
        if (JsonRead.Text(value)?.Trim() is { } text)
        {
            if (text.Length == 0)
                return "";
            if (text.Length == 3 && text.All(char.IsAsciiLetter))
                return text.ToUpperInvariant();
        }

        Fail(name, "must be a currency code of three letters, such as EUR");
        return "";
    }

    /// <summary>Text that the event is useless without: 1 to <paramref name="max"/> characters, no control characters; a number counts as its text.</summary>
    public string? Required(string name, int max, string example)
    {
        var text = Key(name, max);
        if (text is null)
            Fail(name, $"is missing: send text such as {example}");
        return text;
    }

    /// <summary>Text that serves as a key: at most <paramref name="max"/> characters, no control characters; blank text counts as absent.</summary>
    public string? Key(string name, int max)
    {
        if (!TryGet(name, out var value))
            return null;
        if (value.ValueKind is not (JsonValueKind.String or JsonValueKind.Number))
        {
            Fail(name, "must be text");
            return null;
        }

        var text = JsonRead.Text(value);
        if (text is null)
            Fail(name, "is no valid Unicode text: it has half of a surrogate pair");
        else if (text.Length > max)
            Fail(name, string.Create(CultureInfo.InvariantCulture, $"is too long: {text.Length} characters, {max} are the most"));
        else if (JsonRead.IsUnclean(text))
            Fail(name, "must not have control characters");
        else
            return string.IsNullOrWhiteSpace(text) ? null : text;
        return null;
    }

    /// <summary>An object, or undefined where there is none. Null is none: some SDKs always write the member.</summary>
    public JsonElement Object(string name, string example)
    {
        if (!TryGet(name, out var value))
            return default;
        if (value.ValueKind == JsonValueKind.Object)
            return value;
        Fail(name, $"must be an object {example}; leave it out if there is nothing to say");
        return default;
    }

    /// <summary>Text for people: trimmed and cut to <paramref name="max"/> characters; null where there is nothing to show. Never an error.</summary>
    public readonly string? Note(string name, int max)
    {
        if (!TryGet(name, out var value) || JsonRead.Text(value)?.Trim() is not { Length: > 0 } text)
            return null;
        return JsonRead.Cut(text, max);
    }

    /// <summary>Removes trailing zeros, so that equal amounts look equal.</summary>
    public static decimal Normal(decimal amount) => amount / 1.0000000000000000000000000000m;

    const string OutOfRange = "is out of range: 1,000,000,000,000 is the most, either way";

    readonly string PathOf(string name) => (_path.Length, _index) switch
    {
        (0, _) => name,
        (_, < 0) => $"{_path}.{name}",
        _ => string.Create(CultureInfo.InvariantCulture, $"{_path}[{_index}].{name}"),
    };

    static bool TryNumber(JsonElement value, out decimal number)
    {
        number = 0;
        return value.ValueKind switch
        {
            JsonValueKind.Number => value.TryGetDecimal(out number),
            JsonValueKind.String => JsonRead.Text(value) is { Length: <= 64 } text
                && decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number),
            _ => false,
        };
    }
}
