using System.CommandLine;
using CustomerGrains.Tool.Connection;

namespace CustomerGrains.Tool.Import;

/// <summary>import: files of events through HTTP.</summary>
static class ImportCommand
{
    public static Command Create(ToolHost host)
    {
        var server = new ServerOptions(host);
        var format = new Option<string>("--format") { Description = "What the files hold", Required = true };
        format.AcceptOnlyFromAmong("online-retail", "cdnow", "segment-jsonl", "csv");
        var mapping = new Option<string?>("--mapping") { Description = "For csv: the file that says what the columns mean (docs/import.md)" };
        var checkpoint = new Option<string?>("--checkpoint") { Description = "Where to note how far the import came; by default in your state directory" };
        var restart = new Option<bool>("--restart") { Description = "Send everything again, whatever the checkpoint says (changes nothing on the server)" };
        var retryFor = new Option<int>("--retry-for") { Description = "Seconds to go on trying when the server goes away", DefaultValueFactory = _ => 120 };
        var files = new Argument<string[]>("files") { Description = "The files, gzipped or not, in the order of their time", Arity = ArgumentArity.OneOrMore };
        var command = new Command("import", "Import events from files. Running it again changes nothing; interrupted, it resumes.")
        {
            format, mapping, checkpoint, restart, retryFor, files,
        };
        server.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var inputs = parsed.GetRequiredValue(files).Select(path => InputFile.Find(path, host.Directory)).ToArray();
            var name = parsed.GetRequiredValue(format);
            var mappingText = ReadMapping(name, parsed.GetValue(mapping), host);
            var make = Format(name, mappingText, parsed.GetValue(mapping));
            make();
            var options = server.Client(parsed);
            options.RetryFor = TimeSpan.FromSeconds(Math.Max(0, parsed.GetValue(retryFor)));
            await server.ReachAsync(options.Endpoint, cancellationToken);
            var note = Checkpoint.For(parsed.GetValue(checkpoint), options.Endpoint, name, mappingText, inputs, host);
            var run = new ImportRun(options, make, inputs, note);
            return await ImportScreen.ShowAsync(host, run, inputs, make().Unit, options.Endpoint, note,
                token => run.RunAsync(parsed.GetValue(restart), token), cancellationToken);
        });
        return command;
    }

    static string ReadMapping(string format, string? path, ToolHost host) => (format, path) switch
    {
        ("csv", null) => throw new UserError("The csv format needs --mapping FILE, which says what the columns mean; docs/import.md has an example."),
        ("csv", _) => File.ReadAllText(InputFile.Find(path, host.Directory).FullPath),
        (_, null) => "",
        _ => throw new UserError($"--mapping is for --format csv; {format} needs none."),
    };

    static Func<IImportFormat> Format(string name, string mapping, string? mappingPath) => name switch
    {
        "online-retail" => () => new OnlineRetail(),
        "cdnow" => () => new Cdnow(),
        "segment-jsonl" => () => new SegmentJsonl(),
        _ => () => new MappedCsv(CsvMapping.Parse(mapping, Path.GetFileName(mappingPath!))),
    };
}
