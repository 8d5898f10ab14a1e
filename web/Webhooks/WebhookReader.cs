using CustomerGrains.Silo.Webhooks;
using CustomerGrains.Web.Hosting;
using CustomerGrains.Web.Kpis;

namespace CustomerGrains.Web.Webhooks;

/// <summary>Reads where messages are to go, and which.</summary>
sealed class WebhookReader(ScopeNames names)
{
    const int LongestName = 100;
    const int LongestUrl = 2_000;
    const int MostNames = 100;

    /// <summary>Reads the fields; what is left out is as before, and must be there if there is no before.</summary>
    public WebhookTarget Read(JsonFields body, WebhookTarget? before)
    {
        return new(
            before is null || body.Has("name") ? body.Text("name", LongestName) : before.Name,
            before is null || body.Has("url") ? Url(body) : before.Url,
            before is null || body.Has("events") ? Events(body) : before.Events,
            body.Has("segments") ? Known(body, "segments", before?.Segments) : before?.Segments ?? [],
            body.Has("stages") ? Known(body, "stages", before?.Stages) : before?.Stages ?? []);
    }

    static string Url(JsonFields body)
    {
        var text = body.Text("url", LongestUrl);
        if (text.Length == 0) return text; // said already
        var wrong = !Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || url.Host.Length == 0
            ? "url must be an absolute http or https address, such as https://shop.example/hooks/customergrains."
            : url.UserInfo.Length > 0 ? "url must not hold a user and password: receivers know the sender by the signature."
            : url.Fragment.Length > 0 ? "url must not have a part after #: it would not be sent." : null;
        // What is wrong may be a password: not repeated.
        if (wrong is not null) body.Fail("url", null, wrong);
        return text;
    }

    static IReadOnlyList<string> Events(JsonFields body)
    {
        var events = body.Texts("events", 1, WebhookEvents.All.Count, 40);
        if (events.FirstOrDefault(each => !WebhookEvents.All.Contains(each)) is { } unknown)
            body.Fail("events", unknown, $"events must be some of {string.Join(", ", WebhookEvents.All)}.");
        return [.. WebhookEvents.All.Where(events.Contains)];
    }

    // One that was there before may stay though its segment is gone: its last events are still to be told.
    IReadOnlyList<string> Known(JsonFields body, string field, IReadOnlyList<string>? before)
    {
        var given = body.Texts(field, 0, MostNames, 64);
        foreach (var name in given.Except(before ?? []))
        {
            var known = field == "segments"
                ? names.TryRead(name, null, null, out _, out var problem)
                : names.TryRead(null, name, null, out _, out problem);
            if (!known) body.Fail(problem! with { Field = field });
        }
        return [.. given.Distinct(StringComparer.Ordinal)];
    }
}
