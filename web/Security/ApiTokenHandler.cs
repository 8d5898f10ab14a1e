using System.Security.Claims;
using System.Text.Encodings.Web;
using CustomerGrains.Silo.Security;
using CustomerGrains.Web.Hosting;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace CustomerGrains.Web.Security;

/// <summary>Signs in whoever brings an API token as <c>Authorization: Bearer</c>.</summary>
sealed class ApiTokenHandler(
    CredentialCache cache, IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logs, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logs, encoder)
{
    public const string SchemeName = "token";

    const string Prefix = "Bearer ";

    /// <summary>Whether a request brings a token. What ingestion gets in that place is a write key, which is looked at there.</summary>
    public static bool Applies(HttpRequest request) =>
        request.Headers.Authorization.ToString().StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)
        && !request.Path.StartsWithSegments("/v1", StringComparison.OrdinalIgnoreCase);

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (!Applies(Request)) return AuthenticateResult.NoResult();
        var token = Request.Headers.Authorization.ToString()[Prefix.Length..].Trim();
        if (token.Length is 0 or > 200) return AuthenticateResult.Fail("unknown token");
        try
        {
            if (await cache.FindAsync(CredentialKind.ApiToken, token) is not { } credential) return AuthenticateResult.Fail("unknown token");
            return AuthenticateResult.Success(new(Principals.Of(credential, SchemeName), SchemeName));
        }
        catch (Exception e)
        {
            // Not "wrong" but "unknown": the answer is 503, so that clients try again instead of giving up.
            Context.Items[Principals.Unreachable] = true;
            return AuthenticateResult.Fail(e);
        }
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        if (Context.Items.ContainsKey(Principals.Unreachable)) return Problems.Unavailable("The token can't be checked at the moment: try again.").ExecuteAsync(Context);
        Response.Headers.WWWAuthenticate = "Bearer";
        return Problems.Of(StatusCodes.Status401Unauthorized, "Sign in, or send an API token as Authorization: Bearer.").ExecuteAsync(Context);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        Problems.Of(StatusCodes.Status403Forbidden, "Your role does not admit this.").ExecuteAsync(Context);
}

/// <summary>Who somebody is, as the policies see it.</summary>
static class Principals
{
    /// <summary>Set on a request whose credentials could not be checked.</summary>
    public static readonly object Unreachable = new();

    public static ClaimsPrincipal Of(Credential credential, string scheme)
    {
        var claims = new List<Claim> { new(ClaimTypes.Name, credential.Name), new(ClaimTypes.NameIdentifier, credential.Id) };
        claims.AddRange(credential.Roles.Select(role => new Claim(ClaimTypes.Role, role)));
        return new(new ClaimsIdentity(claims, scheme));
    }

    public static string? IdOf(ClaimsPrincipal principal) => principal.FindFirstValue(ClaimTypes.NameIdentifier);

    public static string[] RolesOf(ClaimsPrincipal principal) => [.. principal.FindAll(ClaimTypes.Role).Select(claim => claim.Value)];
}
