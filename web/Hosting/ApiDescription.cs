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
        options.AddOperationTransformer(async (operation, context, cancellationToken) =>
        {
            var metadata = context.Description.ActionDescriptor.EndpointMetadata;
            if (metadata.OfType<JsonBody>().FirstOrDefault() is { } body) operation.RequestBody = Body(body.Kind);
            if (metadata.OfType<JsonShape>().FirstOrDefault() is { } shape)
                operation.RequestBody = Body("", await context.GetOrCreateSchemaAsync(shape.Type, null, cancellationToken));
        });
    });

    static OpenApiRequestBody Body(string? kind) => Body(
        kind is null
            ? "{\"batch\": [event, ...], \"sentAt\": instant}; each event names its type. At most 2,500 events and 512,000 bytes, plain or gzip."
            : $"One {kind} event, at most 32 KB, plain or gzip.",
        new OpenApiSchema { Type = JsonSchemaType.Object });

    static OpenApiRequestBody Body(string description, OpenApiSchema schema) => new()
    {
        Required = true,
        Description = description,
        Content = new Dictionary<string, OpenApiMediaType> { ["application/json"] = new() { Schema = schema } },
    };
}

/// <summary>The shape of a JSON body that an endpoint reads itself. (The framework's own word for it would send other bodies to other endpoints.)</summary>
sealed record JsonShape(Type Type);
