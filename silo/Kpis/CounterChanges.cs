using System.Text.Json;
using System.Text.Json.Serialization;
using CustomerGrains.Domain.Kpis;

namespace CustomerGrains.Silo.Kpis;

/// <summary>
/// What one group of commits adds to the counters, as a row of the log has it: a change for each set of scopes, not for each scope. Texts are named once, by
/// their place in <see cref="Texts"/>; the columns belong together, one place for each change.
/// </summary>
/// <param name="Texts">Metrics, dimensions and scopes.</param>
/// <param name="Sets">Sets of scopes.</param>
/// <param name="Set">The place in <see cref="Sets"/>; -1 for the whole.</param>
/// <param name="Minute">As in <see cref="KpiDelta"/>.</param>
/// <param name="Metric">The place in <see cref="Texts"/>.</param>
/// <param name="Dimension">The place in <see cref="Texts"/>.</param>
/// <param name="Value">What is added.</param>
sealed record CounterChanges(
    IReadOnlyList<string> Texts, IReadOnlyList<int[]> Sets, IReadOnlyList<int> Set, IReadOnlyList<long> Minute, IReadOnlyList<int> Metric, IReadOnlyList<int> Dimension,
    IReadOnlyList<decimal> Value)
{
    /// <summary>As JSON in UTF-8; null if nothing changes.</summary>
    public static byte[]? ToJson(CounterSums sums)
    {
        ArgumentNullException.ThrowIfNull(sums);
        var (texts, sets) = (new Places<string>(StringComparer.Ordinal), new Places<ScopeSet>());
        var (set, minute, metric, dimension, value) = (new List<int>(), new List<long>(), new List<int>(), new List<int>(), new List<decimal>());
        foreach (var delta in sums.Deltas)
        {
            set.Add(delta.Scopes is null ? -1 : sets.Of(delta.Scopes));
            minute.Add(delta.Minute);
            metric.Add(texts.Of(delta.Metric));
            dimension.Add(texts.Of(delta.Dimension));
            value.Add(delta.Value);
        }

        if (value.Count == 0)
            return null;
        var scopes = sets.All.ConvertAll(each => each.Names.Select(texts.Of).ToArray());
        return JsonSerializer.SerializeToUtf8Bytes(new(texts.All, scopes, set, minute, metric, dimension, value), CounterChangesJson.Default.CounterChanges);
    }

    /// <summary>Adds what a row says.</summary>
    public static void Add(CounterSums sums, ReadOnlySpan<byte> json)
    {
        ArgumentNullException.ThrowIfNull(sums);
        foreach (var delta in Read(json, new()))
            sums.Add(delta);
    }

    /// <summary>What a row says.</summary>
    public static List<KpiDelta> Read(ReadOnlySpan<byte> json, ScopeSets known)
    {
        ArgumentNullException.ThrowIfNull(known);
        var changes = JsonSerializer.Deserialize(json, CounterChangesJson.Default.CounterChanges)!;
        var sets = changes.Sets.Select(set => known.Of(set.Select(place => changes.Texts[place]))).ToList();
        var deltas = new List<KpiDelta>(changes.Value.Count);
        for (var i = 0; i < changes.Value.Count; i++)
        {
            deltas.Add(new(
                changes.Minute[i], changes.Texts[changes.Metric[i]], changes.Texts[changes.Dimension[i]], changes.Value[i], changes.Set[i] < 0 ? null : sets[changes.Set[i]]));
        }

        return deltas;
    }

    sealed class Places<T>(IEqualityComparer<T>? comparer = null)
        where T : notnull
    {
        readonly Dictionary<T, int> _places = new(comparer);

        public List<T> All { get; } = [];

        public int Of(T item)
        {
            if (!_places.TryGetValue(item, out var place))
            {
                _places.Add(item, place = All.Count);
                All.Add(item);
            }

            return place;
        }
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(CounterChanges))]
sealed partial class CounterChangesJson : JsonSerializerContext;
