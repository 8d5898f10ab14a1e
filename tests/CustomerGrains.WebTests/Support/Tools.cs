using System.Diagnostics;

namespace CustomerGrains.WebTests.Support;

/// <summary>Programs of this machine that some tests drive.</summary>
static class Tools
{
    static readonly string[] _browsers = ["chromium", "chromium-browser", "google-chrome", "chrome"];

    public static string? Node { get; } = Find("node");

    public static string? Npm { get; } = Find("npm");

    public static string? Chromium { get; } = _browsers.Select(Find).FirstOrDefault(path => path is not null);

    /// <summary>Whether what is missing is a failure: CI says so.</summary>
    public static bool AllRequired => Environment.GetEnvironmentVariable("REQUIRE_ALL") == "1";

    /// <summary>Runs a program to its end; fails with its output if it fails.</summary>
    public static async Task<string> RunAsync(string program, string folder, IReadOnlyList<string> arguments, int seconds)
    {
        var start = new ProcessStartInfo(program) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(seconds));
        try
        {
            await process.WaitForExitAsync(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"{program} {string.Join(' ', arguments)} took longer than {seconds} s\n{await output}\n{await errors}");
        }
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}\n{await output}\n{await errors}");
        return await output;
    }

    static string? Find(string name)
    {
        var names = OperatingSystem.IsWindows() ? new[] { $"{name}.exe", $"{name}.cmd" } : [name];
        return (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .SelectMany(folder => names.Select(file => Path.Combine(folder, file))).FirstOrDefault(File.Exists);
    }
}

/// <summary>A test that drives Node.js: skipped where it is missing, unless everything is required.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NodeFactAttribute : FactAttribute
{
    public NodeFactAttribute()
    {
        if ((Tools.Node is null || Tools.Npm is null) && !Tools.AllRequired) Skip = "Node.js with npm is not on the PATH.";
    }
}

/// <summary>A test that drives a real browser: skipped where there is none (or no Node.js to fetch the SDK with), unless everything is required.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute()
    {
        if (Missing && !Tools.AllRequired) Skip = Reason;
    }

    internal const string Reason = "Chromium or Node.js is not on the PATH.";

    internal static bool Missing => Tools.Chromium is null || Tools.Node is null;
}

/// <summary>The same for a test of several cases.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BrowserTheoryAttribute : TheoryAttribute
{
    public BrowserTheoryAttribute()
    {
        if (BrowserFactAttribute.Missing && !Tools.AllRequired) Skip = BrowserFactAttribute.Reason;
    }
}
