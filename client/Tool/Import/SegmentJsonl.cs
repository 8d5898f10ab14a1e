using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CustomerGrains.Client;

namespace CustomerGrains.Tool.Import;

/// <summary>
/// One event of the Segment protocol a line. A missing messageId is made of the line and its number, so that importing the file again
/// changes nothing.
/// </summary>
sealed class SegmentJsonl : IImportFormat
{
    static readonly JsonDocumentOptions Strict = new() { MaxDepth = 64 };

    int _timeless;

    public string Unit => "events";

    public IEnumerable<ImportItem> Read(InputFile file)
    {
        using var text = file.OpenText();
        var line = 0;
        while (text.ReadLine() is { } row)
        {
            line++;
            if (!row.AsSpan().Trim().IsEmpty) yield return Parse(new Place(file.Name, line), row);
        }
        file.Finished();
    }

    public IEnumerable<string> Remarks()
    {
        if (_timeless > 0) yield return $"{_timeless:N0} events have no timestamp: they count at the time of their arrival.";
    }

    ImportItem Parse(Place place, string row)
    {
        try
        {
            return ImportItem.Of(place, 1, CustomerEvent.Parse(Complete(row, place.Line)));
        }
        catch (EventTooLargeException)
        {
            return ImportItem.Unusable(place, 1, "the event has more than 32 KB");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return ImportItem.Unusable(place, 1, "the line is not JSON");
        }
        catch (ArgumentException e)
        {
            return ImportItem.Unusable(place, 1, e.Message);
        }
    }

    ReadOnlyMemory<byte> Complete(string row, long line)
    {
        using var document = JsonDocument.Parse(row, Strict);
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object) throw new ArgumentException($"the line is {root.ValueKind}, not a JSON object");
        var original = Text(root, "originalTimestamp");
        var timed = Text(root, "timestamp") is not null;
        if (!timed && original is null) _timeless++;
        var identified = Text(root, "messageId") is not null;
        if (identified && (timed || original is null)) return Encoding.UTF8.GetBytes(row.Trim());

        var buffer = new ArrayBufferWriter<byte>(row.Length + 128);
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStartObject();
            if (!identified) writer.WriteString("messageId"u8, MessageId(row, line));
            // Told only originalTimestamp and sentAt, the server would take the age of the export for a wrong clock and move the event to today.
            if (!timed && original is not null) writer.WriteString("timestamp"u8, original);
            foreach (var member in root.EnumerateObject())
            {
                if ((!identified && member.NameEquals("messageId"u8)) || (!timed && original is not null && member.NameEquals("timestamp"u8))) continue;
                member.WriteTo(writer);
            }
            writer.WriteEndObject();
        }
        return buffer.WrittenMemory;
    }

    static string MessageId(string row, long line)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{line}:{row.Trim()}")));
        return $"jsonl-{Convert.ToHexStringLower(hash.AsSpan(0, 16))}";
    }

    static string? Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text ? text : null;
}
