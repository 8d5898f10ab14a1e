using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace CustomerGrains.TestSupport.Postgres;

/// <summary>
/// A throw-away PostgreSQL server in a temporary directory, reached through a socket in it. A watching shell stops and deletes it
/// when this process ends, however it ends.
/// </summary>
public sealed class PostgresCluster : IAsyncDisposable
{
    static readonly Lazy<Task<PostgresCluster>> TheShared = new(() => StartAsync());
    static int _databases;

    readonly string _directory;
    readonly Process _watcher;

    PostgresCluster(string directory, Process watcher)
    {
        _directory = directory;
        _watcher = watcher;
        AppDomain.CurrentDomain.ProcessExit += OnProcessExit;
    }

    /// <summary>The server that all tests of this process share: a database each.</summary>
    public static Task<PostgresCluster> SharedAsync() => TheShared.Value;

    /// <summary>Starts a server of its own, for tests that stop it. Dispose it.</summary>
    /// <param name="settings">Further server settings, <c>name=value</c>.</param>
    public static async Task<PostgresCluster> StartAsync(params string[] settings)
    {
        if (PostgresBinaries.Missing is { } missing)
            throw new InvalidOperationException(missing);
        var directory = Path.Combine(Path.GetTempPath(), "cg-pg-" + Guid.NewGuid().ToString("N")[..12]);
        Directory.CreateDirectory(directory);
        if (Environment.IsPrivilegedProcess)
            await RunAsync("chown", ["postgres", directory]);
        var cluster = new PostgresCluster(directory, Watch(directory));
        await AsServerUserAsync("initdb", ["--pgdata", cluster.Data, "--username", "postgres", "--auth", "trust", "--encoding", "UTF8", "--locale", "C", "--no-sync"]);
        string[] all =
        [
            "listen_addresses=''", $"unix_socket_directories='{directory}'", "fsync=on", "synchronous_commit=on", "max_connections=200",
            "log_min_messages=fatal", .. settings,
        ];
        await File.AppendAllLinesAsync(Path.Combine(cluster.Data, "postgresql.conf"), all);
        await cluster.StartServerAsync();
        return cluster;
    }

    string Data => Path.Combine(_directory, "data");

    /// <summary>A connection string for a database of this server.</summary>
    public string ConnectionString(string database) => new NpgsqlConnectionStringBuilder
    {
        Host = _directory,
        Username = "postgres",
        Database = database,
        Timeout = 5,
        IncludeErrorDetail = true,
    }.ConnectionString;

    /// <summary>Where it listens, for who wants to stand in between.</summary>
    public EndPoint Socket => new UnixDomainSocketEndPoint(Path.Combine(_directory, ".s.PGSQL.5432"));

    /// <summary>Creates an empty database.</summary>
    /// <returns>Its connection string.</returns>
    public async Task<string> CreateDatabaseAsync()
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"test{Interlocked.Increment(ref _databases)}");
        await using var connection = new NpgsqlConnection(ConnectionString("postgres") + ";Pooling=false");
        await connection.OpenAsync();
#pragma warning disable CA2100 // A name made above.
        await using var command = new NpgsqlCommand($"CREATE DATABASE {name}", connection);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
        return ConnectionString(name);
    }

    /// <summary>Starts the server after <see cref="StopServerAsync"/>.</summary>
    public Task StartServerAsync() => AsServerUserAsync("pg_ctl", ["start", "--pgdata", Data, "--wait", "--log", Path.Combine(_directory, "log")]);

    /// <summary>Stops the server, keeping its data.</summary>
    /// <param name="mode"><c>fast</c>, or <c>immediate</c> for what a crash does.</param>
    public Task StopServerAsync(string mode = "fast") => AsServerUserAsync("pg_ctl", ["stop", "--pgdata", Data, "--mode", mode, "--wait"]);

    /// <summary>Freezes all processes of the server (SIGSTOP) for a while: nothing answers, and nothing says so.</summary>
    public async Task PauseServerAsync(TimeSpan duration)
    {
        var postmaster = (await File.ReadAllLinesAsync(Path.Combine(Data, "postmaster.pid")))[0].Trim();
        // The postmaster first, so that no child is born while the others are frozen; thawed last.
        await RunAsync("/bin/sh", ["-c", $"kill -STOP {postmaster}; pkill -STOP -P {postmaster}"]);
        try
        {
            await Task.Delay(duration);
        }
        finally
        {
            await RunAsync("/bin/sh", ["-c", $"pkill -CONT -P {postmaster}; kill -CONT {postmaster}"]);
        }
    }

    /// <summary>Stops and deletes the server.</summary>
    public async ValueTask DisposeAsync()
    {
        AppDomain.CurrentDomain.ProcessExit -= OnProcessExit;
        _watcher.StandardInput.Close();
        await _watcher.WaitForExitAsync();
        _watcher.Dispose();
    }

    void OnProcessExit(object? sender, EventArgs e)
    {
        _watcher.StandardInput.Close();
        _watcher.WaitForExit(10_000);
    }

    // The shell's read ends when this process closes the pipe: deliberately, or by dying.
    static Process Watch(string directory)
    {
        var stop = string.Join(' ', Command("pg_ctl", ["stop", "--pgdata", Path.Combine(directory, "data"), "--mode", "immediate", "--wait"]));
        var start = new ProcessStartInfo("/bin/sh", ["-c", $"trap '' INT TERM HUP; read line; {stop} >/dev/null 2>&1; rm -rf '{directory}'"])
        {
            RedirectStandardInput = true,
        };
        return Process.Start(start)!;
    }

    static Task AsServerUserAsync(string program, string[] arguments)
    {
        var command = Command(program, arguments);
        return RunAsync(command[0], command[1..]);
    }

    // PostgreSQL refuses to run as root.
    static string[] Command(string program, string[] arguments)
    {
        string[] command = [Path.Combine(PostgresBinaries.Directory!, program), .. arguments];
        return Environment.IsPrivilegedProcess ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", .. command] : command;
    }

    static async Task RunAsync(string program, string[] arguments)
    {
        // No pipes: a server started by pg_ctl would keep them open.
        var output = Path.GetTempFileName();
        try
        {
            var quoted = string.Join(' ', arguments.Prepend(program).Select(a => "'" + a.Replace("'", "'\\''", StringComparison.Ordinal) + "'"));
            using var process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", $"cd / && exec {quoted} </dev/null >'{output}' 2>&1"]))!;
            await process.WaitForExitAsync();
            if (process.ExitCode != 0)
                throw new InvalidOperationException($"{program} failed: {await File.ReadAllTextAsync(output)}");
        }
        finally
        {
            File.Delete(output);
        }
    }
}
