using CustomerGrains.Web.Hosting;
using CustomerGrains.Web.Security;
using Microsoft.AspNetCore.Mvc;

namespace CustomerGrains.Web.Ingestion;

/// <summary>The HTTP API that Segment's SDKs speak. It looks at the write key itself, so the endpoints admit anybody as far as roles go.</summary>
static class IngestionEndpoints
{
    /// <summary>Name of the CORS policy: any page may send events; the key is what counts.</summary>
    public const string Cors = "ingestion";

    const string Prefix = "/v1";

    /// <summary>
    /// How much of a body that is too large is taken in and thrown away, so that its sender hears 413 instead of a broken connection, which it would retry.
    /// </summary>
    const long MaxDiscardedBytes = 32 * 1024 * 1024;

    static readonly (string Path, string Short, string What)[] _kinds =
    [
        ("identify", "i", "Records who a customer is."),
        ("track", "t", "Records something a customer did."),
        ("page", "p", "Records a page seen."),
        ("screen", "s", "Records a screen of an application seen."),
        ("group", "g", "Records that a customer belongs to a group."),
        ("alias", "a", "Records that two ids are the same customer."),
    ];

    /// <summary>Whether a path is one of these, known or not.</summary>
    public static bool Covers(PathString path) => path.StartsWithSegments(Prefix, StringComparison.OrdinalIgnoreCase);

    public static void MapIngestion(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup(Prefix).RequireCors(Cors).AllowAnonymous().WithMetadata(new WriteKeyRequired(), new RequestSizeLimitAttribute(MaxDiscardedBytes)).WithTags("Ingestion");
        foreach (var (path, shortPath, what) in _kinds)
        {
            Map(group, path, path, what).WithName($"ingest-{path}");
            Map(group, shortPath, path, what).ExcludeFromDescription();
        }
        Map(group, "batch", null, $"Records up to {IngestionOptions.MaxBatchEvents} events of any kind: {{batch: [...], sentAt}}.").WithName("ingest-batch");
        Map(group, "b", null, "The same, as the browser SDK calls it.").ExcludeFromDescription();
        group.MapPost("m", () => IngestReply.Empty).ExcludeFromDescription();
        group.MapGet("projects/{writeKey}/settings", SettingsAsync)
            .WithName("sdk-settings").WithSummary("What the browser SDK asks for before it starts.");
    }

    static RouteHandlerBuilder Map(RouteGroupBuilder group, string path, string? kind, string summary) =>
        group.MapPost(path, (HttpContext context, IngestionHandler handler) => handler.HandleAsync(context, kind))
            .WithSummary(summary)
            .Produces<IngestReply>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status429TooManyRequests)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable)
            .WithMetadata(new JsonBody(kind));

    static async Task<IResult> SettingsAsync(string writeKey, WriteKeys keys)
    {
        var check = await keys.CheckAsync(writeKey);
        if (check.Granted) return TypedResults.Json(SdkSettings.For(writeKey), IngestionJson.Default.SdkSettings);
        return check.Unreachable
            ? Problems.Unavailable("The key can't be checked at the moment: try again.")
            : Problems.NotFound("writeKey", writeKey, "This write key is not known here.");
    }
}

/// <summary>Says that an endpoint takes a JSON body that it reads itself: for the API's description.</summary>
/// <param name="Kind">The kind of event; null for a batch.</param>
sealed record JsonBody(string? Kind);
