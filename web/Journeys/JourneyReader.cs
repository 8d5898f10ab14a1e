using CustomerGrains.Domain.Rules;
using CustomerGrains.Silo.Rules;
using CustomerGrains.Web.Flows;
using CustomerGrains.Web.Segments;

namespace CustomerGrains.Web.Journeys;

/// <summary>The journey as it is published, with who is where.</summary>
sealed class JourneyReader(IDefinitionStore definitions, FlowBoard flows)
{
    /// <summary>The journey now, and what happened within a window: 1h, 24h or 30d.</summary>
    public async Task<JourneyReply> ReadAsync(string window, CancellationToken cancellationToken)
    {
        var stages = await definitions.ListAsync(DefinitionKind.Stage, cancellationToken);
        var picture = flows.Journey(window);
        var figures = picture.Stages.ToDictionary(figure => figure.Stage, StringComparer.Ordinal);
        var population = flows.Population;
        return new(
            stages.Count == 0 ? 0 : stages.Max(stage => stage.Version),
            window,
            [.. stages.Select(stage => Reply(stage, figures.GetValueOrDefault(stage.Name), population))],
            [.. picture.Flows.Select(flow => new StageFlowReply(flow.From, flow.To, flow.Count))]);
    }

    /// <summary>All its versions, newest first.</summary>
    public async Task<IReadOnlyList<JourneyVersionReply>> VersionsAsync(CancellationToken cancellationToken)
    {
        var history = await definitions.HistoryAsync(DefinitionKind.Stage, cancellationToken);
        return
        [
            .. history.GroupBy(version => version.Definition.Version).OrderByDescending(group => group.Key).Select(group => new JourneyVersionReply(
                group.Key,
                DateTimeOffset.FromUnixTimeMilliseconds(group.First().Definition.PublishedAt),
                group.First().Definition.PublishedBy,
                [
                    .. group.Where(version => !version.Deleted).OrderBy(version => version.Definition.Order)
                        .Select(version => new StageToPublish(version.Definition.Name, version.Definition.Rule, version.Definition.Description)),
                ])),
        ];
    }

    static StageReply Reply(Definition stage, StageFlow? figures, long population) => new(
        stage.Name,
        stage.Rule,
        stage.Description,
        figures?.Customers ?? 0,
        Shares.Of(figures?.Customers ?? 0, population),
        figures?.Entered ?? 0,
        figures?.Left ?? 0,
        figures?.MeanSeconds);
}
