using System.Security.Claims;
using CustomerGrains.Web.Hosting;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CustomerGrains.Web.Security;

/// <summary>Who wants to sign in.</summary>
sealed record SignInRequest(string? User, string? Password);

/// <summary>Who is signed in.</summary>
sealed record SessionReply(string User, IReadOnlyList<string> Roles);

/// <summary>Signing in and out of the screens.</summary>
static class SessionEndpoints
{
    public static void MapSession(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/session").WithTags("Session");
        group.MapPost("", SignInAsync).AllowAnonymous()
            .WithSummary("Signs in with user and password: sets the session's cookie. A few tries a minute for each address.");
        group.MapGet("", Get).RequireAuthorization(Policies.Agent).WithSummary("Who is signed in.");
        group.MapDelete("", (Delegate)SignOutAsync).AllowAnonymous().WithSummary("Signs out: clears the cookie. Nobody needs to be signed in for that.");
    }

    static async Task<Results<NoContent, ProblemHttpResult, RetryLater>> SignInAsync(
        SignInRequest request, HttpContext context, Passwords passwords, SignInLimit limit, CredentialUse use, TimeProvider clock)
    {
        if (string.IsNullOrEmpty(request.User) || request.User.Length > Passwords.LongestUser)
            return Problems.Bad("user", request.User, $"user must have 1 to {Passwords.LongestUser} characters.");
        if (string.IsNullOrEmpty(request.Password) || request.Password.Length > Passwords.Longest)
            return Problems.Bad("password", null, $"password must have 1 to {Passwords.Longest} characters.");
        if (!limit.TryTake(context.Connection.RemoteIpAddress, out var retryAfter))
            return Problems.Retry(StatusCodes.Status429TooManyRequests, retryAfter, "Too many tries: wait a little.");
        Silo.Security.Credential? user;
        try
        {
            user = await passwords.CheckAsync(request.User, request.Password, context.RequestAborted);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return Problems.Unavailable("The password can't be checked at the moment: try again.");
        }
        if (user is null) return Problems.Of(StatusCodes.Status401Unauthorized, "User or password is wrong.");
        use.Note(user.Id, clock.GetUtcNow());
        await context.SignInAsync(CookieAuthenticationDefaults.AuthenticationScheme, Sessions.Of(user));
        return TypedResults.NoContent();
    }

    static Ok<SessionReply> Get(ClaimsPrincipal user) => TypedResults.Ok(new SessionReply(user.Identity?.Name ?? "", Principals.RolesOf(user)));

    static async Task<NoContent> SignOutAsync(HttpContext context)
    {
        await context.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
        return TypedResults.NoContent();
    }
}
