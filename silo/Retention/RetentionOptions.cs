using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace CustomerGrains.Silo.Retention;

/// <summary>How long what customers did is kept one by one: the configuration section <c>Retention</c>.</summary>
/// <param name="Touchpoints"><c>Retention:Touchpoints</c>, for example <c>730d</c>; null = for ever.</param>
public sealed record RetentionOptions(TimeSpan? Touchpoints)
{
    /// <summary>The shortest policy: lists of transitions reach as far, and duplicates are found for a third of it.</summary>
    public static readonly TimeSpan Shortest = TimeSpan.FromDays(90);

    static readonly TimeSpan Longest = TimeSpan.FromDays(36_500);

    /// <summary>Reads and checks the section.</summary>
    /// <exception cref="RetentionOptionsException">The setting is wrong; the message says what it is and what to do.</exception>
    public static RetentionOptions From(IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var text = configuration["Retention:Touchpoints"];
        if (string.IsNullOrWhiteSpace(text) || text.Trim().Equals("forever", StringComparison.OrdinalIgnoreCase))
            return new((TimeSpan?)null);
        var days = text.Trim();
        return days.EndsWith('d')
            && int.TryParse(days.AsSpan(0, days.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number >= Shortest.TotalDays && number <= Longest.TotalDays
            ? new(TimeSpan.FromDays(number))
            : throw new RetentionOptionsException(text);
    }
}

/// <summary>The setting is wrong.</summary>
public sealed class RetentionOptionsException(string value)
    : Exception($"Retention:Touchpoints is '{(value.Length > 80 ? value[..80] + "..." : value)}': use days from 90d to 36500d, for example 730d, or leave it out to keep everything.");
