using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using CustomerGrains.Domain.Rules;
using CustomerGrains.Web.Hosting;

namespace CustomerGrains.Web.Alerts;

/// <summary>What an alert watches, and when it is raised. It is kept as the text of a definition.</summary>
/// <param name="Source">A name of <see cref="AlertSources"/>.</param>
/// <param name="Metric">A name of <see cref="AlertMetrics"/>; only for key figures.</param>
/// <param name="Scope">segment/..., stage/... or, for key figures, channel/... or null for everybody.</param>
/// <param name="Window">5m, 10m, 1h or 24h: that many whole minutes up to and including the current one; null for sizes, which have none.</param>
/// <param name="Op">&gt;, &gt;=, &lt; or &lt;=.</param>
/// <param name="Threshold">What the value is compared with.</param>
/// <param name="Enabled">Whether it is looked at.</param>
sealed record AlertCondition(string Source, string? Metric, string? Scope, string? Window, string Op, decimal Threshold, bool Enabled)
{
    /// <summary>The windows and their minutes.</summary>
    public static readonly IReadOnlyDictionary<string, long> Windows =
        new Dictionary<string, long>(StringComparer.Ordinal) { ["5m"] = 5, ["10m"] = 10, ["1h"] = 60, ["24h"] = 24 * 60 };

    /// <summary>The comparisons.</summary>
    public static readonly string[] Ops = [">", ">=", "<", "<="];

    /// <summary>The minutes of the window.</summary>
    [JsonIgnore]
    public long Minutes => Window is null ? 0 : Windows[Window];

    /// <summary>Whether a value is beyond the threshold. Where there is none (nobody answered), nothing is.</summary>
    public bool HoldsFor(decimal? value) => value is { } number && Op switch
    {
        ">" => number > Threshold,
        ">=" => number >= Threshold,
        "<" => number < Threshold,
        _ => number <= Threshold,
    };

    /// <summary>The text of the definition.</summary>
    public string ToText() => JsonSerializer.Serialize(this, WebJson.Options);

    /// <summary>Reads what <see cref="ToText"/> wrote; null if it is something else, or of a newer program.</summary>
    public static AlertCondition? FromText(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<AlertCondition>(text, WebJson.Options) is { Source: not null, Op: not null } read
                && Ops.Contains(read.Op, StringComparer.Ordinal) && AlertSources.All.Contains(read.Source, StringComparer.Ordinal)
                && (read.Window is null ? read.Source == AlertSources.Size : Windows.ContainsKey(read.Window))
                ? read
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>An alert's rule as it was published.</summary>
sealed record AlertRule(string Key, string Name, int Version, DateTimeOffset PublishedAt, string PublishedBy, AlertCondition Condition)
{
    /// <summary>The rule of a definition; null if its text can't be read.</summary>
    public static AlertRule? Of(Definition definition) => AlertCondition.FromText(definition.Rule) is { } condition
        ? new(definition.Key, definition.Name, definition.Version, DateTimeOffset.FromUnixTimeMilliseconds(definition.PublishedAt), definition.PublishedBy, condition)
        : null;
}

/// <summary>What can be watched.</summary>
static class AlertSources
{
    /// <summary>A key figure in a window, of everybody or of a scope.</summary>
    public const string Kpi = "kpi";

    /// <summary>How many joined a segment in a window.</summary>
    public const string Joined = "joined";

    /// <summary>How many left a segment in a window.</summary>
    public const string Left = "left";

    /// <summary>How many are in a segment or stage now.</summary>
    public const string Size = "size";

    /// <summary>How many entered a stage in a window.</summary>
    public const string Entered = "entered";

    public static string[] All { get; } = [Kpi, Joined, Left, Size, Entered];
}

/// <summary>Numbers as alerts say them.</summary>
static class AlertNumbers
{
    public static string Text(decimal value) => value.ToString(value == decimal.Truncate(value) ? "#,##0" : "#,##0.##", CultureInfo.InvariantCulture);
}
