using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace CustomerGrains.Web.Security;

/// <summary>Keys and tokens that this server makes: random, so a plain hash of them is as safe as a slow one.</summary>
static class RandomKey
{
    /// <summary>How write keys begin.</summary>
    public const string WriteKey = "cgw_";

    /// <summary>How API tokens begin.</summary>
    public const string ApiToken = "cgt_";

    /// <summary>A new key with 192 random bits; the prefix says what it is for.</summary>
    public static string New(string prefix) => prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(24));

    /// <summary>What is stored of a key.</summary>
    public static string HashOf(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
}
