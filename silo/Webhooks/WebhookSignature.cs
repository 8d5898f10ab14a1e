using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CustomerGrains.Silo.Webhooks;

/// <summary>
/// Signs messages the way of Standard Webhooks, so that its libraries verify them: HMAC-SHA256 over id, timestamp and body, in base64, one for each secret.
/// </summary>
public static class WebhookSignature
{
    /// <summary>The header with the message's id.</summary>
    public const string IdHeader = "webhook-id";

    /// <summary>The header with the time of the attempt, in seconds since 1970.</summary>
    public const string TimestampHeader = "webhook-timestamp";

    /// <summary>The header with the signatures, separated by blanks.</summary>
    public const string SignatureHeader = "webhook-signature";

    /// <summary>How secrets begin; what follows is base64.</summary>
    public const string SecretPrefix = "whsec_";

    /// <summary>A new secret: 256 random bits.</summary>
    public static string NewSecret() => SecretPrefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    /// <summary>The signature header's value.</summary>
    public static string Of(IEnumerable<string> secrets, string id, long timestamp, string body)
    {
        var signed = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{timestamp}.{body}"));
        return string.Join(' ', secrets.Select(secret => "v1," + Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(secret[SecretPrefix.Length..]), signed))));
    }
}
