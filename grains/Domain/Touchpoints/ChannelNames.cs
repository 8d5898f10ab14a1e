namespace CustomerGrains.Domain.Touchpoints;

/// <summary>The channels in words, as they are sent and shown.</summary>
public static class ChannelNames
{
    static readonly string[] Names = ["web", "mobile", "store", "email", "phone", "chat", "social", "server"];

    /// <summary>All of them, for a sentence.</summary>
    public static string All { get; } = string.Join(", ", Names);

    /// <summary>The word for a channel.</summary>
    public static string Of(Channel channel) => channel is >= Channel.Web and <= Channel.Server ? Names[(int)channel - 1] : Names[^1];

    /// <summary>The channel of a word, whatever its case; null for any other text.</summary>
    public static Channel? Parse(string? text)
    {
        var place = text is null ? -1 : Array.FindIndex(Names, name => name.Equals(text.Trim(), StringComparison.OrdinalIgnoreCase));
        return place < 0 ? null : (Channel)(place + 1);
    }
}
