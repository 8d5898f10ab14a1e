using CustomerGrains.Web.Hosting;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.Options;

namespace CustomerGrains.Web.Security;

/// <summary>Puts sign-in, tokens, keys and policies together.</summary>
static class SecurityServices
{
    /// <summary>The scheme that the policies name: the session's cookie or an API token, whichever the request brings.</summary>
    public const string Either = "cookie-or-token";

    /// <param name="services">The services.</param>
    /// <param name="data">This process's own folder.</param>
    /// <param name="isShared">Whether sessions have to be the same in several processes.</param>
    public static IServiceCollection AddSecurity(this IServiceCollection services, DataFolder data, bool isShared)
    {
        services.AddSingleton(data);
        services.AddSingleton<CredentialUse>();
        services.AddHostedService(provider => provider.GetRequiredService<CredentialUse>());
        services.AddSingleton<CredentialCache>();
        services.AddSingleton<Sessions>();
        services.AddSingleton<Revocation>();
        services.AddSingleton<WriteKeys>();
        services.AddSingleton<Passwords>();
        services.AddSingleton<SignInLimit>();
        services.AddSingleton<FirstCredentials>();
        services.AddDataProtection().SetApplicationName("CustomerGrains");
        if (isShared)
        {
            services.AddSingleton<SharedKeys>();
            services.AddSingleton<IConfigureOptions<KeyManagementOptions>, UseSharedKeys>();
        }
        else services.AddDataProtection().PersistKeysToFileSystem(data.Sub("keys"));
        services.AddAuthorization(Policies.Add);
        // Nobody is looked up by default, only where a policy asks: senders of events bring a write key and are most of the load.
        services.AddAuthentication(options => options.DefaultChallengeScheme = options.DefaultForbidScheme = Either)
            .AddPolicyScheme(Either, null, options => options.ForwardDefaultSelector = context =>
                ApiTokenHandler.Applies(context.Request) ? ApiTokenHandler.SchemeName : CookieAuthenticationDefaults.AuthenticationScheme)
            .AddScheme<AuthenticationSchemeOptions, ApiTokenHandler>(ApiTokenHandler.SchemeName, null)
            .AddCookie(Configure);
        return services;
    }

    static void Configure(CookieAuthenticationOptions options)
    {
        options.Cookie.Name = "customergrains";
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Strict;
        options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        options.ExpireTimeSpan = TimeSpan.FromHours(12);
        options.SlidingExpiration = true;
        options.Events.OnValidatePrincipal = Sessions.ValidateAsync;
        // An API answers; it never sends anybody to a page.
        options.Events.OnRedirectToLogin = context => (context.HttpContext.Items.ContainsKey(Principals.Unreachable)
            ? (IResult)Problems.Unavailable("Your session can't be checked at the moment: try again.")
            : Problems.Of(StatusCodes.Status401Unauthorized, "Sign in, or send an API token as Authorization: Bearer.")).ExecuteAsync(context.HttpContext);
        options.Events.OnRedirectToAccessDenied = context =>
            Problems.Of(StatusCodes.Status403Forbidden, "Your role does not admit this.").ExecuteAsync(context.HttpContext);
    }
}
