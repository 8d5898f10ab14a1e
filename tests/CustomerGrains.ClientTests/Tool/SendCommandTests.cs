using System.Net;
using System.Text.Json;
using CustomerGrains.ClientTests.Support;

namespace CustomerGrains.ClientTests.Tool;

public sealed class SendCommandTests : IDisposable
{
    readonly ToolRun _tool = new();
    string _answer = """{"success":true,"accepted":1,"duplicates":0,"rejected":[]}""";
    HttpStatusCode _status = HttpStatusCode.OK;

    Respond Server()
    {
        var server = new Respond(_ => new HttpResponseMessage(_status) { Content = new StringContent(_answer) });
        _tool.Handler = server;
        return server;
    }

    [Fact]
    public async Task A_track_event_is_sent_with_typed_properties_and_the_answer_is_printed()
    {
        var server = Server();
        Assert.Equal(0, await _tool.RunAsync("send", "track", "--user", "u-1", "--name", "Order Completed",
            "--property", "total=49.90", "--property", "currency=EUR", "-p", "gift=true", "-p", "note=a=b", "--message-id", "m-1", "--time", "2026-01-02T03:04:05Z"));
        Assert.Equal($"200 OK {_answer}\n", _tool.Out);
        var (method, address, authorization, body) = Assert.Single(server.Requests);
        Assert.Equal(("POST", "http://localhost:5080/v1/track", "Basic a2V5LTE6"), (method, address.AbsoluteUri, authorization));
        Assert.Equal(
            """
            {"type":"track","messageId":"m-1","userId":"u-1","event":"Order Completed","timestamp":"2026-01-02T03:04:05.000Z","properties":{"total":49.90,"currency":"EUR","gift":true,"note":"a=b"}}
            """, body);
    }

    [Theory]
    [InlineData("traits", "send", "identify", "--user", "u", "--anonymous", "a", "-p", "email=a@b.example")]
    [InlineData("name", "send", "page", "--anonymous", "a", "--name", "Home")]
    [InlineData("groupId", "send", "group", "--user", "u", "--group", "g")]
    [InlineData("previousId", "send", "alias", "--user", "u", "--previous", "p")]
    public async Task Every_kind_can_be_sent(string member, params string[] args)
    {
        var server = Server();
        Assert.Equal(0, await _tool.RunAsync(args));
        using var body = JsonDocument.Parse(Assert.Single(server.Requests).Body);
        Assert.True(body.RootElement.TryGetProperty(member, out _));
        Assert.Equal($"/v1/{args[1]}", server.Requests[0].Address.AbsolutePath);
    }

    [Fact]
    public async Task A_rejection_and_a_refused_key_have_their_exit_codes()
    {
        _answer = """{"success":true,"accepted":0,"duplicates":0,"rejected":[{"index":0,"messageId":"m","error":"no"}]}""";
        Server();
        Assert.Equal(1, await _tool.RunAsync("send", "page", "--user", "u"));
        (_status, _answer) = (HttpStatusCode.Unauthorized, "");
        Assert.Equal(2, await _tool.RunAsync("send", "page", "--user", "u"));
        Assert.Contains("--write-key", _tool.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--user ID or --anonymous ID", "send", "track", "--name", "X")]
    [InlineData("needs --name", "send", "track", "--user", "u")]
    [InlineData("name=value", "send", "track", "--user", "u", "--name", "X", "-p", "oops")]
    [InlineData("--group", "send", "group", "--user", "u")]
    [InlineData("--previous", "send", "alias", "--user", "u")]
    public async Task What_is_missing_is_said_in_one_line(string message, params string[] args)
    {
        var server = Server();
        Assert.Equal(2, await _tool.RunAsync(args));
        Assert.Contains(message, _tool.Error, StringComparison.Ordinal);
        Assert.Empty(server.Requests);
    }

    public void Dispose() => _tool.Dispose();
}
