using System.CommandLine;
using CustomerGrains.Tool.Import;
using CustomerGrains.Tool.Recount;
using CustomerGrains.Tool.Send;
using CustomerGrains.Tool.Simulate;

namespace CustomerGrains.Tool;

/// <summary>The command line as a whole.</summary>
static class Cli
{
    public static async Task<int> RunAsync(string[] args, ToolHost host, CancellationToken cancellationToken = default)
    {
        var root = new RootCommand("Imports, sends and simulates customer events for CustomerGrains.")
        {
            ImportCommand.Create(host),
            SendCommand.Create(host),
            SimulateCommand.Create(host),
            RecountCommand.Create(host),
        };
        var configuration = new InvocationConfiguration
        {
            Output = host.Out,
            Error = host.Error,
            EnableDefaultExceptionHandler = false,
            // After Ctrl-C what is on its way may finish, and the checkpoint is written.
            ProcessTerminationTimeout = TimeSpan.FromSeconds(10),
        };
        try
        {
            return await root.Parse(args).InvokeAsync(configuration, cancellationToken);
        }
        catch (UserError e)
        {
            host.Error.WriteLine(e.Message);
            return ExitCode.Failed;
        }
        catch (OperationCanceledException)
        {
            return ExitCode.Interrupted;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            host.Error.WriteLine($"{e.Message.TrimEnd('.')}. Check the path and its permissions.");
            return ExitCode.Failed;
        }
    }
}
