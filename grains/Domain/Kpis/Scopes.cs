using System.Collections.Concurrent;
using CustomerGrains.Domain.Touchpoints;

namespace CustomerGrains.Domain.Kpis;

/// <summary>
/// The names of the parts of the customers for which there are counters of their own: "segment/vip", "stage/Loyal", "channel/web". They are stored.
/// Each text is made once.
/// </summary>
public static class Scopes
{
    /// <summary>Everybody and everything.</summary>
    public const string Whole = "";

    /// <summary>What scopes of segments begin with.</summary>
    public const string SegmentPrefix = "segment/";

    /// <summary>What scopes of stages begin with.</summary>
    public const string StagePrefix = "stage/";

    /// <summary>What scopes of channels begin with.</summary>
    public const string ChannelPrefix = "channel/";

    // Keys and stages come from definitions that people published: there are few.
    static readonly ConcurrentDictionary<string, string> Segments = new(StringComparer.Ordinal);
    static readonly ConcurrentDictionary<string, string> Stages = new(StringComparer.Ordinal);
    static readonly string[] Channels =
        [.. Enumerable.Range((int)Touchpoints.Channel.Web, (int)Touchpoints.Channel.Server).Select(channel => ChannelPrefix + ChannelNames.Of((Channel)channel))];

    /// <summary>Those who are in a segment.</summary>
    public static string OfSegment(string key) => Segments.GetOrAdd(key, static key => SegmentPrefix + key);

    /// <summary>Those who are in a stage; of null those who are in none yet.</summary>
    public static string OfStage(string? stage) => Stages.GetOrAdd(stage ?? "", static stage => StagePrefix + stage);

    /// <summary>What happened in a channel.</summary>
    public static string OfChannel(Channel channel) =>
        Channels[channel is >= Channel.Web and <= Channel.Server ? (int)channel - 1 : (int)Channel.Server - 1];
}
