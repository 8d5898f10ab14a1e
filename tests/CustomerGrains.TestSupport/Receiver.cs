using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CustomerGrains.TestSupport;

/// <summary>A message as a receiver sees it.</summary>
public sealed record Got(string Id, long Timestamp, string Signature, string Body)
{
    public JsonElement Json { get; } = JsonDocument.Parse(Body).RootElement.Clone();

    public string Type => Json.GetProperty("type").GetString()!;

    public JsonElement Data => Json.GetProperty("data");

    public string Customer => Data.GetProperty("customerId").GetString()!;

    public long Seq => Data.GetProperty("seq").GetInt64();

    /// <summary>Verifies it as docs/api.md tells receivers to.</summary>
    public bool IsSignedWith(string secret)
    {
        var key = Convert.FromBase64String(secret["whsec_".Length..]);
        var expected = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Id}.{Timestamp}.{Body}")));
        return Signature.Split(' ').Any(each => each.StartsWith("v1,", StringComparison.Ordinal) && CryptographicOperations.FixedTimeEquals(Convert.FromBase64String(each[3..]), expected));
    }
}

/// <summary>A receiver on this machine: notes what comes, and answers what the test says.</summary>
public sealed class Receiver : IAsyncDisposable
{
    readonly WebApplication _app;
    readonly List<Got> _all = [];
    readonly List<Got> _taken = [];

    Receiver(WebApplication app) => _app = app;

    /// <summary>Answers; 200 unless it says otherwise.</summary>
    public Func<Got, HttpContext, Task> Answer { get; set; } = static (_, _) => Task.CompletedTask;

    public string Url => _app.Urls.First() + "/hook";

    /// <summary>All that came.</summary>
    public IReadOnlyList<Got> All
    {
        get
        {
            lock (_all)
                return [.. _all];
        }
    }

    /// <summary>What was answered with 2xx.</summary>
    public IReadOnlyList<Got> Taken
    {
        get
        {
            lock (_all)
                return [.. _taken];
        }
    }

    /// <summary>Starts one on a free port.</summary>
    public static async Task<Receiver> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var receiver = new Receiver(app);
        app.MapPost("/hook", receiver.TakeAsync);
        await app.StartAsync();
        return receiver;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    /// <summary>Answers with a status and headers.</summary>
    public static Task With(HttpContext context, int status, string? header = null, string? value = null)
    {
        context.Response.StatusCode = status;
        if (header is not null)
            context.Response.Headers[header] = value;
        return Task.CompletedTask;
    }

    async Task TakeAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        var headers = context.Request.Headers;
        var got = new Got(
            headers["webhook-id"].Single()!, long.Parse(headers["webhook-timestamp"].Single()!, CultureInfo.InvariantCulture), headers["webhook-signature"].Single()!, await reader.ReadToEndAsync());
        if (context.Request.ContentType != "application/json")
            throw new InvalidOperationException($"The message came as {context.Request.ContentType}.");
        lock (_all)
            _all.Add(got);
        await Answer(got, context);
        if (context.Response.StatusCode is < 200 or >= 300)
            return;
        lock (_all)
            _taken.Add(got);
    }
}
