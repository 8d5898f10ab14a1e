using CustomerGrains.Domain.Rules;
using CustomerGrains.Grains.Rules;
using CustomerGrains.Silo.Backfills;
using CustomerGrains.Silo.Rules;
using CustomerGrains.Web.Backfills;
using CustomerGrains.Web.Flows;

namespace CustomerGrains.Web.Segments;

/// <summary>Segments as they are published, with their sizes.</summary>
sealed class SegmentReader(IDefinitionStore definitions, IRuleBook rules, FlowBoard flows, IBackfills backfills)
{
    /// <summary>All segments, by name.</summary>
    public async Task<SegmentsReply> AllAsync(CancellationToken cancellationToken)
    {
        var all = await definitions.ListAsync(DefinitionKind.Segment, cancellationToken);
        return new(
            [.. all.Select(Reply).OrderBy(segment => segment.Name, StringComparer.OrdinalIgnoreCase).ThenBy(segment => segment.Key, StringComparer.Ordinal)],
            flows.Population);
    }

    /// <summary>A segment with its history; null if there is none.</summary>
    public async Task<SegmentDetailReply?> FindAsync(string key, CancellationToken cancellationToken)
    {
        var history = await definitions.HistoryAsync(DefinitionKind.Segment, key, cancellationToken);
        return history is [{ Deleted: false } latest, ..]
            ? new(Reply(latest.Definition), [.. history.Select(VersionReply.Of)])
            : null;
    }

    /// <summary>A segment as lists show it.</summary>
    public SegmentReply Reply(Definition definition)
    {
        var flow = flows.Segment(definition.Key);
        var published = DateTimeOffset.FromUnixTimeMilliseconds(definition.PublishedAt);
        return new(
            definition.Key,
            definition.Name,
            definition.Description,
            definition.Rule,
            definition.Version,
            published,
            definition.PublishedBy,
            flow.Size,
            Shares.Of(flow.Size, flows.Population),
            flow.Joined,
            flow.Left,
            flow.Spark,
            backfills.Current.LastOrDefault(progress => progress.Reason == $"segment/{definition.Key}") is { } running ? BackfillReply.Of(running) : null,
            BrokenBecause(definition));
    }

    string? BrokenBecause(Definition definition)
    {
        foreach (var broken in rules.Current.Broken)
        {
            if (broken.Definition.Kind == definition.Kind && broken.Definition.Key == definition.Key)
                return broken.Errors.Count == 0 ? "The rule can't be read." : broken.Errors[0].Message;
        }
        return null;
    }
}
