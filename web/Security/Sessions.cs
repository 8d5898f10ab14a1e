using System.Security.Claims;
using CustomerGrains.Silo.Security;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace CustomerGrains.Web.Security;

/// <summary>
/// Whether somebody who got in once may stay. A cookie says who signed in, with which password and as what: a user who was removed, or
/// whose password was changed, is out; one whose role was changed goes on with the new one.
/// </summary>
sealed class Sessions(CredentialCache cache)
{
    const string Stamp = "stamp";

    /// <summary>What the cookie of a user who signed in holds.</summary>
    public static ClaimsPrincipal Of(Credential user)
    {
        var principal = Principals.Of(user, CookieAuthenticationDefaults.AuthenticationScheme);
        ((ClaimsIdentity)principal.Identity!).AddClaim(new(Stamp, StampOf(user)));
        return principal;
    }

    /// <summary>Who somebody who got in before is now; null if he would not get in any more.</summary>
    /// <exception cref="Exception">The store can't be reached: nobody knows.</exception>
    public async ValueTask<Credential?> FindAsync(ClaimsPrincipal principal)
    {
        if (principal.FindFirstValue(ClaimTypes.NameIdentifier) is not { } id) return null;
        if (await cache.FindByIdAsync(id) is not { } credential) return null;
        // Tokens have no stamp: their secret never changes.
        return credential.Kind != CredentialKind.Password || principal.FindFirstValue(Stamp) == StampOf(credential) ? credential : null;
    }

    /// <summary>Whether somebody's roles are still those that he came with.</summary>
    public static bool HasSameRoles(ClaimsPrincipal principal, Credential credential) =>
        Principals.RolesOf(principal).Order(StringComparer.Ordinal).SequenceEqual(credential.Roles.Order(StringComparer.Ordinal), StringComparer.Ordinal);

    /// <summary>Looks at the cookie of a request.</summary>
    public static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        var principal = context.Principal!;
        try
        {
            var credential = await context.HttpContext.RequestServices.GetRequiredService<Sessions>().FindAsync(principal);
            if (credential is null) context.RejectPrincipal();
            else if (!HasSameRoles(principal, credential))
            {
                context.ReplacePrincipal(Of(credential));
                context.ShouldRenew = true;
            }
        }
        catch (Exception)
        {
            // Not "signed out" but "unknown": the answer is 503, so that screens try again instead of asking for a password.
            context.HttpContext.Items[Principals.Unreachable] = true;
            context.RejectPrincipal();
        }
    }

    // Of the stored hash, so that it says nothing about the password, and changes with it.
    static string StampOf(Credential credential) => RandomKey.HashOf(credential.Hash)[..16];
}
