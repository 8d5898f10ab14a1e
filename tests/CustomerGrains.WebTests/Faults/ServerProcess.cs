using System.Diagnostics;
using System.Net.Http.Headers;
using CustomerGrains.WebTests.Support;

namespace CustomerGrains.WebTests.Faults;

/// <summary>The server as a process of its own, so that it can be killed like one.</summary>
sealed class ServerProcess : IDisposable
{
    readonly Process _process;

    ServerProcess(Process process, Uri address)
    {
        _process = process;
        Address = address;
        Events = Client(address, "Basic", Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(TestServer.WriteKey + ":")));
        Api = Client(address, "Bearer", TestServer.AdminToken);
    }

    /// <summary>Where it listens; give it back as --urls for a restart on the same port.</summary>
    public Uri Address { get; }

    /// <summary>Brings the write key.</summary>
    public HttpClient Events { get; }

    /// <summary>Brings an administrator's token.</summary>
    public HttpClient Api { get; }

    /// <summary>The process's number.</summary>
    public int Id => _process.Id;

    /// <summary>Whether it has not ended.</summary>
    public bool IsRunning => !_process.HasExited;

    /// <summary>Starts on a folder (and, if the settings say so, a database) that may have been used by a killed one.</summary>
    public static async Task<ServerProcess> StartAsync(string folder, params string[] settings)
    {
        var (process, address) = await StartAsync(
            folder,
            "Web",
            [
                settings.Any(setting => setting.StartsWith("--urls=", StringComparison.Ordinal)) ? "--urls" : "--urls=http://127.0.0.1:0",
                $"--Security:WriteKey={TestServer.WriteKey}",
                $"--Security:ApiToken={TestServer.AdminToken}",
                $"--Security:AdminPassword={TestServer.AdminPassword}",
                .. settings,
            ]);
        var server = new ServerProcess(process, address);
        await Wait.ForAsync(
            async () => (await server.Api.GetAsync("/health/ready")).IsSuccessStatusCode, ready => ready, "the server to get ready", seconds: 60);
        return server;
    }

    /// <summary>Starts one of the programs and waits for the line with which it says that it runs.</summary>
    internal static async Task<(Process Process, Uri Address)> StartAsync(string folder, string program, string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, WorkingDirectory = folder };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, $"CustomerGrains.{program}.dll"));
        foreach (var argument in arguments.Where(argument => argument != "--urls")) start.ArgumentList.Add(argument);
        var process = Process.Start(start)!;
        return (process, await AddressAsync(process));
    }

    /// <summary>SIGKILL: no goodbye, nothing flushed.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    /// <summary>SIGTERM.</summary>
    public void AskToEnd() => Signal(Id, "TERM");

    /// <summary>Waits until the process has ended.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> EndedAsync()
    {
        await _process.WaitForExitAsync().SoonAsync("the server");
        return _process.ExitCode;
    }

    /// <summary>Sends a signal, such as STOP, CONT or TERM.</summary>
    public static void Signal(int process, string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{process}"]);
        kill.WaitForExit();
    }

    public void Dispose()
    {
        if (!_process.HasExited) Kill();
        Events.Dispose();
        Api.Dispose();
        _process.Dispose();
    }

    static async Task<Uri> AddressAsync(Process process)
    {
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (!line.StartsWith("CustomerGrains", StringComparison.Ordinal) || !line.Contains("is running", StringComparison.Ordinal)) continue;
            _ = process.StandardOutput.ReadToEndAsync(); // a full pipe would stop the server
            var at = line.IndexOf("http://127.0.0.1:", StringComparison.Ordinal);
            return at < 0 ? new("http://127.0.0.1/") : new(line[at..].Trim());
        }

        throw new InvalidOperationException("The server ended before it listened.");
    }

    static HttpClient Client(Uri address, string scheme, string parameter)
    {
        var client = new HttpClient { BaseAddress = address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(scheme, parameter);
        return client;
    }
}
