using System.Text.Json;

namespace CustomerGrains.Client.Delivery;

/// <summary>The server's answer to a batch: {success, accepted, duplicates, rejected:[{index, messageId, error}]}.</summary>
static class Answer
{
    /// <summary>The receipt, or null when this is not an answer of CustomerGrains (a portal, a proxy, another server).</summary>
    public static BatchReceipt? Read(ReadOnlyMemory<byte> json, IReadOnlyList<CustomerEvent> events)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("success", out _)) return null;
            var rejected = new List<RejectedEvent>();
            if (root.TryGetProperty("rejected", out var list) && list.ValueKind == JsonValueKind.Array)
            {
                foreach (var item in list.EnumerateArray())
                {
                    var index = item.GetProperty("index").GetInt32();
                    if (index < 0 || index >= events.Count) return null;
                    rejected.Add(new RejectedEvent(events[index], item.TryGetProperty("error", out var error) ? error.ToString() : "no reason given"));
                }
            }
            var duplicates = Count(root, "duplicates") ?? 0;
            return new BatchReceipt(events, Count(root, "accepted") ?? events.Count - rejected.Count - duplicates, duplicates, rejected);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            return null;
        }
    }

    /// <summary>The detail of a problem document, or the beginning of the text.</summary>
    public static string Problem(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var root = document.RootElement;
            if (root.ValueKind == JsonValueKind.Object)
                foreach (var member in (ReadOnlySpan<string>)["detail", "error", "title"])
                    if (root.TryGetProperty(member, out var text) && text.ValueKind == JsonValueKind.String)
                        return text.GetString()!;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Not JSON: a proxy's page. Its text would not help.
        }
        return "";
    }

    static int? Count(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var count) ? count : null;
}
