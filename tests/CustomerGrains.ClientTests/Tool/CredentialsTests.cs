using CustomerGrains.ClientTests.Support;

namespace CustomerGrains.ClientTests.Tool;

public sealed class CredentialsTests : IDisposable
{
    readonly ToolRun _tool = new();
    readonly ScriptedServer _server = new();

    public CredentialsTests()
    {
        _tool.Handler = _server;
        _tool.Variables.Clear();
        _tool.Folder.Write("s.txt", " 00004 0001 19970101  2   29.33\n");
    }

    Task<int> ImportAsync(params string[] more) => _tool.RunAsync(["import", "--format", "cdnow", .. more, "s.txt"]);

    string SentKey => System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(Assert.Single(_server.Requests).Key["Basic ".Length..]));

    [Theory]
    [InlineData("data/credentials.json")]
    [InlineData("web/data/credentials.json")]
    public async Task On_this_machine_the_key_that_the_server_left_is_used_and_named(string path)
    {
        _tool.Folder.Write(path, """{"writeKey":"left-key","apiToken":"t","adminPassword":"p"}""");
        Assert.Equal(0, await ImportAsync());
        Assert.Equal("left-key:", SentKey);
        Assert.Equal($"Using the write key that the local server left in {path}.\n", _tool.Error);
    }

    [Fact]
    public async Task A_given_key_goes_before_the_variable_and_both_before_the_file()
    {
        _tool.Folder.Write("data/credentials.json", """{"writeKey":"left-key"}""");
        _tool.Variables["CUSTOMERGRAINS_WRITE_KEY"] = "variable-key";
        Assert.Equal(0, await ImportAsync("--write-key", "given-key"));
        Assert.Equal("given-key:", SentKey);
        Assert.Empty(_tool.Error);
    }

    [Fact]
    public async Task The_file_is_never_used_for_another_machine()
    {
        _tool.Folder.Write("data/credentials.json", """{"writeKey":"left-key"}""");
        Assert.Equal(2, await ImportAsync("--url", "https://grains.example"));
        Assert.StartsWith("No write key.", _tool.Error, StringComparison.Ordinal);
        Assert.Empty(_server.Requests);
    }

    [Fact]
    public async Task Without_any_key_the_ways_to_one_are_said()
    {
        Assert.Equal(2, await ImportAsync());
        Assert.Contains("--write-key or CUSTOMERGRAINS_WRITE_KEY", _tool.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_broken_file_is_named()
    {
        _tool.Folder.Write("data/credentials.json", "{");
        Assert.Equal(2, await ImportAsync());
        Assert.Contains("credentials.json cannot be read", _tool.Error, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _tool.Dispose();
        _server.Dispose();
    }
}
