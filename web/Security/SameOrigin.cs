using CustomerGrains.Web.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CustomerGrains.Web.Security;

/// <summary>
/// Against forged requests: whatever changes something under /api must come from this origin (browsers say where from) and be JSON or
/// empty, which a foreign page's form can't send. Together with the SameSite cookie no token is needed.
/// </summary>
static class SameOrigin
{
    public static IApplicationBuilder UseSameOriginCheck(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        if (Check(context.Request) is { } refusal) await refusal.ExecuteAsync(context);
        else await next(context);
    });

    static ProblemHttpResult? Check(HttpRequest request)
    {
        var guarded = request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase)
            || request.Path.StartsWithSegments("/hubs", StringComparison.OrdinalIgnoreCase);
        if (!guarded) return null;
        // WebSockets begin with a GET and obey no same-origin policy: the hub's origin is checked for every method.
        var changes = !HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method);
        var hub = request.Path.StartsWithSegments("/hubs", StringComparison.OrdinalIgnoreCase);
        if (!changes && !hub) return null;
        if (request.Headers.Origin is { Count: > 0 } origin && !IsOwn(request, origin.ToString()))
            return Problems.Of(StatusCodes.Status403Forbidden, "Requests of other origins are not served: open the application at its own address.",
                new FieldProblem("Origin", Shown.Value(origin.ToString()), "Must be this server's own origin."));
        if (changes && !hub && request.ContentLength > 0 && !request.HasJsonContentType())
            return Problems.Of(StatusCodes.Status415UnsupportedMediaType, "Send JSON.",
                new FieldProblem("Content-Type", Shown.Value(request.ContentType), "Must be application/json."));
        return null;
    }

    // Behind a proxy that ends TLS the scheme differs, so host and port decide.
    static bool IsOwn(HttpRequest request, string origin) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var uri) && string.Equals(uri.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase);
}
