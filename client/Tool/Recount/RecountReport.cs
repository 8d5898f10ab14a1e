using System.Globalization;
using System.Text.Json;

namespace CustomerGrains.Tool.Recount;

/// <summary>Prints {customers, entries, totals, differences, differenceCount, matches} of POST /api/kpis/recount.</summary>
static class RecountReport
{
    const int MostLines = 50;

    public static int Print(JsonElement report, TextWriter output)
    {
        output.WriteLine($"{Text(report, "customers")} customers, {Text(report, "entries")} journal entries");
        foreach (var total in List(report, "totals"))
            output.WriteLine($"  {$"{Text(total, "metric")} {Text(total, "dimension")}".TrimEnd(),-24}{Text(total, "value"),20}");
        var differences = List(report, "differences");
        var count = report.TryGetProperty("differenceCount", out var number) ? number.GetInt32() : differences.Length;
        foreach (var difference in differences.Take(MostLines))
            output.WriteLine($"  {$"{Text(difference, "scope")} {When(difference)}".TrimStart()}: {$"{Text(difference, "metric")} {Text(difference, "dimension")}".TrimEnd()} is {Text(difference, "stored")}, the journals say {Text(difference, "recounted")}");
        if (count > MostLines) output.WriteLine($"  and {count - MostLines:N0} more");
        output.WriteLine(count == 0 ? "The counters are what a recount over all journals gives." : $"{count:N0} counters differ from the recount.");
        return count == 0 ? ExitCode.Done : ExitCode.Incomplete;
    }

    static string When(JsonElement difference)
    {
        var minute = difference.TryGetProperty("minute", out var value) ? value.GetInt64() : -1;
        return minute < 0 ? "over all time" : DateTimeOffset.UnixEpoch.AddMinutes(minute).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
    }

    static JsonElement[] List(JsonElement json, string name) =>
        json.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array ? [.. list.EnumerateArray()] : [];

    static string Text(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value.ToString() : "";
}
