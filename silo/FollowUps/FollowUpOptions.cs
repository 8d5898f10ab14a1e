using System.Globalization;
using CustomerGrains.Domain.FollowUps;
using Microsoft.Extensions.Configuration;

namespace CustomerGrains.Silo.FollowUps;

/// <summary>Reads which answers open a follow-up: the configuration section <c>FollowUps</c>.</summary>
public static class FollowUpOptions
{
    const int MostDays = 3_650;

    /// <summary>Reads and checks the section.</summary>
    /// <exception cref="FollowUpOptionsException">A setting is wrong; the message says which, what it is and what to do.</exception>
    public static FollowUpPolicy From(IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var usual = FollowUpPolicy.Default;
        return new(
            Score(configuration, "FollowUps:Csat", usual.Csat, 1, 5),
            Score(configuration, "FollowUps:Nps", usual.Nps, 0, 10),
            Score(configuration, "FollowUps:Ces", usual.Ces, 1, 7),
            Horizon(configuration, "FollowUps:Horizon", usual.Horizon));
    }

    // The best score of all is no complaint.
    static int? Score(IConfiguration configuration, string setting, int? otherwise, int least, int best)
    {
        var text = configuration[setting]?.Trim();
        if (string.IsNullOrEmpty(text))
            return otherwise;
        if (text.Equals("off", StringComparison.OrdinalIgnoreCase))
            return null;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var score) && score >= least && score < best
            ? score
            : throw new FollowUpOptionsException(setting, text, string.Create(CultureInfo.InvariantCulture, $"use the greatest score that opens a follow-up, from {least} to {best - 1}, or off"));
    }

    static TimeSpan Horizon(IConfiguration configuration, string setting, TimeSpan otherwise)
    {
        var text = configuration[setting]?.Trim();
        if (string.IsNullOrEmpty(text))
            return otherwise;
        return text.EndsWith('d') && int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days is >= 1 and <= MostDays
            ? TimeSpan.FromDays(days)
            : throw new FollowUpOptionsException(setting, text, string.Create(CultureInfo.InvariantCulture, $"use days from 1d to {MostDays}d, for example 30d"));
    }
}

/// <summary>A setting of the section <c>FollowUps</c> is wrong.</summary>
public sealed class FollowUpOptionsException(string setting, string value, string wayOut)
    : Exception($"{setting} is '{(value.Length > 80 ? value[..80] + "..." : value)}': {wayOut}.");
