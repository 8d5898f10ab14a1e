using System.Data.Common;
using CustomerGrains.Silo.Storage;

namespace CustomerGrains.Silo.Security;

/// <summary>The credentials of either store.</summary>
sealed class CredentialStore(StoreDatabase database) : ICredentialStore
{
    const string Select = "SELECT id, kind, name, hash, roles, created_at, last_used, revoked_at FROM credential";

    public async Task<IReadOnlyList<Credential>> ListAsync(CancellationToken cancellationToken) =>
        await database.QueryAsync($"{Select} ORDER BY created_at, id", _ => { }, Row, cancellationToken);

    public Task<Credential?> FindByHashAsync(CredentialKind kind, string hash, CancellationToken cancellationToken) =>
        FirstAsync($"{Select} WHERE kind = @kind AND hash = @text AND revoked_at IS NULL", kind, hash, cancellationToken);

    public Task<Credential?> FindByNameAsync(CredentialKind kind, string name, CancellationToken cancellationToken) =>
        FirstAsync($"{Select} WHERE kind = @kind AND name = @text AND revoked_at IS NULL ORDER BY created_at DESC, id DESC LIMIT 1", kind, name, cancellationToken);

    public async Task<Credential?> FindByIdAsync(string id, CancellationToken cancellationToken) =>
        (await database.QueryAsync($"{Select} WHERE id = @id AND revoked_at IS NULL", c => c.With("@id", id), Row, cancellationToken)).FirstOrDefault();

    public async Task<bool> AddAsync(Credential credential, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(credential);
        const string sql = """
            INSERT INTO credential (id, kind, name, hash, roles, created_at, last_used, revoked_at)
            VALUES (@id, @kind, @name, @hash, @roles, @created, @used, @revoked) ON CONFLICT DO NOTHING
            """;
        return await database.ExecuteAsync(
            sql,
            c => c.With("@id", credential.Id).With("@kind", Name(credential.Kind)).With("@name", credential.Name).With("@hash", credential.Hash)
                .With("@roles", string.Join(' ', credential.Roles)).With("@created", credential.CreatedAt.ToUnixTimeMilliseconds())
                .With("@used", credential.LastUsed?.ToUnixTimeMilliseconds()).With("@revoked", credential.RevokedAt?.ToUnixTimeMilliseconds()),
            cancellationToken) == 1;
    }

    public Task TouchAsync(string id, DateTimeOffset at, CancellationToken cancellationToken) => database.ExecuteAsync(
        "UPDATE credential SET last_used = @at WHERE id = @id AND (last_used IS NULL OR last_used < @at)",
        c => c.With("@id", id).With("@at", at.ToUnixTimeMilliseconds()),
        cancellationToken);

    public async Task<bool> ChangeAsync(
        string id, string? hash, IReadOnlyList<string>? roles, string? unlessLastWith, CancellationToken cancellationToken) => await database.ExecuteAsync(
        Guarded("UPDATE credential SET hash = COALESCE(@hash, hash), roles = COALESCE(@roles, roles) WHERE id = @id AND revoked_at IS NULL", unlessLastWith),
        c => Holder(c.With("@id", id).With("@hash", hash).With("@roles", roles is null ? null : string.Join(' ', roles)), unlessLastWith),
        cancellationToken) == 1;

    public Task<bool> RevokeAsync(string id, DateTimeOffset at, CancellationToken cancellationToken) => RevokeAsync(id, at, null, cancellationToken);

    public async Task<bool> RevokeAsync(string id, DateTimeOffset at, string? unlessLastWith, CancellationToken cancellationToken) => await database.ExecuteAsync(
        Guarded("UPDATE credential SET revoked_at = @at WHERE id = @id AND revoked_at IS NULL", unlessLastWith),
        c => Holder(c.With("@id", id).With("@at", at.ToUnixTimeMilliseconds()), unlessLastWith),
        cancellationToken) == 1;

    // Two who take the role from each other at the same time must not both succeed: all holders are locked, in one order, before they are counted.
    string Guarded(string update, string? role) => role is null ? update : $"""
        WITH holder AS (
            SELECT id FROM credential
            WHERE kind = 'password' AND revoked_at IS NULL AND ' ' || roles || ' ' LIKE @holder ORDER BY id{database.RowLock})
        {update} AND (SELECT count(*) FROM holder WHERE id <> @id) > 0
        """;

    static DbCommand Holder(DbCommand command, string? role) => role is null ? command : command.With("@holder", $"% {role} %");

    async Task<Credential?> FirstAsync(string sql, CredentialKind kind, string text, CancellationToken cancellationToken) =>
        (await database.QueryAsync(sql, c => c.With("@kind", Name(kind)).With("@text", text), Row, cancellationToken)).FirstOrDefault();

    static Credential Row(DbDataReader r) => new(
        r.GetString(0),
        r.GetString(1) switch
        {
            "password" => CredentialKind.Password,
            "writeKey" => CredentialKind.WriteKey,
            _ => CredentialKind.ApiToken,
        },
        r.GetString(2),
        r.GetString(3),
        r.GetString(4).Split(' ', StringSplitOptions.RemoveEmptyEntries),
        r.Time(5),
        r.TimeOrNull(6),
        r.TimeOrNull(7));

    static string Name(CredentialKind kind) => kind switch
    {
        CredentialKind.Password => "password",
        CredentialKind.WriteKey => "writeKey",
        _ => "apiToken",
    };
}
