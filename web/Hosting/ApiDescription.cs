using CustomerGrains.Web.Ingestion;
using Microsoft.OpenApi;

namespace CustomerGrains.Web.Hosting;

/// <summary>The API's own description at /openapi/v1.json.</summary>
static class ApiDescription
{
    public static IServiceCollection AddApiDescription(this IServiceCollection services) => services.AddOpenApi("v1", options =>
    {
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info.Title = "CustomerGrains";
            document.Info.Version = "v1";
            document.Info.Description = "Ingestion takes the write key; everything under /api takes an API token (Authorization: Bearer) or the session's cookie.";
            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, context, _) =>
        {
            if (context.Description.ActionDescriptor.EndpointMetadata.OfType<JsonBody>().FirstOrDefault() is { } body)
                operation.RequestBody = Body(body.Kind);
            return Task.CompletedTask;
        });
    });

    static OpenApiRequestBody Body(string? kind) => new()
    {
        Required = true,
        Description = kind is null
            ? "{\"batch\": [event, ...], \"sentAt\": instant}; each event names its type. At most 2,500 events and 512,000 bytes, plain or gzip."
            : $"One {kind} event, at most 32 KB, plain or gzip.",
        Content = new Dictionary<string, OpenApiMediaType>
        {
            ["application/json"] = new() { Schema = new OpenApiSchema { Type = JsonSchemaType.Object } },
        },
    };
}
