using System.Security.Cryptography;
using Microsoft.Extensions.Configuration;

namespace CustomerGrains.Silo.Webhooks;

/// <summary>The configuration section <c>Webhooks</c>.</summary>
/// <param name="SecretKey">
/// <c>Webhooks:SecretKey</c>: 32 bytes in base64, the same in all processes. With it the endpoints' secrets are stored encrypted; without it as they are.
/// </param>
/// <param name="PublicOnly"><c>Webhooks:PublicOnly</c>: messages go to public addresses only, not to this machine and private networks. Default false.</param>
public sealed record WebhookOptions(byte[]? SecretKey, bool PublicOnly)
{
    /// <summary>Reads and checks the section.</summary>
    /// <exception cref="WebhookOptionsException">A setting is wrong; the message says which and what to do.</exception>
    public static WebhookOptions From(IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var section = configuration.GetSection("Webhooks");
        return new(KeyOf(section["SecretKey"]), FlagOf(section["PublicOnly"]));
    }

    static byte[]? KeyOf(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return null;
        var key = new byte[48];
        // The value is a secret: the message does not repeat it.
        return Convert.TryFromBase64String(text.Trim(), key, out var length) && length == 32
            ? key[..32]
            : throw new WebhookOptionsException("Webhooks:SecretKey must be 32 bytes in base64: make one with openssl rand -base64 32.");
    }

    static bool FlagOf(string? text) => string.IsNullOrWhiteSpace(text)
        ? false
        : bool.TryParse(text, out var flag) ? flag : throw new WebhookOptionsException($"Webhooks:PublicOnly is '{(text.Length > 40 ? text[..40] : text)}': use true or false.");
}

/// <summary>A setting of the section <c>Webhooks</c> is wrong.</summary>
public sealed class WebhookOptionsException(string message) : Exception(message);

/// <summary>
/// How secrets lie in the store. Signing needs the secret itself, so a hash will not do: it is kept as it is, beside the customers' data and as well guarded as
/// they are, or encrypted (AES-GCM) under a key that only the configuration has.
/// </summary>
sealed class WebhookSecrets(WebhookOptions options)
{
    const string Encrypted = "aes:";
    const int Nonce = 12;
    const int Tag = 16;

    /// <summary>What to store.</summary>
    public string Protect(string secret)
    {
        if (options.SecretKey is not { } key)
            return secret;
        var text = System.Text.Encoding.UTF8.GetBytes(secret);
        var sealedText = new byte[Nonce + Tag + text.Length];
        RandomNumberGenerator.Fill(sealedText.AsSpan(0, Nonce));
        using var aes = new AesGcm(key, Tag);
        aes.Encrypt(sealedText.AsSpan(0, Nonce), text, sealedText.AsSpan(Nonce + Tag), sealedText.AsSpan(Nonce, Tag));
        return Encrypted + Convert.ToBase64String(sealedText);
    }

    /// <summary>The secret itself; what was stored before there was a key stays readable.</summary>
    /// <exception cref="WebhookOptionsException">It was encrypted under a key that this process does not have.</exception>
    public string Reveal(string stored)
    {
        if (!stored.StartsWith(Encrypted, StringComparison.Ordinal))
            return stored;
        if (options.SecretKey is not { } key)
            throw new WebhookOptionsException("The endpoint's secret is encrypted: set Webhooks:SecretKey to the key it was encrypted with, or give the endpoint a new secret.");
        var sealedText = Convert.FromBase64String(stored[Encrypted.Length..]);
        var text = new byte[sealedText.Length - Nonce - Tag];
        using var aes = new AesGcm(key, Tag);
        try
        {
            aes.Decrypt(sealedText.AsSpan(0, Nonce), sealedText.AsSpan(Nonce + Tag), sealedText.AsSpan(Nonce, Tag), text);
        }
        catch (AuthenticationTagMismatchException e)
        {
            throw new WebhookOptionsException($"The endpoint's secret was encrypted with another Webhooks:SecretKey: set that one, or give the endpoint a new secret. ({e.Message})");
        }

        return System.Text.Encoding.UTF8.GetString(text);
    }
}
