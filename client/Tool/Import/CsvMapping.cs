using System.Text.Json;

namespace CustomerGrains.Tool.Import;

/// <summary>Where a value comes from: a column, or the same for every row.</summary>
sealed record CsvValue(string? Column, string? Constant, CsvType Type);

enum CsvType
{
    Text,
    Number,
    Boolean,
}

/// <summary>The time of a row: a column, how it is written, and where its clock stands.</summary>
sealed record CsvTime(string Column, string? Format, TimeZoneInfo Zone);

/// <summary>The mapping file of the csv format, which docs/import.md describes.</summary>
sealed record CsvMapping
{
    static readonly string[] Members =
        ["type", "customer", "anonymous", "name", "time", "amount", "currency", "channel", "messageId", "properties", "delimiter", "decimal"];

    public required string Type { get; init; }

    public CsvValue? Customer { get; init; }

    public CsvValue? Anonymous { get; init; }

    public CsvValue? Name { get; init; }

    public CsvTime? Time { get; init; }

    public CsvValue? Amount { get; init; }

    public CsvValue? Currency { get; init; }

    public CsvValue? Channel { get; init; }

    public IReadOnlyList<CsvValue> MessageId { get; init; } = [];

    public IReadOnlyList<KeyValuePair<string, CsvValue>> Properties { get; init; } = [];

    public string Delimiter { get; init; } = ",";

    public char Decimal { get; init; } = '.';

    public static CsvMapping Parse(string json, string file)
    {
        UserError Wrong(string what) => new($"{file}: {what} See docs/import.md.");
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object) throw Wrong("the mapping is not a JSON object.");
            foreach (var member in root.EnumerateObject())
                if (!Members.Contains(member.Name)) throw Wrong($"\"{member.Name}\" means nothing here; known are {string.Join(", ", Members)}.");

            var mapping = new CsvMapping
            {
                Type = Text(root, "type") ?? "track",
                Customer = Value(root, "customer"),
                Anonymous = Value(root, "anonymous"),
                Name = Value(root, "name"),
                Time = root.TryGetProperty("time", out var time) ? TimeOf(time) : null,
                Amount = Value(root, "amount"),
                Currency = Value(root, "currency"),
                Channel = Value(root, "channel"),
                MessageId = !root.TryGetProperty("messageId", out var id) ? []
                    : id.ValueKind == JsonValueKind.Array ? [.. id.EnumerateArray().Select(part => ValueOf(part, "messageId"))]
                    : [ValueOf(id, "messageId")],
                Properties = root.TryGetProperty("properties", out var properties)
                    ? [.. properties.EnumerateObject().Select(member => KeyValuePair.Create(member.Name, ValueOf(member.Value, member.Name)))]
                    : [],
                Delimiter = Text(root, "delimiter") ?? ",",
                Decimal = Text(root, "decimal") switch { null or "." => '.', "," => ',', _ => throw new FormatException("\"decimal\" must be \".\" or \",\".") },
            };
            if (mapping.Type is not ("track" or "identify" or "page" or "screen"))
                throw Wrong($"type is \"{mapping.Type}\"; it must be track, identify, page or screen.");
            if (mapping.Customer is null && mapping.Anonymous is null) throw Wrong("\"customer\" or \"anonymous\" must name the column with the customer's id.");
            if (mapping is { Type: "track", Name: null }) throw Wrong("\"name\" must name the column with the event's name, or be {\"value\": \"...\"}.");
            return mapping;
        }
        catch (JsonException e)
        {
            throw Wrong($"not JSON: {e.Message}");
        }
        catch (Exception e) when (e is FormatException or InvalidOperationException)
        {
            throw Wrong(e.Message);
        }
        catch (TimeZoneNotFoundException e)
        {
            throw Wrong(e.Message);
        }
    }

    static CsvTime TimeOf(JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.String) return new CsvTime(json.GetString()!, null, TimeZoneInfo.Utc);
        var column = Text(json, "column") ?? throw new FormatException("\"time\" must name its column.");
        return new CsvTime(column, Text(json, "format"), Text(json, "zone") is { } zone ? TimeZoneInfo.FindSystemTimeZoneById(zone) : TimeZoneInfo.Utc);
    }

    static CsvValue? Value(JsonElement root, string name) => root.TryGetProperty(name, out var json) ? ValueOf(json, name) : null;

    static CsvValue ValueOf(JsonElement json, string name)
    {
        if (json.ValueKind == JsonValueKind.String) return new CsvValue(json.GetString(), null, CsvType.Text);
        if (json.ValueKind != JsonValueKind.Object) throw Unclear(name);
        var (column, constant) = (Text(json, "column"), Text(json, "value"));
        if (column is null == constant is null) throw Unclear(name);
        return new CsvValue(column, constant, Text(json, "type") switch
        {
            null or "text" => CsvType.Text,
            "number" => CsvType.Number,
            "boolean" => CsvType.Boolean,
            var other => throw new FormatException($"the type of \"{name}\" is \"{other}\"; it must be text, number or boolean."),
        });
    }

    static FormatException Unclear(string name) =>
        new($"\"{name}\" must be a column's name, {{\"column\": \"...\", \"type\": \"number\"}} or {{\"value\": \"...\"}}.");

    static string? Text(JsonElement json, string name) =>
        !json.TryGetProperty(name, out var value) ? null
        : value.ValueKind == JsonValueKind.String ? value.GetString()
        : throw new FormatException($"\"{name}\" must be text.");
}
