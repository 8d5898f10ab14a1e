using System.Collections.Concurrent;
using CustomerGrains.Silo.Security;

namespace CustomerGrains.Web.Security;

/// <summary>What became of a check of a write key.</summary>
/// <param name="KeyId">The key's id if it is valid.</param>
/// <param name="Missing">There was no key at all.</param>
/// <param name="Unreachable">Nobody can say: the store did not answer.</param>
readonly record struct KeyCheck(string? KeyId, bool Missing, bool Unreachable)
{
    public bool Granted => KeyId is not null;
}

/// <summary>Checks write keys. A key counts as wrong only if the store says so: SDKs throw events away at a 401.</summary>
sealed partial class WriteKeys(CredentialCache cache, ILogger<WriteKeys> log)
{
    const int Longest = 200;
    const int MostHashes = 1_000;

    // Of keys that were valid: hashing the same few keys for every request costs more than all else that is done with them. They are no secret of anybody's,
    // every page that sends events shows one.
    readonly ConcurrentDictionary<string, string> _hashes = new(StringComparer.Ordinal);

    public async ValueTask<KeyCheck> CheckAsync(string? key)
    {
        if (string.IsNullOrEmpty(key)) return new(null, Missing: true, Unreachable: false);
        if (key.Length > Longest) return default;
        try
        {
            var known = _hashes.TryGetValue(key, out var hash);
            var credential = await cache.FindByHashAsync(CredentialKind.WriteKey, hash ??= RandomKey.HashOf(key));
            if (!known && credential is not null) Remember(key, hash);
            return new(credential?.Id, Missing: false, Unreachable: false);
        }
        catch (Exception e)
        {
            StoreUnreachable(e);
            return new(null, Missing: false, Unreachable: true);
        }
    }

    void Remember(string key, string hash)
    {
        if (_hashes.Count >= MostHashes) _hashes.Clear();
        _hashes[key] = hash;
    }

    [LoggerMessage(LogLevel.Warning, "A write key could not be checked: the store did not answer")]
    partial void StoreUnreachable(Exception exception);
}
