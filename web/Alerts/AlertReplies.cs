using CustomerGrains.Silo.Alerts;

namespace CustomerGrains.Web.Alerts;

/// <summary>An alert as the API and the hub show it.</summary>
/// <param name="Id">Rises with every alert.</param>
/// <param name="Rule">The rule's key.</param>
/// <param name="Name">The rule's name when it was raised.</param>
/// <param name="Text">What happened.</param>
/// <param name="State">raised or cleared.</param>
/// <param name="Value">The value that crossed the threshold.</param>
/// <param name="Threshold">The threshold.</param>
/// <param name="RaisedAt">When.</param>
/// <param name="ClearedAt">When it was over; null while it lasts.</param>
/// <param name="AcknowledgedAt">When somebody took care of it, or null.</param>
/// <param name="AcknowledgedBy">Who did.</param>
/// <param name="Note">What she wrote, or null.</param>
sealed record AlertReply(
    long Id, string Rule, string Name, string Text, string State, decimal Value, decimal Threshold,
    DateTimeOffset RaisedAt, DateTimeOffset? ClearedAt, DateTimeOffset? AcknowledgedAt, string? AcknowledgedBy, string? Note)
{
    public static AlertReply Of(Alert alert) => new(
        alert.Id, alert.RuleKey, alert.Name, alert.Text, alert.ClearedAt is null ? "raised" : "cleared", alert.Value, alert.Threshold,
        alert.RaisedAt, alert.ClearedAt, alert.AcknowledgedAt, alert.AcknowledgedBy, alert.Note);
}

/// <summary>Alerts, the latest first.</summary>
/// <param name="Items">The alerts.</param>
/// <param name="Next">Ask for more with before= this; null if there are no more.</param>
sealed record AlertsReply(IReadOnlyList<AlertReply> Items, long? Next);

/// <summary>A rule with what it says now.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Name">Its name.</param>
/// <param name="Source">kpi, joined, left, size or entered.</param>
/// <param name="Metric">The key figure, or null.</param>
/// <param name="Scope">segment/..., stage/..., channel/... or null for everybody.</param>
/// <param name="Window">5m, 10m, 1h or 24h; null for sizes.</param>
/// <param name="Op">&gt;, &gt;=, &lt; or &lt;=.</param>
/// <param name="Threshold">What the value is compared with.</param>
/// <param name="Enabled">Whether it is looked at.</param>
/// <param name="Version">Which version this is.</param>
/// <param name="PublishedAt">When it was published.</param>
/// <param name="PublishedBy">Who did.</param>
/// <param name="Value">The value now; null where there is none.</param>
/// <param name="Alert">The open alert's id, or null.</param>
/// <param name="Broken">Why it can't be looked at any more, or null.</param>
sealed record AlertRuleReply(
    string Key, string Name, string Source, string? Metric, string? Scope, string? Window, string Op, decimal Threshold, bool Enabled,
    int Version, DateTimeOffset PublishedAt, string PublishedBy, decimal? Value, long? Alert, string? Broken);

/// <summary>All rules.</summary>
sealed record AlertRulesReply(IReadOnlyList<AlertRuleReply> Items);

/// <summary>A rule to publish.</summary>
/// <param name="Name">1 to 100 characters.</param>
/// <param name="Source">kpi, joined, left, size or entered.</param>
/// <param name="Metric">For kpi: the key figure.</param>
/// <param name="Scope">segment/key (kpi, joined, left, size), stage/name (kpi, size, entered) or channel/name (kpi).</param>
/// <param name="Window">5m, 10m, 1h or 24h; default 10m; none for sizes.</param>
/// <param name="Op">&gt;, &gt;=, &lt; or &lt;=.</param>
/// <param name="Threshold">A number.</param>
/// <param name="Enabled">Default true.</param>
/// <param name="Version">The version that was edited: another one since then is a conflict. Absent: whatever is there.</param>
sealed record NewAlertRule(
    string Name, string Source, string? Metric, string? Scope, string? Window, string Op, decimal Threshold, bool? Enabled, int? Version);

/// <summary>An acknowledgement.</summary>
/// <param name="Note">At most 500 characters.</param>
sealed record Acknowledgement(string? Note);
