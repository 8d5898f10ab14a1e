namespace CustomerGrains.Web.Security;

/// <summary>Marks endpoints that admit by write key instead of by role.</summary>
sealed class WriteKeyRequired;

/// <summary>The way to those endpoints.</summary>
static class WriteKeyEndpoints
{
    /// <summary>Runs them at once: who brings a write key has no session and no role, and looking for them costs a tenth of a small request.</summary>
    public static IApplicationBuilder UseWriteKeyEndpoints(this IApplicationBuilder app) => app.Use((context, next) =>
        context.GetEndpoint() is { RequestDelegate: { } run } endpoint && endpoint.Metadata.GetMetadata<WriteKeyRequired>() is not null ? run(context) : next(context));
}
