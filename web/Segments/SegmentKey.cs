using System.Text.RegularExpressions;
using CustomerGrains.Web.Hosting;

namespace CustomerGrains.Web.Segments;

/// <summary>How segments, stages and alerts are called in addresses.</summary>
static partial class SegmentKey
{
    /// <summary>The longest key.</summary>
    public const int Longest = 64;

    /// <summary>What is wrong with a key; null if nothing is.</summary>
    public static FieldProblem? Wrong(string key, string field = "key") =>
        Shape().IsMatch(key) ? null : new(field, Shown.Value(key), $"{field} must have 1 to {Longest} characters of a-z, 0-9 and -, for example cart-abandoned.");

    [GeneratedRegex("^[a-z0-9-]{1,64}\\z", RegexOptions.CultureInvariant)]
    private static partial Regex Shape();
}
