using System.Security.Claims;
using CustomerGrains.Silo.Security;
using CustomerGrains.Web.Hosting;
using CustomerGrains.Web.Security;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CustomerGrains.Web.Users;

/// <summary>A user as lists show him.</summary>
/// <param name="User">What he signs in with.</param>
/// <param name="Roles">What he may do.</param>
/// <param name="CreatedAt">When he was added, or got the password that the configuration gave him.</param>
/// <param name="LastUsed">The latest sign-in or request, to the minute.</param>
sealed record UserReply(string User, IReadOnlyList<string> Roles, DateTimeOffset CreatedAt, DateTimeOffset? LastUsed);

/// <summary>All users.</summary>
sealed record UsersReply(IReadOnlyList<UserReply> Items);

/// <summary>Somebody new.</summary>
/// <param name="User">1 to 100 characters.</param>
/// <param name="Password">12 to 200 characters.</param>
/// <param name="Role">agent, operator or admin.</param>
sealed record NewUser(string User, string Password, string Role);

/// <summary>What is to change; what is left out stays.</summary>
sealed record UserChange(string? Role = null, string? Password = null);

/// <summary>Who may sign in, and as what.</summary>
static class UserEndpoints
{
    public static void MapUsers(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/users").RequireAuthorization(Policies.Admin).WithTags("Users");
        group.MapGet("", ListAsync).WithSummary("All users by name. For admins, like everything here.").Produces<UsersReply>();
        group.MapPost("", AddAsync)
            .WithSummary("Adds a user: user (1 to 100 characters), password (12 to 200), role (agent, operator or admin).")
            .WithMetadata(new JsonShape(typeof(NewUser))).Produces<UserReply>(StatusCodes.Status201Created)
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status409Conflict);
        group.MapPut("{user}", ChangeAsync)
            .WithSummary("Changes a user's role or password or both. A new password ends all other sessions of that user at once; a new role counts at once.")
            .WithMetadata(new JsonShape(typeof(UserChange))).Produces(StatusCodes.Status204NoContent)
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        group.MapDelete("{user}", RemoveAsync)
            .WithSummary("Removes a user and ends all sessions at once. Not the last admin, and nobody himself: 409.")
            .Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
    }

    static async Task<IResult> ListAsync(UserDirectory users, CredentialUse use, CancellationToken cancellationToken) =>
        TypedResults.Ok(new UsersReply([.. (await users.ListAsync(cancellationToken)).Select(user => Reply(user, use))]));

    static async Task<IResult> AddAsync(HttpContext context, UserDirectory users, CredentialUse use)
    {
        var body = await JsonFields.ReadAsync(context.Request);
        var name = body.Text("user", Passwords.LongestUser);
        var password = body.Secret("password", Passwords.Shortest, Passwords.Longest);
        var role = body.Word("role", Roles.All);
        if (body.Problem is { } problem) return problem;
        var (user, taken) = await users.AddAsync(name, password, role, context.User, context.RequestAborted);
        return user is null
            ? Conflict("user", taken!, $"There is a user {taken} already: choose another name, or change that user.")
            : TypedResults.Created($"/api/users/{Uri.EscapeDataString(user.Name)}", Reply(user, use));
    }

    static async Task<IResult> ChangeAsync(string user, HttpContext context, UserDirectory users)
    {
        user = RouteText.Segment(context, user, 2);
        var body = await JsonFields.ReadAsync(context.Request);
        var role = body.Has("role") ? body.Word("role", Roles.All) : null;
        var password = body.Has("password") ? body.Secret("password", Passwords.Shortest, Passwords.Longest) : null;
        if (body.Problem is null && role is null && password is null) body.Fail("body", null, "Nothing to change: send role, password or both.");
        if (body.Problem is { } problem) return problem;

        var (status, changed) = await users.ChangeAsync(user, password, role, context.User, context.RequestAborted);
        if (status != UserChanged.Done) return Refused(status, user);
        // Whoever changes his own password stays signed in where he did it.
        if (IsSession(context.User) && changed!.Id == Principals.IdOf(context.User)) await context.SignInAsync(CookieAuthenticationDefaults.AuthenticationScheme, Sessions.Of(changed));
        return TypedResults.NoContent();
    }

    static async Task<IResult> RemoveAsync(string user, HttpContext context, UserDirectory users)
    {
        user = RouteText.Segment(context, user, 2);
        var status = await users.RemoveAsync(user, context.User, context.RequestAborted);
        return status == UserChanged.Done ? TypedResults.NoContent() : Refused(status, user);
    }

    static ProblemHttpResult Refused(UserChanged status, string user) => status switch
    {
        UserChanged.Self => Conflict("user", user, "You would lock yourself out: let another admin do this."),
        UserChanged.LastAdmin => Conflict("user", user, "This is the last admin: make another user admin first."),
        _ => Problems.NotFound("user", user, "There is no such user."),
    };

    static ProblemHttpResult Conflict(string field, string value, string reason) =>
        Problems.Of(StatusCodes.Status409Conflict, reason, new FieldProblem(field, Shown.Value(value), reason));

    static bool IsSession(ClaimsPrincipal principal) => principal.Identity?.AuthenticationType == CookieAuthenticationDefaults.AuthenticationScheme;

    static UserReply Reply(Credential user, CredentialUse use) => new(user.Name, user.Roles, user.CreatedAt, use.LastUsed(user));
}
