using System.Globalization;

namespace CustomerGrains.Benchmarks.Support;

/// <summary>Options of a benchmark: <c>--name value</c>.</summary>
sealed class Arguments(string[] args)
{
    public string Text(string name, string byDefault)
    {
        var at = Array.IndexOf(args, "--" + name);
        return at >= 0 && at + 1 < args.Length ? args[at + 1] : byDefault;
    }

    public int Number(string name, int byDefault) => int.Parse(Text(name, byDefault.ToString(CultureInfo.InvariantCulture)), CultureInfo.InvariantCulture);
}
