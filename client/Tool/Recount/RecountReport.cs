using System.Text.Json;

namespace CustomerGrains.Tool.Recount;

/// <summary>Prints {equal, differences:[{...}], ...} of POST /api/kpis/recount.</summary>
static class RecountReport
{
    const int MostLines = 50;

    public static int Print(JsonElement report, TextWriter output)
    {
        foreach (var member in report.EnumerateObject())
            if (member.Value.ValueKind is not (JsonValueKind.Array or JsonValueKind.Object)) output.WriteLine($"{member.Name,-14}{member.Value}");
        var differences = report.TryGetProperty("differences", out var list) && list.ValueKind == JsonValueKind.Array ? list.GetArrayLength() : 0;
        foreach (var difference in differences > 0 ? list.EnumerateArray().Take(MostLines) : [])
            output.WriteLine("  " + string.Join("  ", difference.EnumerateObject().Select(member => $"{member.Name} {member.Value}")));
        if (differences > MostLines) output.WriteLine($"  and {differences - MostLines:N0} more");
        var equal = differences == 0 && (!report.TryGetProperty("equal", out var said) || said.ValueKind == JsonValueKind.True);
        output.WriteLine(equal ? "The counters are what a recount over all journals gives." : $"The counters differ from the recount in {differences:N0} places.");
        return equal ? ExitCode.Done : ExitCode.Incomplete;
    }
}
