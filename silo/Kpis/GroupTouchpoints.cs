using System.Text.Json;
using System.Text.Json.Serialization;
using CustomerGrains.Domain.Kpis;
using CustomerGrains.Grains.Journal;

namespace CustomerGrains.Silo.Kpis;

/// <summary>
/// Where the latest touchpoints of a group of commits are in the journal, and in which scopes each counted, as a row of the counters' log has it: enough for the streams of other processes, which show
/// the latest few and only count the rest.
/// </summary>
/// <param name="Ids">Whose, oldest first.</param>
/// <param name="Seqs">Which entry of hers.</param>
/// <param name="Set">The place in <paramref name="Sets"/>.</param>
/// <param name="Sets">Names of scopes.</param>
sealed record GroupTouchpoints(IReadOnlyList<string> Ids, IReadOnlyList<long> Seqs, IReadOnlyList<int> Set, IReadOnlyList<IReadOnlyList<string>> Sets)
{
    /// <summary>So many of a group: no stream shows more.</summary>
    public const int Most = 50;

    /// <summary>As JSON in UTF-8; null if the group has no touchpoint.</summary>
    public static byte[]? ToJson(IReadOnlyList<Commit> commits)
    {
        ArgumentNullException.ThrowIfNull(commits);
        var found = new List<(string Id, long Seq, ScopeSet Scopes)>();
        for (var i = commits.Count - 1; i >= 0 && found.Count < Most; i--)
            found.AddRange(InCommit(commits[i]).Reverse());
        if (found.Count == 0)
            return null;
        found = [.. found.Take(Most).Reverse()];
        List<ScopeSet> sets = [.. found.Select(each => each.Scopes).Distinct()];
        return JsonSerializer.SerializeToUtf8Bytes(
            new([.. found.Select(each => each.Id)], [.. found.Select(each => each.Seq)], [.. found.Select(each => sets.IndexOf(each.Scopes))], [.. sets.Select(set => set.Names)]),
            GroupTouchpointsJson.Default.GroupTouchpoints);
    }

    /// <summary>Reads them.</summary>
    public static GroupTouchpoints FromJson(ReadOnlySpan<byte> json) => JsonSerializer.Deserialize(json, GroupTouchpointsJson.Default.GroupTouchpoints)!;

    // Each new touchpoint has one such change, in their order.
    static IEnumerable<(string Id, long Seq, ScopeSet Scopes)> InCommit(Commit commit)
    {
        var next = 0;
        foreach (var delta in commit.Deltas)
        {
            if (delta is not { Scopes: { } scopes, Metric: Metrics.Touchpoints, Value: > 0 })
                continue;
            while (next < commit.Entries.Count && !commit.Entries[next].IsTouchpoint)
                next++;
            if (next == commit.Entries.Count)
                yield break;
            yield return (commit.CustomerId, commit.Entries[next++].Seq, scopes);
        }
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(GroupTouchpoints))]
sealed partial class GroupTouchpointsJson : JsonSerializerContext;
