using System.Security.Claims;
using CustomerGrains.Silo.Security;
using CustomerGrains.Web.Hosting;
using CustomerGrains.Web.Security;

namespace CustomerGrains.Web.Users;

/// <summary>What became of a change to a user.</summary>
enum UserChanged
{
    /// <summary>It is done and counts already.</summary>
    Done,

    /// <summary>There is no such user.</summary>
    Unknown,

    /// <summary>Nobody would be left who can undo it.</summary>
    LastAdmin,

    /// <summary>The one who asked would lock himself out.</summary>
    Self,
}

/// <summary>Adds, changes and removes users, and makes that count at once.</summary>
sealed partial class UserDirectory(ICredentialStore store, Revocation revocation, TimeProvider clock, ILogger<UserDirectory> log) : IDisposable
{
    readonly SemaphoreSlim _adding = new(1, 1);

    /// <summary>All users by name.</summary>
    public async Task<List<Credential>> ListAsync(CancellationToken cancellationToken) =>
    [
        .. (await store.ListAsync(cancellationToken))
            .Where(credential => credential.Kind == CredentialKind.Password && credential.RevokedAt is null)
            .OrderBy(credential => credential.Name, StringComparer.OrdinalIgnoreCase),
    ];

    /// <summary>Adds a user; or says which user has the name already. Two that differ by case only would be taken for each other.</summary>
    public async Task<(Credential? Added, string? Taken)> AddAsync(string name, string password, string role, ClaimsPrincipal by, CancellationToken cancellationToken)
    {
        var user = new Credential(
            Guid.CreateVersion7().ToString("N"), CredentialKind.Password, name, Passwords.HashOf(name, password), [role], Times.WholeMilliseconds(clock.GetUtcNow()));
        await _adding.WaitAsync(cancellationToken);
        try
        {
            if ((await ListAsync(cancellationToken)).Find(known => known.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } same) return (null, same.Name);
            if (!await store.AddAsync(user, cancellationToken)) return (null, name);
        }
        finally
        {
            _adding.Release();
        }
        UserAdded(user.Id, role, Principals.IdOf(by));
        return (user, null);
    }

    /// <summary>Changes the password, the role, or both; all or nothing. The user as he is then.</summary>
    public async Task<(UserChanged Status, Credential? Changed)> ChangeAsync(
        string name, string? password, string? role, ClaimsPrincipal by, CancellationToken cancellationToken)
    {
        if (await store.FindByNameAsync(CredentialKind.Password, name, cancellationToken) is not { } user) return (UserChanged.Unknown, null);
        // Asked for whatever the user is now: he may be made admin at this moment.
        var demotes = role is not null and not Roles.Admin;
        if (demotes && user.Id == Principals.IdOf(by)) return (UserChanged.Self, null);
        var hash = password is null ? null : Passwords.HashOf(name, password);
        var done = await store.ChangeAsync(user.Id, hash, role is null ? null : [role], demotes ? Roles.Admin : null, cancellationToken);
        if (!done) return (await WhyNotAsync(user.Id, cancellationToken), null);
        // From here on nothing breaks off, however impatient the caller is.
        await revocation.TakeEffectAsync();
        UserWasChanged(user.Id, role ?? "as before", password is not null, Principals.IdOf(by));
        return (UserChanged.Done, user with { Hash = hash ?? user.Hash, Roles = role is null ? user.Roles : [role] });
    }

    /// <summary>Removes a user.</summary>
    public async Task<UserChanged> RemoveAsync(string name, ClaimsPrincipal by, CancellationToken cancellationToken)
    {
        if (await store.FindByNameAsync(CredentialKind.Password, name, cancellationToken) is not { } user) return UserChanged.Unknown;
        if (user.Id == Principals.IdOf(by)) return UserChanged.Self;
        var done = await store.RevokeAsync(user.Id, clock.GetUtcNow(), Roles.Admin, cancellationToken);
        if (!done) return await WhyNotAsync(user.Id, cancellationToken);
        await revocation.TakeEffectAsync();
        UserRemoved(user.Id, Principals.IdOf(by));
        return UserChanged.Done;
    }

    public void Dispose() => _adding.Dispose();

    async Task<UserChanged> WhyNotAsync(string id, CancellationToken cancellationToken) =>
        await store.FindByIdAsync(id, cancellationToken) is null ? UserChanged.Unknown : UserChanged.LastAdmin;

    // Ids, not names: logs hold no personal data.
    [LoggerMessage(LogLevel.Information, "User {Id} was added as {Role} by {By}")]
    partial void UserAdded(string id, string role, string? by);

    [LoggerMessage(LogLevel.Information, "User {Id} was changed by {By}: role {Role}, new password {NewPassword}")]
    partial void UserWasChanged(string id, string role, bool newPassword, string? by);

    [LoggerMessage(LogLevel.Information, "User {Id} was removed by {By}")]
    partial void UserRemoved(string id, string? by);
}
