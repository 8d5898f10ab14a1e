using System.Net;
using CustomerGrains.ClientTests.Support;

namespace CustomerGrains.ClientTests.Tool;

public sealed class RecountTests : IDisposable
{
    readonly ToolRun _tool = new();

    void Answer(string body, HttpStatusCode status = HttpStatusCode.OK) =>
        _tool.Handler = new Respond(_ => new HttpResponseMessage(status) { Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json") });

    [Fact]
    public async Task Equal_counters_end_with_zero()
    {
        Answer("""{"customers":12,"entries":40,"totals":[{"metric":"orders","dimension":"GBP","value":3}],"differences":[],"differenceCount":0,"matches":true}""");
        Assert.Equal(0, await _tool.RunAsync("recount", "--token", "t"));
        Assert.Contains("orders GBP", _tool.Out, StringComparison.Ordinal);
        Assert.Contains("The counters are what a recount over all journals gives.", _tool.Out, StringComparison.Ordinal);
        Assert.Equal("Bearer t", ((Respond)_tool.Handler).Requests.Single().Authorization);
    }

    [Fact]
    public async Task Each_difference_is_printed_and_ends_with_one()
    {
        Answer("""{"customers":1,"entries":4,"differences":[{"minute":21366720,"metric":"orders","dimension":"GBP","stored":3,"recounted":4}],"differenceCount":51}""");
        Assert.Equal(1, await _tool.RunAsync("recount", "--token", "t"));
        Assert.Contains("2010-08-17 00:00: orders GBP is 3, the journals say 4", _tool.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_servers_answer_is_one_line()
    {
        Answer("<html>");
        Assert.Equal(2, await _tool.RunAsync("recount", "--token", "t"));
        Assert.Contains("not a recount", _tool.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_or_missing_token_is_one_line()
    {
        Answer("", HttpStatusCode.Unauthorized);
        Assert.Equal(2, await _tool.RunAsync("recount", "--token", "t"));
        Assert.Contains("refused the API token", _tool.Error, StringComparison.Ordinal);
        Assert.Equal(2, await _tool.RunAsync("recount"));
        Assert.StartsWith("No API token.", _tool.Error, StringComparison.Ordinal);
    }

    public void Dispose() => _tool.Dispose();
}
