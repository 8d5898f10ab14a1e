using Spectre.Console;

namespace CustomerGrains.Tool;

/// <summary>What the commands touch of the outside world; tests have their own.</summary>
sealed record ToolHost
{
    public required TextWriter Out { get; init; }

    public required TextWriter Error { get; init; }

    /// <summary>A terminal for progress bars; null when the output is redirected.</summary>
    public IAnsiConsole? Terminal { get; init; }

    public required string Directory { get; init; }

    public required Func<string, string?> Variable { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Where the jitter of retries comes from.</summary>
    public Random Random { get; init; } = Random.Shared;

    /// <summary>In the place of the network; null for the real one.</summary>
    public HttpMessageHandler? Handler { get; init; }

    public static ToolHost System() => new()
    {
        Out = Console.Out,
        Error = Console.Error,
        Terminal = Console.IsOutputRedirected || Console.IsErrorRedirected ? null : AnsiConsole.Console,
        Directory = Environment.CurrentDirectory,
        Variable = Environment.GetEnvironmentVariable,
    };

    public HttpClient Http() => Handler is null ? new HttpClient() : new HttpClient(Handler, disposeHandler: false);
}
