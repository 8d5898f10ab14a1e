using System.Data.Common;

namespace CustomerGrains.Silo.Storage;

/// <summary>What the readers need to know of a database: how to reach it, and the few spots where the two dialects differ.</summary>
abstract class StoreDatabase
{
    /// <summary>A pooled connection; dispose it to give it back.</summary>
    public abstract ValueTask<DbConnection> OpenAsync(CancellationToken cancellationToken);

    /// <summary>The condition "<paramref name="column"/> is one of the list in <paramref name="parameter"/>".</summary>
    public abstract string In(string column, string parameter);

    /// <summary>A table (with one column, <c>item</c>) of the list in <paramref name="parameter"/>.</summary>
    public abstract string Items(string parameter);

    /// <summary>
    /// A query for the journals of the list in <paramref name="parameter"/>, by customer and seq. None of them may have more than so many entries: where there
    /// are no statistics yet, PostgreSQL would rather read the whole table than believe that.
    /// </summary>
    public abstract string Journals(string columns, string parameter, int most);

    /// <summary>A table (with one column, <c>value</c>) of the elements of the JSON array in <paramref name="parameter"/>.</summary>
    public abstract string JsonRows(string parameter);

    /// <summary>An exact decimal from its shortest text.</summary>
    public abstract string Decimal(string text);

    /// <summary>The exact sum of two stored decimals, within <see cref="WriteAsync"/>.</summary>
    public abstract string Sum(string one, string other);

    /// <summary>How long rows of the counters' log stay after they were added up: for other processes that follow it.</summary>
    public abstract TimeSpan LogKept { get; }

    /// <summary>Takes, until the transaction ends, the right to add the counters' log up.</summary>
    public abstract ValueTask<bool> TryLockFoldAsync(DbConnection connection, DbTransaction transaction, CancellationToken cancellationToken);

    /// <summary>The condition that the text column holds the parameter's text, case and all.</summary>
    public abstract string Holds(string column, string parameter);

    /// <summary>What makes a SELECT lock its rows, where a statement alone does not keep others away.</summary>
    public abstract string RowLock { get; }

    /// <summary>
    /// Two columns that say which transactions a statement sees all of: those below the first number (the oldest that was running), and none from the second on
    /// (the next to be given out). See <c>SafeHorizon</c>.
    /// </summary>
    public abstract string Horizon { get; }

    /// <summary>A statement that gives its transaction a number before any of its rows gets an id; null where rows become visible in the order of their ids anyway.</summary>
    public abstract string? NumberTransaction { get; }

    /// <summary>Adds a list parameter for <see cref="In"/> or <see cref="Items"/>.</summary>
    public abstract void AddList(DbCommand command, string name, IReadOnlyCollection<string> values);

    /// <summary>Whether the failure means that the database can't be reached or can't work now, not that the statement was wrong.</summary>
    public abstract bool IsUnavailable(Exception exception);

    /// <summary>Whether the failure is that of a database that is still starting or not reachable yet, so that waiting may help.</summary>
    public abstract bool MayBeStarting(Exception exception);

    /// <summary>Runs a read on a connection of its own. SQLite's calls block, so they are kept off the caller's thread.</summary>
    public abstract Task<T> RunAsync<T>(Func<DbConnection, CancellationToken, Task<T>> read, CancellationToken cancellationToken);

    /// <summary>Begins a transaction in which all reads see the same state.</summary>
    public abstract ValueTask<DbTransaction> BeginSnapshotAsync(DbConnection connection, CancellationToken cancellationToken);

    /// <summary>Runs a query and reads its rows.</summary>
    public Task<List<T>> QueryAsync<T>(string sql, Action<DbCommand> bind, Func<DbDataReader, T> row, CancellationToken cancellationToken) =>
        RunAsync((connection, token) => connection.QueryAsync(sql, bind, row, token), cancellationToken);

    /// <summary>Runs a write of several statements in a transaction of its own.</summary>
    public virtual Task<T> WriteAsync<T>(Func<DbConnection, DbTransaction, CancellationToken, Task<T>> write, CancellationToken cancellationToken) =>
        RunAsync(
            async (connection, token) =>
            {
                await using var transaction = await connection.BeginTransactionAsync(token);
                var result = await write(connection, transaction, token);
                await transaction.CommitAsync(token);
                return result;
            },
            cancellationToken);

    /// <summary>Runs a statement that writes a little and says how many rows it changed.</summary>
    public virtual Task<int> ExecuteAsync(string sql, Action<DbCommand> bind, CancellationToken cancellationToken) =>
        RunAsync(
            async (connection, token) =>
            {
                await using var command = connection.Command(sql);
                bind(command);
                return await command.ExecuteNonQueryAsync(token);
            },
            cancellationToken);
}
