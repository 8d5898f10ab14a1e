using CustomerGrains.Silo.Deadlines;
using CustomerGrains.Silo.Storage.Postgres;
using Npgsql;
using NpgsqlTypes;

namespace CustomerGrains.Silo.Cluster;

/// <summary>
/// Session advisory locks on a connection of their own: the server gives them up with the connection, so with the process. A connection that is lost is
/// made again by the next call; what it held is free for others until then.
/// </summary>
sealed class PostgresLocks(PostgresDatabase database, TimeSpan endAfter) : ClusterLocks, IAsyncDisposable
{
    // First keys; the second one says which. Any numbers will do that nobody else locks in this database.
    const int SliceKey = 48151624;
    const int MemberKey = 48151625;
    const int BackfillKey = 48151626;
    const int GenerationKey = 48151627;
    const int WebhookKey = 48151628;

    // Everybody who sweeps holds the member's lock too, so they can be counted.
    const string Members = """
        SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND classid = $1 AND objsubid = 2 AND granted
            AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
        """;

    const string OlderGenerations = """
        SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND classid = $1 AND objid::bigint < $2 AND objsubid = 2 AND granted
            AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
        """;

    // A process that stands still says nothing; one that lives says something every second, and however busy it is six times as often as this (KeepAlive). Servers before 14 have no such limit.
    const string LimitSilence = "SELECT set_config('idle_session_timeout', $1, false) WHERE current_setting('server_version_num')::int >= 140000";

    // Without the fence the server might try to lock before it knows whether it has enough.
    const string TakeSlices = "SELECT n FROM (SELECT n FROM unnest($1) AS n OFFSET 0) AS free WHERE pg_try_advisory_lock($2, n) LIMIT $3";

    readonly SemaphoreSlim _gate = new(1, 1);
    readonly HashSet<short> _slices = [];
    NpgsqlConnection? _connection;
    bool _isMember;
    bool _hasBackfill;
    bool _hasWebhooks;
    long? _generation;
    long? _heldGeneration;

    public override Task<IReadOnlyList<short>?> SlicesAsync(Func<short, bool> isBusy, CancellationToken cancellationToken) => LockedAsync<IReadOnlyList<short>?>(
        async connection =>
        {
            if (!_isMember)
                _isMember = await RunAsync<bool>(connection, "SELECT pg_try_advisory_lock_shared($1, 0)", cancellationToken, Int(MemberKey));
            var members = await RunAsync<long>(connection, Members, cancellationToken, Int(MemberKey));
            var share = (int)((DueSlice.Count + members - 1) / Math.Max(1, members));
            if (_slices.Count < share)
                await TakeAsync(connection, share - _slices.Count, cancellationToken);

            // What is too much is swept no more, and free for others when what is under way is done.
            var kept = _slices.Order().Take(share).ToList();
            foreach (var slice in _slices.Except(kept).Where(s => !isBusy(s)).ToList())
            {
                await RunAsync<bool>(connection, "SELECT pg_advisory_unlock($1, $2)", cancellationToken, Int(SliceKey), Int(slice));
                _slices.Remove(slice);
            }

            return kept;
        },
        cancellationToken);

    public override Task HoldGenerationAsync(long generation, CancellationToken cancellationToken)
    {
        _generation = generation;
        return LockedAsync(static _ => Task.FromResult(true), cancellationToken);
    }

    public override Task<bool> EverybodyHoldsAsync(long generation, CancellationToken cancellationToken) => LockedAsync(
        async connection => await RunAsync<long>(connection, OlderGenerations, cancellationToken, Int(GenerationKey), Long(generation)) == 0, cancellationToken);

    public override Task<bool> TryTakeBackfillAsync(CancellationToken cancellationToken) => LockedAsync(
        async connection => _hasBackfill = _hasBackfill
            ? await RunAsync<bool>(connection, "SELECT true", cancellationToken)
            : await RunAsync<bool>(connection, "SELECT pg_try_advisory_lock($1, 0)", cancellationToken, Int(BackfillKey)),
        cancellationToken);

    public override Task ReleaseBackfillAsync(CancellationToken cancellationToken) => LockedAsync(
        async connection =>
        {
            if (_hasBackfill)
                await RunAsync<bool>(connection, "SELECT pg_advisory_unlock($1, 0)", cancellationToken, Int(BackfillKey));
            _hasBackfill = false;
            return true;
        },
        cancellationToken);

    public override Task<bool> TryTakeWebhooksAsync(CancellationToken cancellationToken) => LockedAsync(
        async connection => _hasWebhooks = _hasWebhooks
            ? await RunAsync<bool>(connection, "SELECT true", cancellationToken)
            : await RunAsync<bool>(connection, "SELECT pg_try_advisory_lock($1, 0)", cancellationToken, Int(WebhookKey)),
        cancellationToken);

    public override Task ReleaseWebhooksAsync(CancellationToken cancellationToken) => LockedAsync(
        async connection =>
        {
            if (_hasWebhooks)
                await RunAsync<bool>(connection, "SELECT pg_advisory_unlock($1, 0)", cancellationToken, Int(WebhookKey));
            _hasWebhooks = false;
            return true;
        },
        cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _gate.WaitAsync();
        await ForgetAsync();
        _gate.Dispose();
    }

    async Task<T> LockedAsync<T>(Func<NpgsqlConnection, Task<T>> work, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            _connection ??= await OpenAsync(cancellationToken);
            await HoldGenerationAsync(_connection, cancellationToken);
            return await work(_connection);
        }
        catch (Exception e) when (database.IsUnavailable(e) || e is OperationCanceledException or InvalidOperationException)
        {
            // Nothing is known about the connection any more, so nothing is held.
            await ForgetAsync();
            throw;
        }
        finally
        {
            _gate.Release();
        }
    }

    async Task<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken)
    {
        // Not from the pool: the locks must end with it. The keep-alive notices a server that went away in silence.
        var builder = new NpgsqlConnectionStringBuilder(database.Source.ConnectionString) { Pooling = false, KeepAlive = Seconds(endAfter / 6), CommandTimeout = 10 };
        var connection = new NpgsqlConnection(builder.ConnectionString);
        try
        {
            await connection.OpenAsync(cancellationToken);
            await using var limit = new NpgsqlCommand(LimitSilence, connection) { Parameters = { new() { Value = $"{Seconds(endAfter)}s" } } };
            await limit.ExecuteNonQueryAsync(cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    // The new one first: at no moment it may look as if this process had none.
    async Task HoldGenerationAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        if (_generation is not { } generation || generation == _heldGeneration)
            return;
        await RunAsync<bool>(connection, "SELECT pg_try_advisory_lock_shared($1, $2)", cancellationToken, Int(GenerationKey), Int((int)generation));
        if (_heldGeneration is { } old)
            await RunAsync<bool>(connection, "SELECT pg_advisory_unlock_shared($1, $2)", cancellationToken, Int(GenerationKey), Int((int)old));
        _heldGeneration = generation;
    }

    async Task TakeAsync(NpgsqlConnection connection, int most, CancellationToken cancellationToken)
    {
        var others = Enumerable.Range(0, DueSlice.Count).Where(n => !_slices.Contains((short)n)).ToArray();
        await using var command = new NpgsqlCommand(TakeSlices, connection);
        command.Parameters.Add(new() { Value = others, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer });
        command.Parameters.Add(Int(SliceKey));
        command.Parameters.Add(Int(most));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            _slices.Add((short)reader.GetInt32(0));
    }

    async Task ForgetAsync()
    {
        _slices.Clear();
        (_isMember, _hasBackfill, _hasWebhooks, _heldGeneration) = (false, false, false, null);
        if (_connection is { } connection)
        {
            _connection = null;
            try
            {
                await connection.DisposeAsync();
            }
            catch (Exception e) when (database.IsUnavailable(e))
            {
                // Lost already.
            }
        }
    }

    static async Task<T> RunAsync<T>(NpgsqlConnection connection, string sql, CancellationToken cancellationToken, params NpgsqlParameter[] parameters)
    {
#pragma warning disable CA2100 // Constants of this class.
        await using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        command.Parameters.AddRange(parameters);
        return (T)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    static int Seconds(TimeSpan time) => Math.Max(1, (int)time.TotalSeconds);

    static NpgsqlParameter Int(int value) => new() { Value = value, NpgsqlDbType = NpgsqlDbType.Integer };

    static NpgsqlParameter Long(long value) => new() { Value = value, NpgsqlDbType = NpgsqlDbType.Bigint };
}
