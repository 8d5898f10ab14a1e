using System.Data;
using System.Data.Common;
using CustomerGrains.JournalTests.Support;
using CustomerGrains.Silo.Storage;
using CustomerGrains.TestSupport.Postgres;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace CustomerGrains.JournalTests.Storage;

/// <summary>The statements for Orleans' grain storage, called as Microsoft.Orleans.Persistence.AdoNet calls them.</summary>
public abstract class GrainStorageTests(StoreKind kind) : StoreTests(kind)
{
    static readonly byte[] One = [1, 1, 1];
    static readonly byte[] Two = [2, 2, 2, 2];

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        await OpenAsync();
    }

    [StoreFact]
    public async Task A_state_goes_in_and_comes_out_and_its_version_rises()
    {
        var key = new Key("ann");
        Assert.Null(await ReadAsync(key));
        Assert.Equal(1, await WriteAsync(key, null, One));
        Assert.Equal(2, await WriteAsync(key, 1, Two));
        Assert.Equal((Two, 2), await ReadAsync(key));
    }

    [StoreFact]
    public async Task A_write_over_another_version_is_refused_and_changes_nothing()
    {
        var key = new Key("ann");
        Assert.Null(await WriteAsync(key, 7, One));
        Assert.Null(await ReadAsync(key));
        await WriteAsync(key, null, One);
        Assert.Null(await WriteAsync(key, null, Two));
        Assert.Null(await WriteAsync(key, 2, Two));
        Assert.Equal((One, 1), await ReadAsync(key));
    }

    [StoreFact]
    public async Task Of_first_writes_that_race_exactly_one_wins()
    {
        var key = new Key("ann");
        var versions = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => Task.Run(() => WriteAsync(key, null, [(byte)i]))));
        Assert.Equal(1, Assert.Single(versions, v => v is not null));
        Assert.Equal(1, (await ReadAsync(key))!.Value.Version);
    }

    [StoreFact]
    public async Task A_cleared_state_keeps_its_version_so_that_nobody_writes_over_it_unseen()
    {
        var key = new Key("ann");
        await WriteAsync(key, null, One);
        Assert.Null(await ChangeAsync("ClearStorageKey", key, 5));
        Assert.Equal(2, await ChangeAsync("ClearStorageKey", key, 1));
        Assert.Equal((null, 2), await ReadAsync(key));
        Assert.Null(await WriteAsync(key, 1, Two));
        Assert.Equal(3, await WriteAsync(key, 2, Two));
    }

    [StoreFact]
    public async Task A_deleted_state_is_gone()
    {
        var key = new Key("ann");
        await WriteAsync(key, null, One);
        Assert.Null(await ChangeAsync("DeleteStorageKey", key, 5));
        Assert.Equal(2, await ChangeAsync("DeleteStorageKey", key, 1));
        Assert.Null(await ReadAsync(key));
        Assert.Equal(1, await WriteAsync(key, null, Two));
    }

    [StoreFact]
    public async Task Keys_whose_hashes_collide_are_told_apart_and_an_absent_extension_is_a_key_of_its_own()
    {
        Key[] keys =
        [
            new("ann"), new("bob"), new("Ann"), new(null), new("ann", N0: 1), new("ann", N1: 1), new("ann", Type: "other"), new("ann", Service: "elsewhere"),
        ];
        for (var i = 0; i < keys.Length; i++)
            Assert.Equal(1, await WriteAsync(keys[i], null, [(byte)i]));
        for (var i = 0; i < keys.Length; i++)
        {
            Assert.Equal(2, await WriteAsync(keys[i], 1, [(byte)i, 1]));
            var (payload, version) = (await ReadAsync(keys[i]))!.Value;
            Assert.Equal([(byte)i, 1], payload!);
            Assert.Equal(2, version);
        }

        Assert.Null(await WriteAsync(new(null), null, One));
    }

    async Task<(byte[]? Payload, int Version)?> ReadAsync(Key key)
    {
        await using var connection = await ConnectAsync();
        await using var command = await CommandAsync(connection, "ReadFromStorageKey", key);
        await using var reader = await command.ExecuteReaderAsync();
        if (!await reader.ReadAsync())
            return null;
        var (payload, version) = (reader.GetOrdinal("PayloadBinary"), reader.GetOrdinal("Version"));
        var row = (reader.IsDBNull(payload) ? null : (byte[])reader.GetValue(payload), reader.GetInt32(version));
        Assert.False(await reader.ReadAsync());
        return row;
    }

    Task<int?> WriteAsync(Key key, int? version, byte[] payload) => ChangeAsync("WriteToStorageKey", key, version, payload);

    async Task<int?> ChangeAsync(string query, Key key, int? version, byte[]? payload = null)
    {
        await using var connection = await ConnectAsync();
        await using var command = await CommandAsync(connection, query, key);
        Add(command, "GrainStateVersion", DbType.Int32, version);
        if (payload is not null)
            Add(command, "PayloadBinary", DbType.Binary, payload);
        // Orleans gathers the rows of all results and expects at most one.
        var rows = new List<int>();
        await using var reader = await command.ExecuteReaderAsync();
        do
        {
            while (await reader.ReadAsync())
                rows.Add(reader.GetInt32(reader.GetOrdinal("NewGrainStateVersion")));
        }
        while (await reader.NextResultAsync());
        Assert.True(rows.Count <= 1);
        return rows.Count == 0 ? null : rows[0];
    }

    async Task<DbConnection> ConnectAsync()
    {
        DbConnection connection = Options.Provider == StoreProvider.Sqlite
            ? new SqliteConnection(Options.SnapshotConnectionString)
            : new NpgsqlConnection(Options.SnapshotConnectionString);
        await connection.OpenAsync();
        return connection;
    }

    static async Task<DbCommand> CommandAsync(DbConnection connection, string query, Key key)
    {
        await using var find = connection.Command("SELECT QueryText FROM OrleansQuery WHERE QueryKey = @key").With("@key", query);
        var command = connection.CreateCommand();
        Add(command, "GrainIdHash", DbType.Int32, 42);
        Add(command, "GrainIdN0", DbType.Int64, key.N0);
        Add(command, "GrainIdN1", DbType.Int64, key.N1);
        Add(command, "GrainTypeHash", DbType.Int32, -7);
        Add(command, "GrainTypeString", DbType.String, key.Type);
        Add(command, "GrainIdExtensionString", DbType.String, key.Text);
        Add(command, "ServiceId", DbType.String, key.Service);
#pragma warning disable CA2100 // The statements under test.
        command.CommandText = (string)(await find.ExecuteScalarAsync())!;
#pragma warning restore CA2100
        return command;
    }

    static void Add(DbCommand command, string name, DbType type, object? value)
    {
        var parameter = command.CreateParameter();
        (parameter.ParameterName, parameter.Value, parameter.DbType) = (name, value ?? DBNull.Value, type);
        command.Parameters.Add(parameter);
    }

    sealed record Key(string? Text, long N0 = 0, long N1 = 0, string Type = "customer", string Service = "service");
}

public sealed class SqliteGrainStorageTests() : GrainStorageTests(StoreKind.Sqlite);

[NeedsPostgres]
public sealed class PostgresGrainStorageTests() : GrainStorageTests(StoreKind.Postgres);
