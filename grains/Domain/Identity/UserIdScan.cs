using System.Text;
using System.Text.Json;

namespace CustomerGrains.Domain.Identity;

/// <summary>Looks for the userId of a raw event without parsing the rest.</summary>
static class UserIdScan
{
    /// <summary>Whether the event's userId is this one. The last one counts where there are several.</summary>
    public static bool Carries(ReadOnlySpan<byte> body, string userId)
    {
        try
        {
            var reader = new Utf8JsonReader(body);
            var carries = false;
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                return false;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isUserId = reader.ValueTextEquals("userId"u8);
                reader.Read();
                if (isUserId)
                    carries = IsThis(ref reader, userId);
                reader.Skip();
            }

            return carries;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Not what the door lets in: an id that can't be read is not hers.
            return false;
        }
    }

    static bool IsThis(ref Utf8JsonReader reader, string userId) => reader.TokenType switch
    {
        JsonTokenType.String => reader.ValueTextEquals(userId),
        JsonTokenType.Number => Encoding.UTF8.GetString(reader.ValueSpan) == userId,
        _ => false,
    };
}
