using System.Diagnostics;
using CustomerGrains.Contracts.Customers;
using CustomerGrains.JournalTests.Support;
using CustomerGrains.Silo.Storage;
using CustomerGrains.TestSupport.Postgres;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace CustomerGrains.JournalTests.Storage;

/// <summary>The commands of docs/operations.md, while events come in: what was acknowledged before a backup began is in it, and it adds up.</summary>
public abstract class BackupTests(StoreKind kind) : StoreTests(kind)
{
    const int Customers = 20;

    [StoreFact]
    public async Task A_backup_taken_while_events_come_in_has_what_was_acknowledged_before_and_adds_up()
    {
        var before = new Dictionary<string, long>();
        StoreOptions copy;
        await using (var silo = await TestSilo.StartAsync(Options, clock: null))
        {
            // Long enough for snapshots, which the backup need not have.
            for (var i = 0; i < 400; i++)
                await SendAsync(silo, i);
            using var stop = new CancellationTokenSource();
            var sent = 400;
            var traffic = Task.Run(async () =>
            {
                while (!stop.IsCancellationRequested)
                    await SendAsync(silo, Interlocked.Increment(ref sent));
            });
            for (var i = 0; i < Customers; i++)
                before[$"c{i}"] = (await silo.Grains.GetGrain<ICustomerGrain>($"c{i}").Get())!.Version;
            copy = await BackUpAndRestoreAsync();
            await stop.CancelAsync();
            await traffic;
        }

        await using var restored = await TestSilo.StartAsync(copy, clock: null);
        foreach (var (id, version) in before)
            Assert.True((await restored.Grains.GetGrain<ICustomerGrain>(id).Get())!.Version >= version, $"{id} has lost what was acknowledged");
        Assert.Empty((await restored.Kpis.RecountAsync(CancellationToken.None)).Differences);

        // What came after the backup is sent again by those who still have it: nothing counts twice.
        var orders = (await restored.StateAsync("c1")).Purchases!.Orders;
        await restored.BuyAsync("c1", "m1");
        Assert.Equal(orders, (await restored.StateAsync("c1")).Purchases!.Orders);
        await SendAsync(restored, 1_000_001);
        await restored.AssertAgreesAsync();
    }

    /// <summary>A restored copy of the store, made with the documented commands while it is written.</summary>
    protected abstract Task<StoreOptions> BackUpAndRestoreAsync();

    static Task SendAsync(TestSilo silo, int number) => silo.BuyAsync($"c{number % Customers}", $"m{number}", number % 90);
}

public sealed class SqliteBackupTests() : BackupTests(StoreKind.Sqlite)
{
    protected override async Task<StoreOptions> BackUpAndRestoreAsync()
    {
        var file = new SqliteConnectionStringBuilder(Options.ConnectionString).DataSource;
        var copy = Path.Combine(Path.GetDirectoryName(file)!, "restored.db");
        // What the sqlite3 program would do, on a connection of its own.
        await using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "VACUUM INTO $copy";
        command.Parameters.AddWithValue("$copy", copy);
        await command.ExecuteNonQueryAsync();
        return StoreKind.Options("sqlite", $"Data Source={copy}");
    }
}

[NeedsPostgres]
public sealed class PostgresBackupTests() : BackupTests(StoreKind.Postgres)
{
    protected override async Task<StoreOptions> BackUpAndRestoreAsync()
    {
        var source = new NpgsqlConnectionStringBuilder(Options.ConnectionString);
        var target = new NpgsqlConnectionStringBuilder(await (await PostgresCluster.SharedAsync()).CreateDatabaseAsync());
        var dump = Path.Combine(Path.GetTempPath(), $"cg-{Guid.NewGuid():N}.dump");
        try
        {
            await RunAsync("pg_dump", source, "--format=custom", $"--file={dump}", $"--dbname={source.Database}");
            await RunAsync("pg_restore", target, "--exit-on-error", $"--dbname={target.Database}", dump);
        }
        finally
        {
            File.Delete(dump);
        }

        return StoreKind.Options("postgres", target.ConnectionString);
    }

    static async Task RunAsync(string program, NpgsqlConnectionStringBuilder at, params string[] arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(PostgresBinaries.Directory!, program)) { RedirectStandardError = true };
        foreach (var argument in (string[])[$"--host={at.Host}", $"--username={at.Username}", .. arguments])
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{program}: {errors}");
    }
}
