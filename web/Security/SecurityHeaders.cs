using CustomerGrains.Web.Ingestion;

namespace CustomerGrains.Web.Security;

/// <summary>Headers that keep a browser from doing what this application never asks of it.</summary>
static class SecurityHeaders
{
    const string ContentPolicy =
        "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    public static IApplicationBuilder UseSecurityHeaders(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        if (context.Request.IsHttps) headers.StrictTransportSecurity = "max-age=31536000";
        // Ingestion answers programs, thousands of times a second, and never with anything that a browser would show.
        if (IngestionEndpoints.Covers(context.Request.Path)) return next(context);
        headers.ContentSecurityPolicy = ContentPolicy;
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()";
        // Answers of the API are about persons: no cache keeps them.
        if (context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase)) headers.CacheControl = "no-store";
        return next(context);
    });
}
