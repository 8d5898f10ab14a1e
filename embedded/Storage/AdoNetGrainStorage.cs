using System.Data;
using System.Data.Common;
using System.Globalization;
using Orleans.Configuration;
using Orleans.Runtime;
using Orleans.Storage;

namespace Orleans.Embedded;

/// <summary>
/// States in a relational database. What to do is in the database itself: the table OrleansQuery has the statements, with the same
/// names and parameters that Orleans' own storage uses, so that a database serves both engines.
/// </summary>
sealed class AdoNetGrainStorage(string name, string serviceId, AdoNetGrainStorageOptions options) : IGrainStorage, IStartedStorage
{
    readonly DbProviderFactory _database = DatabaseFactory.Of(options.Invariant);
    readonly IGrainStorageSerializer _serializer = options.GrainStorageSerializer;
    Dictionary<string, string> _queries = [];

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var queries = new Dictionary<string, string>();
        await using var connection = await OpenAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT QueryKey, QueryText FROM OrleansQuery WHERE QueryKey IN ('WriteToStorageKey', 'ReadFromStorageKey', 'ClearStorageKey')";
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken)) queries.Add(reader.GetString(0), reader.GetString(1));
        if (queries.Count != 3) throw new OrleansConfigurationException($"Grain storage '{name}': the database lacks statements in OrleansQuery.");
        _queries = queries;
    }

    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        await using var connection = await OpenAsync(CancellationToken.None);
        await using var command = Command(connection, "ReadFromStorageKey", stateName, grainId);
        await using var reader = await command.ExecuteReaderAsync();
        var found = await reader.ReadAsync();
        var payload = found && reader["PayloadBinary"] is byte[] bytes ? bytes : null;
        grainState.State = payload is null ? NewState.Of<T>() : _serializer.Deserialize<T>(new BinaryData(payload));
        grainState.ETag = found && reader["Version"] is not DBNull ? Convert.ToString(reader["Version"], CultureInfo.InvariantCulture) : null;
        grainState.RecordExists = payload is not null;
    }

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var payload = _serializer.Serialize(grainState.State).ToArray();
        grainState.ETag = await ChangeAsync("WriteToStorageKey", stateName, grainId, grainState.ETag, payload);
        grainState.RecordExists = true;
    }

    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        if (!grainState.RecordExists && grainState.ETag is null)
        {
            await ReadStateAsync(stateName, grainId, grainState);
            if (!grainState.RecordExists) return;
        }
        grainState.ETag = await ChangeAsync("ClearStorageKey", stateName, grainId, grainState.ETag, payload: null);
        grainState.RecordExists = false;
        grainState.State = NewState.Of<T>();
    }

    async Task<string> ChangeAsync(string query, string stateName, GrainId grainId, string? etag, byte[]? payload)
    {
        await using var connection = await OpenAsync(CancellationToken.None);
        await using var command = Command(connection, query, stateName, grainId);
        Add(command, "GrainStateVersion", DbType.Int32, etag is null ? null : int.Parse(etag, CultureInfo.InvariantCulture));
        if (payload is not null) Add(command, "PayloadBinary", DbType.Binary, payload);
        var version = await NewVersionAsync(command);
        // No new version, or still the old one: the statement found another version than the one that was read.
        return string.IsNullOrEmpty(version) || version == etag
            ? throw new InconsistentStateException($"Version conflict: '{stateName}' of {grainId} in '{name}'.", version, etag)
            : version;
    }

    static async Task<string?> NewVersionAsync(DbCommand command)
    {
        string? version = null;
        await using var reader = await command.ExecuteReaderAsync();
        // The row may come in any of the statement's result sets, and what follows must run to its end (COMMIT).
        do
        {
            while (await reader.ReadAsync()) version = Convert.ToString(reader.GetValue(0), CultureInfo.InvariantCulture);
        }
        while (await reader.NextResultAsync());
        return version;
    }

    DbCommand Command(DbConnection connection, string query, string stateName, GrainId grainId)
    {
        var key = StorageKey.Of(grainId.Key.Value);
        var command = connection.CreateCommand();
        command.CommandText = _queries[query];
        Add(command, "GrainIdHash", DbType.Int32, key.Hash);
        Add(command, "GrainIdN0", DbType.Int64, key.N0);
        Add(command, "GrainIdN1", DbType.Int64, key.N1);
        Add(command, "GrainTypeHash", DbType.Int32, StorageKey.HashOf(stateName));
        Add(command, "GrainTypeString", DbType.String, stateName);
        Add(command, "GrainIdExtensionString", DbType.String, key.Text);
        Add(command, "ServiceId", DbType.String, serviceId);
        return command;
    }

    static void Add(DbCommand command, string name, DbType type, object? value)
    {
        var parameter = command.CreateParameter();
        (parameter.ParameterName, parameter.DbType, parameter.Value) = (name, type, value ?? DBNull.Value);
        command.Parameters.Add(parameter);
    }

    async Task<DbConnection> OpenAsync(CancellationToken cancellationToken)
    {
        var connection = _database.CreateConnection()!;
        connection.ConnectionString = options.ConnectionString;
        try
        {
            await connection.OpenAsync(cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }
}
