using CustomerGrains.Client;
using CustomerGrains.TestSupport;
using CustomerGrains.Tool;
using CustomerGrains.Tool.Import;
using Spectre.Console;

namespace CustomerGrains.ClientTests.Support;

/// <summary>The command line against a scripted server, in a folder of its own.</summary>
sealed class ToolRun : IDisposable
{
    public TempFolder Folder { get; } = new();

    public HttpMessageHandler Handler { get; set; } = new ScriptedServer();

    /// <summary>Stands still: whatever the tool waits for must be an event, not the time.</summary>
    public FakeClock Clock { get; } = new();

    public Dictionary<string, string> Variables { get; } = new() { ["CUSTOMERGRAINS_WRITE_KEY"] = "key-1" };

    /// <summary>Show progress as on a terminal.</summary>
    public bool OnTerminal { get; set; }

    public string Out { get; private set; } = "";

    public string Error { get; private set; } = "";

    public async Task<int> RunAsync(CancellationToken cancellationToken, params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        Variables["XDG_STATE_HOME"] = Path.Combine(Folder.Path, "state");
        var host = new ToolHost
        {
            Out = TextWriter.Synchronized(output),
            Error = TextWriter.Synchronized(error),
            Directory = Folder.Path,
            Variable = Variables.GetValueOrDefault,
            Handler = Handler,
            Time = Clock,
            Random = new NoPause(),
            Terminal = OnTerminal ? AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output), Ansi = AnsiSupport.Yes, Interactive = InteractionSupport.Yes }) : null,
        };
        var code = await Cli.RunAsync(args, host, cancellationToken);
        (Out, Error) = (output.ToString(), error.ToString());
        return code;
    }

    public Task<int> RunAsync(params string[] args) => RunAsync(CancellationToken.None, args);

    public void Dispose() => Folder.Dispose();

    /// <summary>Full jitter goes down to zero, and zero needs no clock.</summary>
    sealed class NoPause : Random
    {
        public override double NextDouble() => 0;
    }
}

/// <summary>Reads files with a format, without sending.</summary>
static class Formats
{
    public static IReadOnlyList<ImportItem> Read(IImportFormat format, params string[] paths) =>
        [.. paths.Select(path => InputFile.Find(path, AppContext.BaseDirectory)).SelectMany(format.Read)];

    public static IReadOnlyList<CustomerEvent> Events(this IEnumerable<ImportItem> items) => [.. items.Select(item => item.Event).OfType<CustomerEvent>()];
}
