using System.Globalization;
using System.Text;

namespace CustomerGrains.Web.Hosting;

/// <summary>Foreign text made fit to be shown in an error: short, and without control characters.</summary>
static class Shown
{
    const int Longest = 40;

    /// <summary>At most 40 characters; control characters and halves of surrogate pairs are escaped.</summary>
    public static string? Value(string? text)
    {
        if (text is null) return null;
        var shown = new StringBuilder(Longest + 1);
        foreach (var c in text)
        {
            if (shown.Length >= Longest) return shown.Append('…').ToString();
            if (char.IsControl(c) || char.IsSurrogate(c)) shown.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
            else shown.Append(c);
        }
        return shown.ToString();
    }
}
