using System.Data.Common;
using CustomerGrains.Grains.Journal;
using CustomerGrains.Web.Health;

namespace CustomerGrains.Web.Hosting;

/// <summary>What unexpected failures look like from outside.</summary>
static class Failures
{
    /// <summary>A sender's broken request is hers; a store, or a silo, that is out of reach is 503; anything else is our mistake.</summary>
    public static int StatusOf(Exception exception) => exception switch
    {
        BadHttpRequestException bad => bad.StatusCode,
        JournalUnavailableException or JournalFullException or DbException or TimeoutException or OrleansException => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status500InternalServerError,
    };

    /// <summary>Who is told 503 is told when to come back.</summary>
    public static void SayWhen(ProblemDetailsContext context)
    {
        var response = context.HttpContext.Response;
        if (response.StatusCode == StatusCodes.Status503ServiceUnavailable && response.Headers.RetryAfter.Count == 0) response.Headers.RetryAfter = "1";
    }

    /// <summary>While the process starts, /api answers 503 instead of half-truths. Health and pages work.</summary>
    public static IApplicationBuilder UseWhenReady(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        var api = context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase)
            || context.Request.Path.StartsWithSegments("/hubs", StringComparison.OrdinalIgnoreCase);
        if (api && !context.RequestServices.GetRequiredService<Readiness>().Accepting)
            await Problems.Unavailable("The server is starting: try again.").ExecuteAsync(context);
        else await next(context);
    });
}
