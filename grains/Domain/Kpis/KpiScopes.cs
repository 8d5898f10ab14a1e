using System.Collections.Concurrent;
using CustomerGrains.Domain.Journal;
using CustomerGrains.Domain.Segments;
using CustomerGrains.Domain.Touchpoints;

namespace CustomerGrains.Domain.Kpis;

/// <summary>Where a customer counts: the stage and the segments she is in. Immutable, and shared by all who are in the same.</summary>
public sealed class KpiScopes
{
    /// <summary>In no stage and no segment yet.</summary>
    public static readonly KpiScopes None = new(null, []);

    // Ordinary customers are in few combinations of segments. Beyond this many, sets are made but not shared: that costs memory, never exactness.
    const int MostShared = 20_000;

    static readonly ConcurrentDictionary<string, KpiScopes> Shared = new(StringComparer.Ordinal);

    readonly string[] _segments;
    readonly ScopeSet?[] _byChannel = new ScopeSet?[(int)Channel.Server];

    KpiScopes(string? stage, string[] segments)
    {
        (Stage, _segments) = (stage, segments);
        Members = new([.. segments.Select(Scopes.OfSegment), Scopes.OfStage(stage)]);
    }

    /// <summary>The stage she is in, or null before the first.</summary>
    public string? Stage { get; }

    /// <summary>The keys of the segments she is in, sorted.</summary>
    public IReadOnlyList<string> Segments => _segments;

    /// <summary>The scopes in which she counts as a customer.</summary>
    public ScopeSet Members { get; }

    /// <summary>The scopes in which an event counts that arrives now.</summary>
    public ScopeSet Events(Channel channel)
    {
        var index = channel is >= Channel.Web and <= Channel.Server ? (int)channel - 1 : (int)Channel.Server - 1;
        // Two threads may make the same at once: either will do.
        return _byChannel[index] ??= new([.. Members.Names, Scopes.OfChannel(channel)]);
    }

    /// <summary>The scopes of a stage and of segments that are sorted by key.</summary>
    public static KpiScopes Of(string? stage, IReadOnlyList<Membership> segments)
    {
        ArgumentNullException.ThrowIfNull(segments);
        if (stage is null && segments.Count == 0)
            return None;
        var keys = new string[segments.Count];
        for (var i = 0; i < keys.Length; i++)
            keys[i] = segments[i].Key;
        return Of(stage, keys);
    }

    /// <summary>What they are after a decision; any other entry changes nothing.</summary>
    public KpiScopes After(JournalEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        var place = Array.BinarySearch(_segments, entry.Name, StringComparer.Ordinal);
        return entry.Kind switch
        {
            EntryKind.StageEntered => Of(entry.Name, _segments),
            EntryKind.SegmentJoined when place < 0 => Of(Stage, [.. _segments[..~place], entry.Name, .. _segments[~place..]]),
            EntryKind.SegmentLeft when place >= 0 => Of(Stage, [.. _segments[..place], .. _segments[(place + 1)..]]),
            _ => this,
        };
    }

    // Only where a decision was made or a customer is loaded: no event needs the text.
    static KpiScopes Of(string? stage, string[] segments)
    {
        var name = $"{stage}\n{string.Join('\n', segments)}";
        if (Shared.TryGetValue(name, out var known))
            return known;
        var scopes = new KpiScopes(stage, segments);
        return Shared.Count < MostShared ? Shared.GetOrAdd(name, scopes) : scopes;
    }
}
