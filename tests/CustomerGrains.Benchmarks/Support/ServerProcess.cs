using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace CustomerGrains.Benchmarks.Support;

/// <summary>One of the programs in a process of its own, so that its memory, its end and its share of the machine are its own too.</summary>
sealed class ServerProcess : IAsyncDisposable
{
    public const string WriteKey = "wk_bench";
    public const string Token = "t";
    public const string Password = "bench-bench-bench-bench";

    static readonly string[] Common =
        ["--environment=Production", "--Data:Folder=.", "--Logging:LogLevel:Default=Warning", "--Logging:LogLevel:Microsoft.AspNetCore.DataProtection=Error"];

    readonly Process _process;
    readonly string _folder;

    ServerProcess(Process process, string folder, Uri address) => (_process, _folder, Address) = (process, folder, address);

    /// <summary>Where a web process listens.</summary>
    public Uri Address { get; }

    public double WorkingSetMegabytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64 / 1048576.0;
        }
    }

    /// <summary>What it has used of the processors so far.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Starts a web process; it is not ready yet.</summary>
    public static ServerProcess StartWeb(params string[] settings)
    {
        var address = new Uri($"http://127.0.0.1:{FreePort()}");
        return Start("Web", address, [.. Common, $"--urls={address}", $"--Security:WriteKey={WriteKey}", $"--Security:ApiToken={Token}", $"--Security:AdminPassword={Password}", .. settings]);
    }

    /// <summary>Starts a silo of a cluster on this machine.</summary>
    public static ServerProcess StartSilo(params string[] settings)
    {
        var port = FreePort();
        return Start("Silo", new($"tcp://127.0.0.1:{port}"), [.. Common, "--Cluster:Address=127.0.0.1", $"--Cluster:SiloPort={port}", $"--Cluster:GatewayPort={FreePort()}", .. settings]);
    }

    /// <summary>Starts the endpoint that only parses, as a reference.</summary>
    public static ServerProcess StartParseOnly()
    {
        var address = new Uri($"http://127.0.0.1:{FreePort()}");
        return Start("Benchmarks", address, ["parse-only", address.ToString()]);
    }

    /// <summary>What a web process needs to serve the pages from where they were built.</summary>
    public static string PagesSetting()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "CustomerGrains.sln")))
                return $"--contentRoot={Path.Combine(folder.FullName, "web")}";
        }

        throw new InvalidOperationException("This runs from within the repository: it needs the built pages in web/wwwroot.");
    }

    /// <summary>Waits until it answers that it is ready.</summary>
    /// <exception cref="InvalidOperationException">It does not within two minutes.</exception>
    public async Task<ServerProcess> ReadyAsync()
    {
        using var client = new HttpClient { BaseAddress = Address };
        for (var i = 0; i < 240; i++)
        {
            try
            {
                if ((await client.GetAsync(new Uri("/health/ready", UriKind.Relative))).IsSuccessStatusCode)
                    return this;
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }

            await Task.Delay(500);
        }

        await DisposeAsync();
        throw new InvalidOperationException("The server does not get ready within two minutes.");
    }

    /// <summary>SIGKILL.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    static ServerProcess Start(string program, Uri address, string[] arguments)
    {
        var folder = Directory.CreateTempSubdirectory("customergrains-bench-").FullName;
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, WorkingDirectory = folder };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, $"CustomerGrains.{program}.dll"));
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        var process = Process.Start(start)!;
        process.OutputDataReceived += static (_, line) => Console.Error.WriteLine(line.Data);
        process.BeginOutputReadLine();
        return new(process, folder, address);
    }

    static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
