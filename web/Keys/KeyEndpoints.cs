using CustomerGrains.Silo.Security;
using CustomerGrains.Web.Hosting;
using CustomerGrains.Web.Security;

namespace CustomerGrains.Web.Keys;

/// <summary>A write key or API token as lists show it.</summary>
/// <param name="Id">Its own id.</param>
/// <param name="Kind">writeKey or apiToken.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Role">What the holder of a token may do; null for write keys.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="LastUsed">The latest request with it, to the minute.</param>
/// <param name="RevokedAt">When it was revoked, or null.</param>
record KeyReply(string Id, CredentialKind Kind, string Name, string? Role, DateTimeOffset CreatedAt, DateTimeOffset? LastUsed, DateTimeOffset? RevokedAt);

/// <summary>A new key with its secret, which no other answer has.</summary>
sealed record MadeKeyReply(string Id, CredentialKind Kind, string Name, string? Role, DateTimeOffset CreatedAt, string Secret)
    : KeyReply(Id, Kind, Name, Role, CreatedAt, null, null);

/// <summary>All keys and tokens.</summary>
sealed record KeysReply(IReadOnlyList<KeyReply> Items);

/// <summary>A key or token to make.</summary>
/// <param name="Kind">writeKey or apiToken.</param>
/// <param name="Name">1 to 100 characters.</param>
/// <param name="Role">agent, operator or admin: for tokens, and for tokens only.</param>
sealed record NewKey(string Kind, string Name, string? Role = null);

/// <summary>Write keys and API tokens.</summary>
static class KeyEndpoints
{
    const int LongestName = 100;
    const string WriteKey = "writeKey";
    const string ApiToken = "apiToken";

    public static void MapKeys(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/keys").RequireAuthorization(Policies.Admin).WithTags("Keys");
        group.MapGet("", ListAsync).WithSummary("All write keys and API tokens, revoked ones too, newest first; never their secrets. For admins, like everything here.").Produces<KeysReply>();
        group.MapPost("", MakeAsync)
            .WithSummary("Makes a write key or API token: kind (writeKey or apiToken), name, and for a token its role. The answer is the only one with the secret.")
            .WithMetadata(new JsonShape(typeof(NewKey))).Produces<MadeKeyReply>(StatusCodes.Status201Created).ProducesProblem(StatusCodes.Status400BadRequest);
        group.MapDelete("{id}", RevokeAsync)
            .WithSummary("Revokes a key or token for good: at once in this process, within 30 s in others. Not the token that asks for it: 409.")
            .Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
    }

    static async Task<IResult> ListAsync(KeyRing keys, CredentialUse use, CancellationToken cancellationToken) =>
        TypedResults.Ok(new KeysReply([.. (await keys.ListAsync(cancellationToken)).Select(key => Reply(key, use))]));

    static async Task<IResult> MakeAsync(HttpContext context, KeyRing keys)
    {
        var body = await JsonFields.ReadAsync(context.Request);
        var kind = body.Word("kind", [WriteKey, ApiToken]) == ApiToken ? CredentialKind.ApiToken : CredentialKind.WriteKey;
        var name = body.Text("name", LongestName);
        var role = kind == CredentialKind.ApiToken ? body.Word("role", Roles.All) : null;
        if (kind == CredentialKind.WriteKey && body.Problem is null && body.Has("role")) body.Fail("role", null, "A write key has no role, it only lets one send: leave role out, or make an apiToken.");
        if (body.Problem is { } problem) return problem;
        var (made, secret) = await keys.MakeAsync(kind, name, role, context.User, context.RequestAborted);
        return TypedResults.Created($"/api/keys/{made.Id}", new MadeKeyReply(made.Id, made.Kind, made.Name, role, made.CreatedAt, secret));
    }

    static async Task<IResult> RevokeAsync(string id, HttpContext context, KeyRing keys)
    {
        if (id == Principals.IdOf(context.User))
        {
            const string reason = "This token is the one that asks: revoke it signed in, or with another token.";
            return Problems.Of(StatusCodes.Status409Conflict, reason, new FieldProblem("id", Shown.Value(id), reason));
        }
        return await keys.RevokeAsync(id, context.User, context.RequestAborted)
            ? TypedResults.NoContent()
            : Problems.NotFound("id", id, "There is no such key or token.");
    }

    static KeyReply Reply(Credential key, CredentialUse use) =>
        new(key.Id, key.Kind, key.Name, key.Roles.Count > 0 ? key.Roles[^1] : null, key.CreatedAt, use.LastUsed(key), key.RevokedAt);
}
