using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CustomerGrains.Web.Hosting;

/// <summary>
/// Reads the fields of a small JSON body. What can't be used is gathered, so that one answer names all of it: field, what was sent,
/// and what would be right.
/// </summary>
sealed class JsonFields
{
    readonly JsonElement _body;
    readonly List<FieldProblem> _problems;
    readonly string _path;

    JsonFields(JsonElement body)
        : this(body, [], "")
    {
    }

    JsonFields(JsonElement body, List<FieldProblem> problems, string path) => (_body, _problems, _path) = (body, problems, path);

    /// <summary>The answer if something can't be used; null if all is well so far.</summary>
    public ProblemHttpResult? Problem => _problems.Count == 0
        ? null
        : Problems.Of(StatusCodes.Status400BadRequest, string.Join(' ', _problems.Select(problem => problem.Reason)), [.. _problems]);

    /// <summary>Reads the body of a request.</summary>
    public static async Task<JsonFields> ReadAsync(HttpRequest request)
    {
        try
        {
            using var document = await JsonDocument.ParseAsync(request.Body, default, request.HttpContext.RequestAborted);
            var fields = new JsonFields(document.RootElement.Clone());
            if (fields._body.ValueKind != JsonValueKind.Object) fields.Fail("body", Raw(fields._body), "The body must be a JSON object.");
            return fields;
        }
        catch (JsonException e)
        {
            var fields = new JsonFields(default);
            fields.Fail("body", null, string.Create(CultureInfo.InvariantCulture, $"The body is not JSON: line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}. Send a JSON object."));
            return fields;
        }
    }

    /// <summary>Whether there are fields at all; if not, that was said already.</summary>
    public bool IsObject => _body.ValueKind == JsonValueKind.Object;

    /// <summary>Reads the body of a request that needs none: without one it is an empty object.</summary>
    public static async Task<JsonFields> ReadOptionalAsync(HttpRequest request) =>
        request.ContentLength == 0 || request.HttpContext.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == false
            ? new(JsonSerializer.SerializeToElement(new { }))
            : await ReadAsync(request);

    /// <summary>Whether a field is there and not null.</summary>
    public bool Has(string name) => Find(name) is { ValueKind: not JsonValueKind.Null };

    /// <summary>Text of so many characters, without blanks around it and without control characters.</summary>
    public string Text(string name, int longest)
    {
        var rule = string.Create(CultureInfo.InvariantCulture, $"{name} must have 1 to {longest} characters and no control characters.");
        if (!TryText(name, rule, out var text)) return "";
        if (QueryParameters.TryText(name, text, longest, out var value, out _) && value is not null) return value;
        Fail(name, text, rule);
        return "";
    }

    /// <summary>Text as it was sent, several lines perhaps; null if there is none.</summary>
    public string? Lines(string name, int longest)
    {
        if (!Has(name)) return null;
        var rule = string.Create(CultureInfo.InvariantCulture, $"{name} must be text of at most {longest} characters.");
        if (!TryText(name, rule, out var text)) return null;
        if (text.Length > longest || text.Any(c => char.IsControl(c) && c is not ('\n' or '\r' or '\t')))
        {
            Fail(name, text, rule);
            return null;
        }
        return text;
    }

    /// <summary>The objects of an array, each with its fields; what is wrong in one is told as <c>name[index].field</c>.</summary>
    public IReadOnlyList<JsonFields> Objects(string name, int least, int most)
    {
        if (!IsObject) return []; // said already
        var rule = string.Create(CultureInfo.InvariantCulture, $"{name} must be an array of {least} to {most} objects.");
        if (Find(name) is not { ValueKind: JsonValueKind.Array } array || array.GetArrayLength() < least || array.GetArrayLength() > most
            || array.EnumerateArray().Any(item => item.ValueKind != JsonValueKind.Object))
        {
            Fail(name, Find(name) is { } sent ? Raw(sent) : null, rule);
            return [];
        }
        return [.. array.EnumerateArray().Select((item, i) => new JsonFields(item, _problems, string.Create(CultureInfo.InvariantCulture, $"{_path}{name}[{i}].")))];
    }

    /// <summary>The texts of an array, each of 1 to so many characters.</summary>
    public IReadOnlyList<string> Texts(string name, int least, int most, int longest)
    {
        if (!IsObject) return []; // said already
        var rule = string.Create(CultureInfo.InvariantCulture, $"{name} must be an array of {least} to {most} texts of 1 to {longest} characters.");
        if (Find(name) is { ValueKind: JsonValueKind.Array } array && array.GetArrayLength() >= least && array.GetArrayLength() <= most)
        {
            var texts = new List<string>();
            foreach (var item in array.EnumerateArray())
                if (item.ValueKind == JsonValueKind.String && TryString(item, out var text) && QueryParameters.TryText(name, text, longest, out var value, out _) && value is not null) texts.Add(value);
            if (texts.Count == array.GetArrayLength()) return texts;
        }
        Fail(name, Find(name) is { } sent ? Raw(sent) : null, rule);
        return [];
    }

    /// <summary>Text that no answer and no log repeats.</summary>
    public string Secret(string name, int shortest, int longest)
    {
        var rule = string.Create(CultureInfo.InvariantCulture, $"{name} must have {shortest} to {longest} characters.");
        if (!TryText(name, rule, out var text, isSecret: true)) return "";
        if (text.Length >= shortest && text.Length <= longest) return text;
        Fail(name, null, rule);
        return "";
    }

    /// <summary>One of a few words.</summary>
    public string Word(string name, IReadOnlyCollection<string> words)
    {
        var rule = $"{name} must be one of {string.Join(", ", words)}.";
        if (!TryText(name, rule, out var text)) return "";
        if (!words.Contains(text, StringComparer.Ordinal)) Fail(name, text, rule);
        return text;
    }

    /// <summary>A whole number within bounds.</summary>
    public int Number(string name, int least, int most)
    {
        if (_body.ValueKind != JsonValueKind.Object) return least; // said already
        if (Find(name) is { ValueKind: JsonValueKind.Number } found && found.TryGetInt32(out var number) && number >= least && number <= most) return number;
        Fail(name, Find(name) is { } sent ? Raw(sent) : null, string.Create(CultureInfo.InvariantCulture, $"{name} must be a whole number from {least} to {most}."));
        return least;
    }

    /// <summary>Any number of at most 15 digits.</summary>
    public decimal Decimal(string name)
    {
        if (_body.ValueKind != JsonValueKind.Object) return 0; // said already
        if (Find(name) is { ValueKind: JsonValueKind.Number } found && found.TryGetDecimal(out var number) && Math.Abs(number) < 1e15m) return number;
        Fail(name, Find(name) is { } sent ? Raw(sent) : null, $"{name} must be a number.");
        return 0;
    }

    /// <summary>true or false.</summary>
    public bool Flag(string name, bool otherwise)
    {
        switch (Find(name)?.ValueKind)
        {
            case null or JsonValueKind.Null:
                return otherwise;
            case JsonValueKind.True:
                return true;
            case JsonValueKind.False:
                return false;
            default:
                Fail(name, Raw(Find(name)!.Value), $"{name} must be true or false.");
                return otherwise;
        }
    }

    /// <summary>Says that a field is wrong for a reason of the caller's.</summary>
    public void Fail(string name, string? value, string reason) => Fail(new(name, Shown.Value(value), reason));

    /// <summary>Says that a field is wrong, and where.</summary>
    public void Fail(FieldProblem problem) => _problems.Add(problem with { Field = _path + problem.Field });

    bool TryText(string name, string rule, out string text, bool isSecret = false)
    {
        text = "";
        if (_body.ValueKind != JsonValueKind.Object) return false; // said already
        var found = Find(name);
        if (found is { ValueKind: JsonValueKind.String } value && TryString(value, out text)) return true;
        Fail(name, isSecret || found is null ? null : Raw(found.Value), rule);
        return false;
    }

    static bool TryString(JsonElement value, out string text)
    {
        try
        {
            text = value.GetString()!;
            return true;
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair: no text.
            text = "";
            return false;
        }
    }

    JsonElement? Find(string name) => _body.ValueKind == JsonValueKind.Object && _body.TryGetProperty(name, out var value) ? value : null;

    static string Raw(JsonElement element)
    {
        var raw = JsonMarshal.GetRawUtf8Value(element);
        return Encoding.UTF8.GetString(raw[..Math.Min(raw.Length, 200)]);
    }
}
