using System.IO.Compression;
using System.Text.Json;

namespace CustomerGrains.Silo.Operations;

/// <summary>What a process says of itself.</summary>
/// <param name="Process">Which process.</param>
/// <param name="AsOf">When it said so.</param>
/// <param name="State">ok, behind (something is slower than it should be) or trouble (somebody is turned away, or something stands still).</param>
/// <param name="Findings">What there is to know, the worst first.</param>
/// <param name="History">What it measured.</param>
public sealed record ProcessReport(ProcessInfo Process, DateTimeOffset AsOf, string State, IReadOnlyList<Finding> Findings, HistoryPicture History)
{
    /// <summary>The report of now.</summary>
    public static ProcessReport Of(ProcessInfo process, MeterHistory history, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(history);
        var picture = history.Read();
        var findings = HealthJudge.Judge(picture, process);
        return new(process, now, StateOf(findings), findings, picture);
    }

    // Mostly zeros: a tenth of its size.
    internal byte[] ToBytes()
    {
        using var bytes = new MemoryStream();
        using (var pressed = new BrotliStream(bytes, CompressionLevel.Fastest))
            JsonSerializer.Serialize(pressed, this);
        return bytes.ToArray();
    }

    /// <summary>What another process wrote; null if that is of a version that writes otherwise.</summary>
    internal static ProcessReport? From(byte[] bytes)
    {
        try
        {
            using var pressed = new BrotliStream(new MemoryStream(bytes), CompressionMode.Decompress);
            return JsonSerializer.Deserialize<ProcessReport>(pressed) is { Process: not null, Findings: not null, History.Instruments: not null } report ? report : null;
        }
        catch (Exception e) when (e is JsonException or InvalidDataException or InvalidOperationException)
        {
            return null;
        }
    }

    static string StateOf(IReadOnlyList<Finding> findings) => findings.Select(static finding => finding.Level).DefaultIfEmpty().Max() switch
    {
        FindingLevel.Trouble => "trouble",
        FindingLevel.Behind => "behind",
        _ => "ok",
    };
}

/// <summary>A process, in short.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Role">What it does.</param>
/// <param name="State">How it is.</param>
/// <param name="Age">How long ago it said so, in seconds.</param>
public sealed record ProcessSummary(string Name, string Role, string State, double Age);
