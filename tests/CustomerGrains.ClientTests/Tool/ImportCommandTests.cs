using System.Globalization;
using CustomerGrains.ClientTests.Support;

namespace CustomerGrains.ClientTests.Tool;

public sealed class ImportCommandTests : IDisposable
{
    readonly ToolRun _tool = new();
    readonly ScriptedServer _server = new();

    public ImportCommandTests() => _tool.Handler = _server;

    static string Purchases(int count, int from = 0) => string.Concat(Enumerable.Range(from, count).Select(i =>
        string.Create(CultureInfo.InvariantCulture, $" {i:00000} {i % 37:0000} 19970101  1   {i % 50}.25\n")));

    string[] Import(params string[] more) => ["import", "--format", "cdnow", .. more];

    [Fact]
    public async Task Everything_is_sent_and_reported_and_a_second_run_changes_nothing()
    {
        var file = _tool.Folder.WriteGzip("sample.gz", Purchases(1_000));
        Assert.Equal(0, await _tool.RunAsync(Import(file)));
        Assert.Equal(1_000, _server.Applied.Count);
        Assert.Contains("1,000 purchases in 1 file", _tool.Out, StringComparison.Ordinal);
        Assert.Contains("In the files: 1,000 Order Completed, 24,750.000 USD", _tool.Out, StringComparison.Ordinal);
        Assert.Empty(_tool.Error);

        Assert.Equal(0, await _tool.RunAsync(Import(file)));
        Assert.Equal(1_000, _server.Applied.Count);
        Assert.Contains("Duplicates         1,000", _tool.Out, StringComparison.Ordinal);
        Assert.Contains("Accepted               0", _tool.Out, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(Path.Combine(_tool.Folder.Path, "state"), "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task On_a_terminal_a_bar_shows_the_progress_before_the_report()
    {
        _tool.OnTerminal = true;
        Assert.Equal(0, await _tool.RunAsync(Import(_tool.Folder.Write("[s].txt", Purchases(600)))));
        Assert.Contains("100%", _tool.Out, StringComparison.Ordinal);
        Assert.Contains("Accepted             600", _tool.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rejections_are_counted_by_reason_with_the_first_place_and_the_exit_code_says_so()
    {
        _server.Rejects = item => item.Customer == "cdnow-5" ? "total is not possible" : null;
        Assert.Equal(1, await _tool.RunAsync(Import(_tool.Folder.Write("s.txt", Purchases(100)))));
        Assert.Contains("Rejected               3", _tool.Out, StringComparison.Ordinal);
        Assert.Contains("3 × total is not possible (first at s.txt:6)", _tool.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unreadable_records_are_reported_and_lose_nothing_else()
    {
        Assert.Equal(1, await _tool.RunAsync(Import(_tool.Folder.Write("s.txt", Purchases(5) + "nonsense\n" + Purchases(5, 5)))));
        Assert.Equal(10, _server.Applied.Count);
        Assert.Contains("1 × the line does not have five fields (first at s.txt:6)", _tool.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_rule_leaves_out_is_no_failure()
    {
        var file = _tool.Folder.Write("m.csv",
            "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\nA1,B,x,1,2011-08-12 14:50:00,11.06,,UK\n");
        Assert.Equal(0, await _tool.RunAsync("import", "--format", "online-retail", file));
        Assert.Contains("starts with A", _tool.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_goes_away_for_a_moment_loses_and_doubles_nothing()
    {
        _server.ThenTakesIt().ThenLosesItsAnswer().ThenUnreachable();
        Assert.Equal(0, await _tool.RunAsync(Import(_tool.Folder.Write("s.txt", Purchases(2_000)))));
        Assert.Equal(2_000, _server.Applied.Count);
    }

    [Fact]
    public async Task Killed_at_any_point_and_resumed_the_server_has_every_event_once_and_in_order()
    {
        for (var seed = 1; seed <= 12; seed++)
        {
            using var tool = new ToolRun();
            using var server = new ScriptedServer();
            tool.Handler = server;
            var random = new Random(seed);
            var file = tool.Folder.Write("s.txt", Purchases(random.Next(1, 4_000)));
            for (var run = 0; ; run++)
            {
                Assert.InRange(run, 0, 50);
                using var kill = new CancellationTokenSource();
                var left = random.Next(1, 6);
                server.Otherwise = batch =>
                {
                    // Killed at a batch whose answer is lost, or after it has arrived.
                    if (Interlocked.Decrement(ref left) != 0) return Task.FromResult(server.Apply(batch));
                    kill.Cancel();
                    var answer = server.Apply(batch);
                    return random.Next(2) == 0 ? Task.FromException<HttpResponseMessage>(new HttpRequestException("reset")) : Task.FromResult(answer);
                };
                var code = await tool.RunAsync(kill.Token, Import(file));
                if (code == 0) break;
                Assert.Equal(130, code);
                if (random.Next(4) == 0) File.Delete(Directory.GetFiles(Path.Combine(tool.Folder.Path, "state"), "*.json", SearchOption.AllDirectories).FirstOrDefault() ?? "none");
            }
            var count = File.ReadLines(file).Count();
            Assert.Equal(count, server.Applied.Count);
            foreach (var customer in server.Applied.GroupBy(item => item.Customer))
            {
                var numbers = customer.Select(item => int.Parse(item.MessageId.Split('-')[^1], CultureInfo.InvariantCulture)).ToArray();
                Assert.Equal(Enumerable.Range(1, numbers.Length), numbers);
            }
        }
    }

    [Fact]
    public async Task A_resumed_run_does_not_send_again_what_was_settled()
    {
        var file = _tool.Folder.Write("s.txt", Purchases(20_000));
        await InterruptAsync(file, afterBatches: 40);
        var sent = _server.Requests.Sum(request => request.Events.Count);
        Assert.Equal(0, await _tool.RunAsync(Import(file)));
        Assert.Equal(20_000, _server.Applied.Count);
        Assert.Contains("Sent before", _tool.Out, StringComparison.Ordinal);
        // The probe, and what was on its way at the interruption, may go twice.
        Assert.InRange(_server.Requests.Sum(request => request.Events.Count), 20_000, 20_000 + 2_500);
        Assert.InRange(sent, 5_000, 15_000);
    }

    [Fact]
    public async Task A_checkpoint_that_is_not_true_of_the_server_any_more_is_ignored()
    {
        var file = _tool.Folder.Write("s.txt", Purchases(10_000));
        await InterruptAsync(file, afterBatches: 20);
        using var empty = new ScriptedServer();
        _tool.Handler = empty;
        Assert.Equal(0, await _tool.RunAsync(Import(file)));
        Assert.Equal(10_000, empty.Applied.Count);
        Assert.Contains("everything was sent from the beginning", _tool.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_changed_file_or_another_server_starts_anew()
    {
        var file = _tool.Folder.Write("s.txt", Purchases(10_000));
        await InterruptAsync(file, afterBatches: 20);
        File.AppendAllText(file, " 99999 0099 19980101  1   1.00\n");
        Assert.Equal(0, await _tool.RunAsync(Import(file)));
        Assert.DoesNotContain("Sent before", _tool.Out, StringComparison.Ordinal);
        Assert.Equal(10_001, _server.Applied.Count);
    }

    async Task InterruptAsync(string file, int afterBatches)
    {
        using var kill = new CancellationTokenSource();
        _server.Otherwise = batch =>
        {
            if (batch.Number == afterBatches) kill.Cancel();
            return Task.FromResult(_server.Apply(batch));
        };
        Assert.Equal(130, await _tool.RunAsync(kill.Token, Import(file)));
        Assert.Contains("Run the same command again", _tool.Error, StringComparison.Ordinal);
        _server.Otherwise = null;
    }

    [Fact]
    public async Task A_refused_key_ends_the_import_at_once_with_one_line()
    {
        _server.Otherwise = _ => Task.FromResult(ScriptedServer.Status(401));
        Assert.Equal(2, await _tool.RunAsync(Import(_tool.Folder.Write("s.txt", Purchases(5_000)))));
        Assert.StartsWith("http://localhost:5080/ refused the write key. Give the right one with --write-key", _tool.Error, StringComparison.Ordinal);
        Assert.InRange(_server.Requests.Count, 1, 8);
    }

    [Fact]
    public async Task An_unreachable_server_is_said_in_one_line()
    {
        _server.Health = () => throw new HttpRequestException("Connection refused");
        Assert.Equal(2, await _tool.RunAsync(Import(_tool.Folder.Write("s.txt", Purchases(5)))));
        Assert.Equal("Cannot reach http://localhost:5080/ (Connection refused). Start the server with: dotnet run --project web, or give its address with --url.\n", _tool.Error);
    }

    [Theory]
    [InlineData("does not exist", "import", "--format", "cdnow", "nowhere.txt")]
    [InlineData("is a directory", "import", "--format", "cdnow", ".")]
    [InlineData("needs --mapping", "import", "--format", "csv", "here.txt")]
    [InlineData("--mapping is for", "import", "--format", "cdnow", "--mapping", "here.txt", "here.txt")]
    [InlineData("here.txt: not JSON", "import", "--format", "csv", "--mapping", "here.txt", "here.txt")]
    [InlineData("no column \"InvoiceNo\"", "import", "--format", "online-retail", "here.txt")]
    [InlineData("is empty", "import", "--format", "online-retail", "empty.txt")]
    [InlineData("damaged gzip", "import", "--format", "online-retail", "broken.gz")]
    [InlineData("--url is", "import", "--format", "cdnow", "--url", "localhost", "here.txt")]
    public async Task Mistakes_of_the_caller_are_one_line_that_says_what_to_do(string message, params string[] args)
    {
        _tool.Folder.Write("here.txt", "hello\n");
        _tool.Folder.Write("empty.txt", "");
        File.WriteAllBytes(Path.Combine(_tool.Folder.Path, "broken.gz"), [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 255, 255, 255, 255]);
        Assert.Equal(2, await _tool.RunAsync(args));
        Assert.Contains(message, _tool.Error, StringComparison.Ordinal);
        Assert.Single(_tool.Error.TrimEnd('\n').Split('\n'));
        Assert.Empty(_server.Applied);
    }

    public void Dispose()
    {
        _tool.Dispose();
        _server.Dispose();
    }
}
