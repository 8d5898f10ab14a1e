namespace CustomerGrains.Silo.Security;

/// <summary>Passwords, write keys and API tokens, hashed by whoever calls: the store never sees a secret.</summary>
public interface ICredentialStore
{
    /// <summary>All credentials, revoked ones included, oldest first.</summary>
    Task<IReadOnlyList<Credential>> ListAsync(CancellationToken cancellationToken);

    /// <summary>The credential of this kind with this hash, unless it is revoked; for keys and tokens.</summary>
    Task<Credential?> FindByHashAsync(CredentialKind kind, string hash, CancellationToken cancellationToken);

    /// <summary>The latest credential of this kind with this name, unless it is revoked; for passwords, where the name is the user's.</summary>
    Task<Credential?> FindByNameAsync(CredentialKind kind, string name, CancellationToken cancellationToken);

    /// <summary>The credential with this id, unless it is revoked.</summary>
    Task<Credential?> FindByIdAsync(string id, CancellationToken cancellationToken);

    /// <summary>Adds a credential.</summary>
    /// <returns>False, and nothing is added, if the id or the hash exists already or the user has a password that is not revoked.</returns>
    Task<bool> AddAsync(Credential credential, CancellationToken cancellationToken);

    /// <summary>Changes a credential's secret or roles, or both; null leaves it as it is.</summary>
    /// <param name="id">Which.</param>
    /// <param name="hash">The new hash.</param>
    /// <param name="roles">The new roles.</param>
    /// <param name="unlessLastWith">A role: nothing changes if nobody else with a password has it.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>False, and nothing is changed, if there is none with this id that is not revoked, or it is the last with the role.</returns>
    Task<bool> ChangeAsync(string id, string? hash, IReadOnlyList<string>? roles, string? unlessLastWith, CancellationToken cancellationToken);

    /// <summary>Notes the use of a credential.</summary>
    Task TouchAsync(string id, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>Revokes a credential for good.</summary>
    /// <returns>False if there is none with this id that is not revoked yet.</returns>
    Task<bool> RevokeAsync(string id, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>The same, but nothing happens if nobody else with a password has the role.</summary>
    Task<bool> RevokeAsync(string id, DateTimeOffset at, string? unlessLastWith, CancellationToken cancellationToken);
}

/// <summary>What a credential is for.</summary>
public enum CredentialKind
{
    /// <summary>A person signs in with it.</summary>
    Password,

    /// <summary>Senders of events present it.</summary>
    WriteKey,

    /// <summary>Programs that query present it.</summary>
    ApiToken,
}

/// <summary>A password, write key or API token.</summary>
/// <param name="Id">Its own id.</param>
/// <param name="Kind">What it is for.</param>
/// <param name="Name">The user of a password, else what people call it.</param>
/// <param name="Hash">The hash of the secret, salt and parameters included where there are any.</param>
/// <param name="Roles">What its holder may do.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="LastUsed">When its use was last noted, or null.</param>
/// <param name="RevokedAt">When it was revoked, or null.</param>
public sealed record Credential(
    string Id,
    CredentialKind Kind,
    string Name,
    string Hash,
    IReadOnlyList<string> Roles,
    DateTimeOffset CreatedAt,
    DateTimeOffset? LastUsed = null,
    DateTimeOffset? RevokedAt = null);
