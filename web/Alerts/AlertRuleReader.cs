using CustomerGrains.Domain.Kpis;
using CustomerGrains.Web.Hosting;
using CustomerGrains.Web.Kpis;

namespace CustomerGrains.Web.Alerts;

/// <summary>Reads a rule from a request. Everything that is wrong is named at once.</summary>
static class AlertRuleReader
{
    public const int LongestName = 100;

    public static (string Name, AlertCondition Condition, int? Version) Read(JsonFields body, ScopeNames names)
    {
        var name = body.Text("name", LongestName);
        var source = body.Word("source", AlertSources.All);
        var op = body.Word("op", AlertCondition.Ops);
        var threshold = body.Decimal("threshold");
        var enabled = body.Flag("enabled", otherwise: true);
        var metric = source == AlertSources.Kpi ? body.Word("metric", [.. AlertMetrics.All.Keys]) : null;
        if (source != AlertSources.Kpi && body.Has("metric")) body.Fail("metric", null, "Only the source kpi has a metric: leave it out, or set source to kpi.");
        var window = source == AlertSources.Size ? null : body.Has("window") ? body.Word("window", [.. AlertCondition.Windows.Keys]) : "10m";
        if (source == AlertSources.Size && body.Has("window")) body.Fail("window", null, "A size is what it is now and has no window: leave it out.");
        var scope = ReadScope(body, names, source, metric);
        var version = body.Has("version") ? body.Number("version", 0, int.MaxValue) : (int?)null;
        return (name, new(source, metric, scope, window, op, threshold, enabled), version);
    }

    static string? ReadScope(JsonFields body, ScopeNames names, string source, string? metric)
    {
        if (!body.Has("scope"))
        {
            if (source is AlertSources.Joined or AlertSources.Left) body.Fail("scope", null, $"scope must name the segment, such as segment/vip: {source} counts who {source} it.");
            if (source == AlertSources.Entered) body.Fail("scope", null, "scope must name the stage, such as stage/At risk: entered counts who entered it.");
            if (source == AlertSources.Size) body.Fail("scope", null, "scope must name the segment or stage whose size is meant, such as segment/vip.");
            return null;
        }
        var text = body.Text("scope", 256);
        if (text.Length == 0) return null; // said already
        if (!names.TryReadScope("scope", text, out var scope, out var problem))
        {
            body.Fail("scope", text, problem.Reason);
            return null;
        }
        var (isSegment, isStage) = (scope.StartsWith(Scopes.SegmentPrefix, StringComparison.Ordinal), scope.StartsWith(Scopes.StagePrefix, StringComparison.Ordinal));
        if (source is AlertSources.Joined or AlertSources.Left && !isSegment) body.Fail("scope", text, $"scope must be a segment, such as segment/vip: {source} counts who {source} it.");
        if (source == AlertSources.Entered && !isStage) body.Fail("scope", text, "scope must be a stage, such as stage/At risk: for segments use source joined.");
        if (source == AlertSources.Size && !isSegment && !isStage) body.Fail("scope", text, "scope must be a segment or a stage: a channel has no size.");
        if (source == AlertSources.Kpi && !isSegment && !isStage && metric is not null && AlertMetrics.All.TryGetValue(metric, out var known) && known.OfCustomers)
            body.Fail("metric", metric, $"{metric} is not counted by channel: nobody belongs to one. Leave scope out, or name a segment or stage.");
        return scope;
    }
}
