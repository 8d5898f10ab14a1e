using Microsoft.AspNetCore.Http.Features;

namespace CustomerGrains.Web.Hosting;

/// <summary>
/// A segment of the address exactly as the caller meant it. Routing decodes everything but %2F, so that the ids "a/b" and "a%2Fb" would
/// look the same; the address as it was sent tells them apart.
/// </summary>
static class RouteText
{
    /// <param name="context">The request.</param>
    /// <param name="routed">What routing found: the answer where the server keeps no raw address.</param>
    /// <param name="index">Which segment, from 0.</param>
    public static string Segment(HttpContext context, string routed, int index)
    {
        var target = context.Features.Get<IHttpRequestFeature>()?.RawTarget;
        if (string.IsNullOrEmpty(target) || target[0] != '/') return routed.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
        var path = target.AsSpan(1);
        var end = path.IndexOfAny('?', '#');
        if (end >= 0) path = path[..end];
        foreach (var segment in path.Split('/'))
            if (index-- == 0) return Uri.UnescapeDataString(path[segment]);
        return routed;
    }
}
