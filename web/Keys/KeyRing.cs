using System.Security.Claims;
using CustomerGrains.Silo.Security;
using CustomerGrains.Web.Hosting;
using CustomerGrains.Web.Security;

namespace CustomerGrains.Web.Keys;

/// <summary>Makes and revokes write keys and API tokens, and makes a revocation count at once.</summary>
sealed partial class KeyRing(ICredentialStore store, Revocation revocation, TimeProvider clock, ILogger<KeyRing> log)
{
    /// <summary>All, revoked ones too, newest first.</summary>
    public async Task<List<Credential>> ListAsync(CancellationToken cancellationToken) =>
        [.. (await store.ListAsync(cancellationToken)).Where(credential => credential.Kind != CredentialKind.Password).Reverse()];

    /// <summary>Makes one, and its secret, which is not kept.</summary>
    public async Task<(Credential Made, string Secret)> MakeAsync(CredentialKind kind, string name, string? role, ClaimsPrincipal by, CancellationToken cancellationToken)
    {
        var secret = RandomKey.New(kind == CredentialKind.WriteKey ? RandomKey.WriteKey : RandomKey.ApiToken);
        var key = new Credential(
            Guid.CreateVersion7().ToString("N"), kind, name, RandomKey.HashOf(secret), role is null ? [] : [role], Times.WholeMilliseconds(clock.GetUtcNow()));
        if (!await store.AddAsync(key, cancellationToken)) throw new InvalidOperationException("192 random bits came twice.");
        KeyMade(kind, key.Id, Principals.IdOf(by));
        return (key, secret);
    }

    /// <summary>Revokes one; false if there is none with this id. One that is revoked already stays so.</summary>
    public async Task<bool> RevokeAsync(string id, ClaimsPrincipal by, CancellationToken cancellationToken)
    {
        if (!(await ListAsync(cancellationToken)).Exists(key => key.Id == id)) return false;
        if (!await store.RevokeAsync(id, clock.GetUtcNow(), cancellationToken)) return true;
        await revocation.TakeEffectAsync();
        KeyRevoked(id, Principals.IdOf(by));
        return true;
    }

    [LoggerMessage(LogLevel.Information, "{Kind} {Id} was made by {By}")]
    partial void KeyMade(CredentialKind kind, string id, string? by);

    [LoggerMessage(LogLevel.Information, "Key {Id} was revoked by {By}")]
    partial void KeyRevoked(string id, string? by);
}
