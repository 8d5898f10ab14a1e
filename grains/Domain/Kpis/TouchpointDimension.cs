using CustomerGrains.Domain.Journal;
using CustomerGrains.Domain.Touchpoints;

namespace CustomerGrains.Domain.Kpis;

/// <summary>
/// The dimension of <see cref="Metrics.Touchpoints"/>: channel and name, as in "web/Product Viewed". The names are those of the catalogue, a few for
/// what is no track event, and <see cref="Other"/> for the rest: senders can invent names without end, counters can't. The texts are made once.
/// </summary>
public static class TouchpointDimension
{
    /// <summary>All track events that are not in the catalogue.</summary>
    public const string Other = "Other";

    /// <summary>
    /// Two of the longest windows and a day to spare. A touchpoint that is older when it arrives can be in no window any more: it counts over all time
    /// only, so that years of imported history do not fill the table with minutes that nobody asks for.
    /// </summary>
    public static readonly TimeSpan Reach = TimeSpan.FromDays(61);

    static readonly string[] Others = ByChannel(Other);
    static readonly string[] Pages = ByChannel("Page Viewed");
    static readonly string[] Screens = ByChannel("Screen Viewed");
    static readonly string[] Identifies = ByChannel("Identified");
    static readonly string[] Groups = ByChannel("Grouped");
    static readonly string[] Aliases = ByChannel("Aliased");

    /// <summary>Channel and name of a touchpoint.</summary>
    /// <param name="kind">Its kind.</param>
    /// <param name="channel">Its channel.</param>
    /// <param name="known">What the catalogue says about its name; null if nothing.</param>
    public static string Of(EntryKind kind, Channel channel, CatalogueEntry? known) => (kind switch
    {
        EntryKind.Track => known?.Dimensions ?? Others,
        EntryKind.Page => Pages,
        EntryKind.Screen => Screens,
        EntryKind.Identify => Identifies,
        EntryKind.Group => Groups,
        _ => Aliases,
    })[channel is >= Channel.Web and <= Channel.Server ? (int)channel - 1 : (int)Channel.Server - 1];

    /// <summary>The minute in which a touchpoint is counted by channel and name.</summary>
    public static long MinuteOf(JournalEntry touchpoint)
    {
        ArgumentNullException.ThrowIfNull(touchpoint);
        return touchpoint.ReceivedAt - touchpoint.OccurredAt > Reach ? KpiDelta.Gauge : KpiDelta.MinuteOf(touchpoint.OccurredAt);
    }

    /// <summary>Takes a dimension apart; no channel has a slash in it.</summary>
    public static (string Channel, string Name) Split(string dimension)
    {
        ArgumentNullException.ThrowIfNull(dimension);
        var slash = dimension.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? ("", dimension) : (dimension[..slash], dimension[(slash + 1)..]);
    }

    internal static string[] ByChannel(string name) =>
        [.. Enumerable.Range((int)Channel.Web, (int)Channel.Server).Select(channel => $"{ChannelNames.Of((Channel)channel)}/{name}")];
}
