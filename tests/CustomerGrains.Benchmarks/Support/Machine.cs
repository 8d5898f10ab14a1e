using System.Reflection;
using System.Runtime.InteropServices;

namespace CustomerGrains.Benchmarks.Support;

/// <summary>What a figure was measured on.</summary>
static class Machine
{
    public static object Describe() => new
    {
        processor = ProcessorName(),
        cores = Environment.ProcessorCount,
        os = RuntimeInformation.OSDescription,
        runtime = RuntimeInformation.FrameworkDescription,
    };

    public static string Engine { get; } =
        Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>().First(each => each.Key == "ActorEngine").Value!;

    static string ProcessorName()
    {
        const string Info = "/proc/cpuinfo";
        var line = File.Exists(Info) ? File.ReadLines(Info).FirstOrDefault(each => each.StartsWith("model name", StringComparison.Ordinal)) : null;
        return line?[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim() ?? RuntimeInformation.ProcessArchitecture.ToString();
    }
}
