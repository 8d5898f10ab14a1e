using System.Collections.Concurrent;
using CustomerGrains.Silo.Security;

namespace CustomerGrains.Web.Security;

/// <summary>
/// Keeps what the store said of a key for a short while, so that ingestion asks it no question per request. A revoked key works for at
/// most <see cref="KnownFor"/> longer. Only hashes are kept.
/// </summary>
sealed class CredentialCache(ICredentialStore store, TimeProvider clock)
{
    /// <summary>How long a valid key is believed.</summary>
    public static readonly TimeSpan KnownFor = TimeSpan.FromSeconds(30);

    /// <summary>How long a wrong key is believed to be wrong: shorter, for it may be made at this moment.</summary>
    public static readonly TimeSpan UnknownFor = TimeSpan.FromSeconds(5);

    const int Most = 10_000;

    readonly ConcurrentDictionary<(CredentialKind Kind, string Hash), Entry> _entries = [];

    /// <summary>The credential with this hash; null if there is none that is valid.</summary>
    /// <exception cref="Exception">The store can't be reached: nothing is known of the key.</exception>
    public async ValueTask<Credential?> FindAsync(CredentialKind kind, string key)
    {
        var hash = RandomKey.HashOf(key);
        var now = clock.GetUtcNow();
        if (_entries.TryGetValue((kind, hash), out var entry) && now < entry.Until) return entry.Credential;
        var found = await store.FindByHashAsync(kind, hash, CancellationToken.None);
        // Somebody who tries many keys must not fill the memory.
        if (_entries.Count >= Most) _entries.Clear();
        _entries[(kind, hash)] = new(found, now + (found is null ? UnknownFor : KnownFor));
        return found;
    }

    readonly record struct Entry(Credential? Credential, DateTimeOffset Until);
}
