using CustomerGrains.Domain.Rules.Fields;
using CustomerGrains.Domain.Rules.Syntax;

namespace CustomerGrains.Domain.Rules;

/// <summary>What rules say about each other.</summary>
public static class RuleGraph
{
    /// <summary>
    /// Checks what a definition says about others before it is published: a mentioned segment must exist, and no segment may depend on itself, not even by
    /// way of others.
    /// </summary>
    /// <param name="candidate">What is to be published; its rule is read here.</param>
    /// <param name="current">The definitions in force; a former version of the candidate may be among them.</param>
    /// <returns>Everything that is wrong with the candidate, errors of its text included; empty = publish it.</returns>
    public static IReadOnlyList<RuleError> Check(Definition candidate, IEnumerable<Definition> current)
    {
        ArgumentNullException.ThrowIfNull(candidate);
        ArgumentNullException.ThrowIfNull(current);
        var reading = RuleText.Read(candidate.Rule, UseOf(candidate.Kind));
        if (reading.Rule is not { } rule)
            return reading.Errors;
        var mentions = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (var segment in current.Where(definition => definition.Kind == DefinitionKind.Segment))
            mentions[segment.Key] = RuleText.Read(segment.Rule, RuleUse.Segment).Rule?.Segments ?? [];
        if (candidate.Kind == DefinitionKind.Segment)
            mentions[candidate.Key] = rule.Segments;

        var problems = new Problems(candidate.Rule);
        foreach (var key in rule.Segments)
        {
            if (!mentions.ContainsKey(key))
            {
                var near = Words.Nearest(key, mentions.Keys.Where(other => other != candidate.Key));
                problems.Add(PlaceOf(candidate.Rule, key), $"there is no segment '{key}'{(near is null ? "" : $"; did you mean '{near}'?")}", near is null ? null : Field.Quote(near));
            }
            else if (candidate.Kind == DefinitionKind.Segment && PathBetween(key, candidate.Key, mentions) is { } path)
            {
                problems.Add(PlaceOf(candidate.Rule, key), CycleMessage([candidate.Key, .. path]));
            }
        }

        return problems.Errors;
    }

    /// <summary>The definitions whose rules mention a segment: it can't be deleted without them.</summary>
    public static IReadOnlyList<Definition> Mentioning(string segmentKey, IEnumerable<Definition> current)
    {
        ArgumentNullException.ThrowIfNull(current);
        return [.. current.Where(definition =>
            definition.Kind != DefinitionKind.Alert
            && definition.Key != segmentKey
            && RuleText.Read(definition.Rule, UseOf(definition.Kind)).Rule?.Segments.Contains(segmentKey) == true)];
    }

    internal static RuleUse UseOf(DefinitionKind kind) => kind switch
    {
        DefinitionKind.Stage => RuleUse.Stage,
        DefinitionKind.Action => RuleUse.Action,
        _ => RuleUse.Segment,
    };

    internal static string CycleMessage(IEnumerable<string> path) =>
        $"segments can't depend on themselves: {string.Join(" → ", path)}";

    /// <summary>The shortest way from one segment to another along mentions, both included; null if there is none.</summary>
    internal static IReadOnlyList<string>? PathBetween(string from, string to, IReadOnlyDictionary<string, IReadOnlyList<string>> mentions)
    {
        var cameFrom = new Dictionary<string, string?>(StringComparer.Ordinal) { [from] = null };
        var waiting = new Queue<string>([from]);
        while (waiting.TryDequeue(out var key))
        {
            if (key == to)
            {
                var path = new List<string>();
                for (var step = key; step is not null; step = cameFrom[step])
                    path.Insert(0, step);
                return path;
            }

            foreach (var next in mentions.GetValueOrDefault(key) ?? [])
            {
                if (cameFrom.TryAdd(next, key))
                    waiting.Enqueue(next);
            }
        }

        return null;
    }

    /// <summary>Where a text first names a segment.</summary>
    internal static Span PlaceOf(string text, string key)
    {
        var tokens = new Lexer(text, new(text)).ReadAll();
        return tokens.FirstOrDefault(token => token.Kind is TokenKind.Text or TokenKind.Word && token.Text == key, tokens[^1]).Span;
    }
}
