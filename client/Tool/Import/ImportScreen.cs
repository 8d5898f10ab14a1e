using CustomerGrains.Client;
using CustomerGrains.Tool.Connection;
using Spectre.Console;

namespace CustomerGrains.Tool.Import;

/// <summary>What a person sees of an import: a progress bar, or plain lines when the output is redirected, and the report.</summary>
static class ImportScreen
{
    public static async Task<int> ShowAsync(
        ToolHost host, ImportRun run, IReadOnlyList<InputFile> files, string unit, Uri server, Checkpoint checkpoint,
        Func<CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        var started = host.Time.GetTimestamp();
        var interrupted = false;
        try
        {
            await WithProgressAsync(host, run, files, work(cancellationToken));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            interrupted = true;
        }
        var elapsed = host.Time.GetElapsedTime(started).TotalSeconds;
        if (run.Resumed == false) host.Out.WriteLine("The server does not have what the checkpoint says it has, so everything was sent from the beginning.");
        foreach (var line in run.Report.Lines(unit, files.Count, !interrupted && run.Failure is null)) host.Out.WriteLine(line);
        foreach (var remark in run.Remarks) host.Out.WriteLine($"Note: {remark}");
        host.Out.WriteLine($"Took {elapsed:N1} s{(elapsed > 0 ? $", {run.Report.Sent / elapsed:N0} events/s" : "")}");

        if (run.Failure is { } failure)
        {
            host.Error.WriteLine(Explain(failure, server));
            host.Error.WriteLine("What was sent stays. Run the same command again to go on from there.");
            return ExitCode.Failed;
        }
        if (interrupted)
        {
            host.Error.WriteLine($"Interrupted. Run the same command again to go on; {checkpoint.Path} notes how far it came.");
            return ExitCode.Interrupted;
        }
        return run.Report.IsClean ? ExitCode.Done : ExitCode.Incomplete;
    }

    static string Explain(DeliveryFailure failure, Uri server) => failure.StatusCode switch
    {
        401 or 403 => $"{server} refused the write key. Give the right one with --write-key or CUSTOMERGRAINS_WRITE_KEY.",
        null => ServerOptions.Unreachable(server, failure.Reason),
        _ => $"{server} did not take the events: {failure.Reason}.",
    };

    static async Task WithProgressAsync(ToolHost host, ImportRun run, IReadOnlyList<InputFile> files, Task work)
    {
        var total = Math.Max(1, files.Sum(file => file.Length));
        double Done() => files.Sum(file => file.Position) * 100.0 / total;

        if (host.Terminal is not { } terminal)
        {
            while (await Task.WhenAny(work, Task.Delay(TimeSpan.FromSeconds(5), host.Time)) != work)
                host.Out.WriteLine($"{Done(),3:N0} % read, {Status(run)}");
            await work;
            return;
        }
        await terminal.Progress()
            .Columns(new ProgressBarColumn(), new PercentageColumn(), new TaskDescriptionColumn { Alignment = Justify.Left })
            .StartAsync(async context =>
            {
                var bar = context.AddTask(Markup.Escape(Status(run)), maxValue: 100);
                while (await Task.WhenAny(work, Task.Delay(TimeSpan.FromMilliseconds(100), host.Time)) != work)
                {
                    bar.Value = Done();
                    bar.Description = Markup.Escape(Status(run));
                }
                if (work.IsCompletedSuccessfully && run.Failure is null) bar.Value = 100;
                bar.Description = Markup.Escape(Status(run));
            });
        await work;
    }

    static string Status(ImportRun run) =>
        run.Waiting is { } retry
            ? $"{run.Report.Sent:N0} events sent; trying again: {retry.Reason}"
            : $"{run.Report.Sent:N0} events sent, {run.Report.Duplicates:N0} duplicates, {run.Report.Rejected:N0} rejected";
}
