using System.Text.Json;
using CustomerGrains.Silo.Security;
using CustomerGrains.Web.Hosting;

namespace CustomerGrains.Web.Security;

/// <summary>
/// Makes sure that somebody can get in: takes the credentials that are configured, and makes those that are missing at the very first
/// start. What it made is shown once, and kept for the command-line tool in a file that only the owner can read.
/// </summary>
sealed class FirstCredentials(ICredentialStore store, IConfiguration configuration, DataFolder data, TimeProvider clock)
{
    const string Admin = "admin";
    const string First = "first";

    /// <summary>Makes what is missing; returns what was made here, or null.</summary>
    public async Task<MadeCredentials?> EnsureAsync(CancellationToken cancellationToken)
    {
        var all = await store.ListAsync(cancellationToken);
        var password = await EnsurePasswordAsync([.. all.Where(credential => credential.RevokedAt is null)], cancellationToken);
        var writeKey = await EnsureKeyAsync(all, CredentialKind.WriteKey, "Security:WriteKey", RandomKey.WriteKey, [], cancellationToken);
        var token = await EnsureKeyAsync(all, CredentialKind.ApiToken, "Security:ApiToken", RandomKey.ApiToken, [Roles.Admin], cancellationToken);
        if (password is null && writeKey is null && token is null) return null;
        var made = new MadeCredentials(password is null ? null : Admin, password, writeKey, token);
        data.WriteSecret("credentials.json", JsonSerializer.SerializeToUtf8Bytes(made, MadeCredentials.Json));
        return made;
    }

    async Task<string?> EnsurePasswordAsync(List<Credential> valid, CancellationToken cancellationToken)
    {
        var users = valid.Where(credential => credential.Kind == CredentialKind.Password).ToList();
        var configured = configuration["Security:AdminPassword"];
        if (string.IsNullOrEmpty(configured) && users.Count > 0) return null;
        var password = string.IsNullOrEmpty(configured) ? RandomKey.New("") : configured;
        if (users.Find(user => user.Name == Admin) is { } admin)
        {
            if (Passwords.Fits(Admin, admin.Hash, password)) return null;
            // The configuration wins, so a lost password can be replaced.
            await store.RevokeAsync(admin.Id, clock.GetUtcNow(), cancellationToken);
        }
        var added = await AddAsync(CredentialKind.Password, Admin, Passwords.HashOf(Admin, password), [Roles.Admin], cancellationToken);
        return added && string.IsNullOrEmpty(configured) ? password : null;
    }

    async Task<string?> EnsureKeyAsync(
        IReadOnlyList<Credential> all, CredentialKind kind, string setting, string prefix, string[] roles, CancellationToken cancellationToken)
    {
        var configured = configuration[setting];
        // Revoked ones count: whoever revoked the last key does not want a new one at the next start.
        if (string.IsNullOrEmpty(configured) && all.Any(credential => credential.Kind == kind)) return null;
        var key = string.IsNullOrEmpty(configured) ? RandomKey.New(prefix) : configured;
        var added = await AddAsync(kind, First, RandomKey.HashOf(key), roles, cancellationToken);
        return added && string.IsNullOrEmpty(configured) ? key : null;
    }

    Task<bool> AddAsync(CredentialKind kind, string name, string hash, string[] roles, CancellationToken cancellationToken) =>
        store.AddAsync(new(Guid.CreateVersion7().ToString("N"), kind, name, hash, roles, clock.GetUtcNow()), cancellationToken);
}

/// <summary>Credentials that this server made by itself.</summary>
sealed record MadeCredentials(string? User, string? Password, string? WriteKey, string? ApiToken)
{
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web) { WriteIndented = true };
}
