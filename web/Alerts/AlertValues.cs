using CustomerGrains.Domain.Kpis;
using CustomerGrains.Grains.Rules;
using CustomerGrains.Web.Flows;
using CustomerGrains.Web.Kpis;

namespace CustomerGrains.Web.Alerts;

/// <summary>What the rules compare with their thresholds, from the live counters; and what to say about it.</summary>
sealed class AlertValues(KpiBoard board, ScopeBoards scopes, FlowBoard flows, IRuleBook rules)
{
    static readonly Dictionary<string, string> _windows = new(StringComparer.Ordinal) { ["5m"] = "5 minutes", ["10m"] = "10 minutes", ["1h"] = "1 hour", ["24h"] = "24 hours" };

    static readonly Dictionary<string, string> _ops = new(StringComparer.Ordinal) { [">"] = "more than", [">="] = "at least", ["<"] = "less than", ["<="] = "at most" };

    /// <summary>The value now; null where there is none, or where it can't be had at the moment.</summary>
    public async Task<decimal?> ReadAsync(AlertCondition condition, CancellationToken cancellationToken)
    {
        var (isSegment, key) = Split(condition.Scope);
        switch (condition.Source)
        {
            case AlertSources.Joined:
                return flows.Joined(key, condition.Minutes);
            case AlertSources.Left:
                return flows.Left(key, condition.Minutes);
            case AlertSources.Entered:
                return flows.Entered(key, condition.Minutes);
            case AlertSources.Size:
                return isSegment ? flows.SegmentSize(key) : flows.StageSize(key);
            default:
                var of = condition.Scope is null ? board : (await scopes.GetAsync(condition.Scope, cancellationToken))?.Board;
                return of is null || !AlertMetrics.All.TryGetValue(condition.Metric ?? "", out var metric) ? null : metric.Value(of.ReadMinutes(condition.Minutes));
        }
    }

    /// <summary>What happened, in a sentence: "23 customers entered At risk in 10 minutes (more than 20)".</summary>
    public string Say(AlertCondition condition, decimal value)
    {
        var (what, where) = (AlertNumbers.Text(value), NameOf(condition.Scope));
        var within = condition.Window is { } window ? $" in {_windows.GetValueOrDefault(window, window)}" : "";
        var bound = $"{_ops[condition.Op]} {AlertNumbers.Text(condition.Threshold)}";
        var customers = value == 1 ? "customer" : "customers";
        return condition.Source switch
        {
            AlertSources.Joined => $"{what} {customers} joined {where}{within} ({bound})",
            AlertSources.Left => $"{what} {customers} left {where}{within} ({bound})",
            AlertSources.Entered => $"{what} {customers} entered {where}{within} ({bound})",
            AlertSources.Size => $"{what} {customers} in {where} ({bound})",
            _ => $"{Words(condition.Metric)}{(where.Length > 0 ? $" of {where}" : "")}{within}: {what} ({bound})",
        };
    }

    /// <summary>Why the rule can't be looked at any more; null if it can.</summary>
    public string? WhyBroken(AlertCondition condition)
    {
        var (isSegment, key) = Split(condition.Scope);
        if (key.Length == 0 || condition.Scope!.StartsWith(Scopes.ChannelPrefix, StringComparison.Ordinal)) return null;
        var set = rules.Current;
        if (isSegment) return set.Segments.Any(segment => segment.Key == key) ? null : $"There is no segment {key} any more, or its rule does not work.";
        return set.Stages.Any(stage => stage.Name == key) ? null : $"There is no stage {key} any more.";
    }

    static string Words(string? metric)
    {
        var words = AlertMetrics.All.TryGetValue(metric ?? "", out var known) ? known.Words : metric ?? "";
        return words.Length > 0 ? char.ToUpperInvariant(words[0]) + words[1..] : words;
    }

    string NameOf(string? scope)
    {
        var (isSegment, key) = Split(scope);
        return isSegment ? rules.Current.Segments.FirstOrDefault(segment => segment.Key == key)?.Name ?? key : key;
    }

    static (bool IsSegment, string Key) Split(string? scope)
    {
        if (scope is null) return (false, "");
        var slash = scope.IndexOf('/', StringComparison.Ordinal);
        return (scope.StartsWith(Scopes.SegmentPrefix, StringComparison.Ordinal), scope[(slash + 1)..]);
    }
}
