using System.Text;

namespace CustomerGrains.Web.Ingestion;

/// <summary>The write key as SDKs send it: the user name of Basic, or a Bearer.</summary>
static class WriteKeyHeader
{
    /// <summary>The key; null if the request has none in its header.</summary>
    public static string? Read(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        if (header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)) return NullIfEmpty(header[7..].Trim());
        if (!header.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase)) return null;
        var packed = header[6..].Trim();
        var bytes = new byte[packed.Length];
        if (!Convert.TryFromBase64String(packed, bytes, out var count)) return NullIfEmpty(packed);
        var credentials = Encoding.UTF8.GetString(bytes, 0, count);
        var colon = credentials.IndexOf(':', StringComparison.Ordinal);
        return NullIfEmpty(colon < 0 ? credentials : credentials[..colon]);
    }

    static string? NullIfEmpty(string key) => key.Length == 0 ? null : key;
}
