using System.Text;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.FileProviders;

namespace CustomerGrains.Web.Hosting;

/// <summary>Serves the front end: files with a hash in their name for good, the page itself always fresh, and the page for every address of its own.</summary>
static class UiFiles
{
    /// <summary>Addresses that belong to the server: what it doesn't know there is 404, never the page.</summary>
    static readonly PathString[] _server = ["/api", "/v1", "/hubs", "/health", "/openapi"];

    const string NotBuilt = """
        <!doctype html><html lang="en"><meta charset="utf-8"><title>CustomerGrains</title>
        <body><h1>CustomerGrains is running</h1>
        <p>The pages were not built: the build found no Node.js. Install Node.js 20.19 or newer and start again with <code>dotnet run --project web</code>.</p>
        <p>The API works without them: <a href="/openapi/v1.json">its description</a>.</p></body></html>
        """;

    public static void UseUiFiles(this WebApplication app)
    {
        var files = Files(app.Environment);
        if (files is not null)
        {
            app.UseDefaultFiles(new DefaultFilesOptions { FileProvider = files });
            app.UseStaticFiles(new StaticFileOptions { FileProvider = files, OnPrepareResponse = SetCaching });
        }
    }

    /// <summary>Last of all endpoints: the page for addresses of the front end, 404 for those of the server.</summary>
    public static void MapUi(this WebApplication app)
    {
        var files = Files(app.Environment);
        app.MapFallback("{**path}", context => RespondAsync(context, files)).AllowAnonymous().ExcludeFromDescription();
    }

    static async Task RespondAsync(HttpContext context, PhysicalFileProvider? files)
    {
        var path = context.Request.Path;
        var get = HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method);
        // A customer's address may end like a file's (ann@example.com): only what lies where our files lie is one.
        var file = path.StartsWithSegments("/assets", StringComparison.Ordinal) || (Path.HasExtension(path.Value) && path.Value!.LastIndexOf('/') == 0);
        if (!get || file || Array.Exists(_server, prefix => path.StartsWithSegments(prefix, StringComparison.OrdinalIgnoreCase)))
        {
            await Problems.NotFound("path", path.Value ?? "", "There is nothing at this address.").ExecuteAsync(context);
            return;
        }
        // Looked up each time: a build may have replaced it since.
        var page = files?.GetFileInfo("index.html");
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.Headers.CacheControl = "no-cache";
        if (page is { Exists: true }) await context.Response.SendFileAsync(page);
        else await context.Response.WriteAsync(NotBuilt, Encoding.UTF8);
    }

    static void SetCaching(StaticFileResponseContext context)
    {
        var immutable = context.Context.Request.Path.StartsWithSegments("/assets", StringComparison.Ordinal);
        context.Context.Response.Headers.CacheControl = immutable ? "public, max-age=31536000, immutable" : "no-cache";
    }

    static PhysicalFileProvider? Files(IWebHostEnvironment environment)
    {
        // Beside the program when published, in the project's folder with "dotnet run".
        string[] candidates = [Path.Combine(AppContext.BaseDirectory, "wwwroot"), Path.Combine(environment.ContentRootPath, "wwwroot")];
        var root = Array.Find(candidates, Directory.Exists);
        return root is null ? null : new PhysicalFileProvider(root);
    }
}
