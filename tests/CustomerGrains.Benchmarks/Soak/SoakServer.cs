using System.Diagnostics;
using CustomerGrains.Web.Hosting;

namespace CustomerGrains.Benchmarks.Soak;

/// <summary>The server in a process of its own, so that its memory is its own too.</summary>
sealed class SoakServer : IAsyncDisposable
{
    public const string WriteKey = "wk_soak";
    public const string Password = "soak-soak-soak-soak";

    readonly Process _process;
    readonly string _folder;

    SoakServer(Process process, string folder, Uri address) => (_process, _folder, Address) = (process, folder, address);

    public Uri Address { get; }

    public double WorkingSetMegabytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64 / 1048576.0;
        }
    }

    /// <summary>What the child process does.</summary>
    public static async Task<int> ServeAsync(string[] args)
    {
        await Server.Build(args).RunAsync();
        return 0;
    }

    public static async Task<SoakServer> StartAsync(int port)
    {
        var folder = Directory.CreateTempSubdirectory("customergrains-soak-").FullName;
        var address = new Uri($"http://127.0.0.1:{port}");
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true };
        string[] arguments =
        [
            typeof(SoakServer).Assembly.Location, "serve", $"--urls={address}", "--environment=Production", $"--contentRoot={WebFolder()}", $"--Data:Folder={folder}",
            $"--Store:ConnectionString=Data Source={Path.Combine(folder, "customergrains.db")}", $"--Security:WriteKey={WriteKey}", $"--Security:ApiToken=t",
            $"--Security:AdminPassword={Password}", "--Logging:LogLevel:Default=Warning",
        ];
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        var process = Process.Start(start)!;
        process.OutputDataReceived += static (_, line) => Console.Error.WriteLine(line.Data);
        process.BeginOutputReadLine();
        var server = new SoakServer(process, folder, address);
        using var client = new HttpClient { BaseAddress = address };
        for (var i = 0; i < 240; i++)
        {
            try
            {
                if ((await client.GetAsync(new Uri("/health/ready", UriKind.Relative))).IsSuccessStatusCode)
                    return server;
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }

            await Task.Delay(500);
        }

        await server.DisposeAsync();
        throw new InvalidOperationException("The server does not get ready within two minutes.");
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    // The pages are served from where they were built.
    static string WebFolder()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "CustomerGrains.sln")))
                return Path.Combine(folder.FullName, "web");
        }

        throw new InvalidOperationException("The soak runs from within the repository: it needs the built pages in web/wwwroot.");
    }
}
