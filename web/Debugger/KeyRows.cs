using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace CustomerGrains.Web.Debugger;

/// <summary>Writes outcomes as a screen gets them.</summary>
static class KeyRows
{
    // Never inside HTML: quotes and letters of any script stay short.
    static readonly JsonWriterOptions _options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static KeyRow Of(KeyNote note)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer, _options))
        {
            writer.WriteStartObject();
            writer.WriteNumber("n", note.Number);
            writer.WriteString("at", note.Touchpoint?.ReceivedAt ?? note.Rejection!.At);
            writer.WriteString("outcome", note.Outcome switch { KeyOutcome.Accepted => "accepted", KeyOutcome.Duplicate => "duplicate", _ => "rejected" });
            if (note.Touchpoint is { } touchpoint)
            {
                writer.WriteString("messageId", touchpoint.MessageId);
                writer.WriteString("type", touchpoint.Kind.ToString().ToLowerInvariant());
                writer.WriteString("name", touchpoint.Name);
                writer.WriteString("customerId", touchpoint.CustomerId);
            }
            WriteRejection(writer, note.Rejection);
            WriteBody(writer, note.Touchpoint?.Body ?? note.Rejection?.Body);
            writer.WriteBoolean("cut", note.Cut);
            writer.WriteEndObject();
        }
        return new(note.Number, buffer.WrittenMemory);
    }

    static void WriteRejection(Utf8JsonWriter writer, KeyRejection? rejection)
    {
        if (rejection is not null)
        {
            writer.WriteString("messageId", rejection.MessageId);
            writer.WriteString("type", rejection.Type);
            writer.WriteString("name", rejection.Name);
            writer.WriteString("customerId", rejection.CustomerId);
        }
        writer.WriteString("error", rejection?.Error);
        writer.WriteString("field", rejection?.Problem.Field);
        writer.WriteString("value", rejection?.Problem.Value);
        writer.WriteString("reason", rejection?.Problem.Reason);
        if (rejection?.Status is { } status) writer.WriteNumber("status", status);
        else writer.WriteNull("status");
    }

    static void WriteBody(Utf8JsonWriter writer, ReadOnlyMemory<byte>? body)
    {
        if (body is not { } text) writer.WriteNull("body");
        else if (Utf8.IsValid(text.Span)) writer.WriteString("body", text.Span);
        else writer.WriteString("body", Encoding.UTF8.GetString(text.Span));
    }
}
