using System.Diagnostics.CodeAnalysis;
using CustomerGrains.Domain.Kpis;
using CustomerGrains.Domain.Touchpoints;
using CustomerGrains.Grains.Rules;
using CustomerGrains.Web.Hosting;

namespace CustomerGrains.Web.Kpis;

/// <summary>Which segments, stages and channels can be asked for.</summary>
sealed class ScopeNames(IRuleBook rules)
{
    /// <summary>Reads the parameters segment, stage and channel: at most one of them. No scope means everybody.</summary>
    public bool TryRead(string? segment, string? stage, string? channel, out string? scope, [NotNullWhen(false)] out FieldProblem? problem)
    {
        (scope, problem) = (null, null);
        (string Field, string Value)[] given =
        [
            .. new[] { ("segment", segment), ("stage", stage), ("channel", channel) }.Where(each => !string.IsNullOrEmpty(each.Item2)).Select(each => (each.Item1, each.Item2!)),
        ];
        if (given.Length == 0) return true;
        if (given.Length > 1)
        {
            problem = new(given[1].Field, Shown.Value(given[1].Value), "Ask for one of segment, stage and channel at a time.");
            return false;
        }
        var (field, value) = given[0];
        problem = field switch
        {
            "segment" => CheckSegment(field, value),
            "stage" => CheckStage(field, value),
            _ => CheckChannel(field, value),
        };
        if (problem is not null) return false;
        scope = field switch
        {
            "segment" => Scopes.OfSegment(value),
            "stage" => Scopes.OfStage(value),
            _ => Scopes.OfChannel(ChannelNames.Parse(value)!.Value),
        };
        return true;
    }

    /// <summary>Reads a scope as the hub and alerts name it: "segment/vip", "stage/Loyal", "channel/web".</summary>
    public bool TryReadScope(string field, string? text, [NotNullWhen(true)] out string? scope, [NotNullWhen(false)] out FieldProblem? problem)
    {
        scope = null;
        var slash = text?.IndexOf('/', StringComparison.Ordinal) ?? -1;
        var (kind, value) = slash < 0 ? ("", "") : (text![..slash], text[(slash + 1)..]);
        problem = kind switch
        {
            "segment" => CheckSegment(field, value),
            "stage" => CheckStage(field, value),
            "channel" => CheckChannel(field, value),
            _ => new(field, Shown.Value(text), $"{field} must be segment/, stage/ or channel/ and a key, such as segment/vip or stage/Loyal."),
        };
        if (problem is null) scope = kind == "segment" ? Scopes.OfSegment(value) : kind == "stage" ? Scopes.OfStage(value) : Scopes.OfChannel(ChannelNames.Parse(value)!.Value);
        return problem is null;
    }

    FieldProblem? CheckSegment(string field, string key)
    {
        var set = rules.Current;
        var keys = set.Segments.Select(segment => segment.Key).Concat(set.Broken.Select(broken => broken.Definition).Where(each => each.Kind == Domain.Rules.DefinitionKind.Segment).Select(each => each.Key));
        return Check(field, key, [.. keys], "segment has the key", "GET /api/segments lists them.");
    }

    FieldProblem? CheckStage(string field, string name) =>
        Check(field, name, [.. rules.Current.Stages.Select(stage => stage.Name)], "stage has the name", "GET /api/journey lists them.");

    static FieldProblem? CheckChannel(string field, string name) =>
        ChannelNames.Parse(name) is not null ? null : new(field, Shown.Value(name), $"{field} must be one of {ChannelNames.All}.");

    static FieldProblem? Check(string field, string value, List<string> known, string what, string wayOut)
    {
        if (known.Contains(value, StringComparer.Ordinal)) return null;
        var meant = Closest.To(value, known) is { } close ? $" Did you mean {close}?" : "";
        return new(field, Shown.Value(value), $"No {what} {Shown.Value(value)}.{meant} {wayOut}");
    }
}
