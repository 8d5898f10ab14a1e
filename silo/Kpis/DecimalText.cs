using System.Globalization;

namespace CustomerGrains.Silo.Kpis;

/// <summary>The one text of a decimal in SQLite, which has no exact numbers of its own: shortest form, no exponent, no "-0".</summary>
static class DecimalText
{
    public static string Format(decimal value) => value == 0 ? "0" : Shorten(value).ToString(CultureInfo.InvariantCulture);

    public static decimal Parse(string text) => decimal.Parse(text, NumberStyles.Number, CultureInfo.InvariantCulture);

    /// <summary>The sum of two such texts.</summary>
    public static string Add(string a, string b) => Format(Parse(a) + Parse(b));

    // Dividing by a one with all 28 places drops trailing zeros and nothing else.
    static decimal Shorten(decimal value) => value / 1.0000000000000000000000000000m;
}
