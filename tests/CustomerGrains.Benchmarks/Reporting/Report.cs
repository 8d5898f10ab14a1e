using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace CustomerGrains.Benchmarks.Reporting;

/// <summary>Prints results as JSON lines that say where and on what they were measured.</summary>
internal static class Report
{
    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The engine this build has.</summary>
    public static string Engine { get; } = Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>()
        .FirstOrDefault(a => a.Key == "ActorEngine")?.Value ?? "unknown";

    /// <summary>The machine: cores, memory, processor and system.</summary>
    public static string Machine { get; } =
        $"{Environment.ProcessorCount} cores, {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 30} GB, {Processor()}, {RuntimeInformation.OSDescription}, .NET {Environment.Version}";

    /// <summary>Prints one result with the fields that all share.</summary>
    public static void Print(string benchmark, object result)
    {
        var line = new Dictionary<string, object?> { ["benchmark"] = benchmark };
        foreach (var property in result.GetType().GetProperties())
            line[JsonNamingPolicy.CamelCase.ConvertName(property.Name)] = property.GetValue(result);
        line["engine"] = Engine;
        line["machine"] = Machine;
#if DEBUG
        line["build"] = "DEBUG: not worth quoting";
#endif
        Console.WriteLine(JsonSerializer.Serialize(line, Json));
    }

    /// <summary>Tells how far it is.</summary>
    public static void Progress(string text) => Console.Error.WriteLine(text);

    static string Processor()
    {
        try
        {
            return File.ReadLines("/proc/cpuinfo").FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal))?.Split(':', 2)[1].Trim() ?? "";
        }
        catch (IOException)
        {
            return RuntimeInformation.ProcessArchitecture.ToString();
        }
    }
}
