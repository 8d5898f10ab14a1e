using CustomerGrains.Silo.Storage.Postgres;
using Npgsql;

namespace CustomerGrains.Silo.Journal.Postgres;

/// <summary>One writer's connection to PostgreSQL.</summary>
sealed class PostgresGroupWriter(PostgresDatabase database, bool isFollowed) : IGroupWriter
{
    PostgresWriterSession? _session;

    public IGroupTransaction Begin() => new Transaction(_session ??= new(database.Source.OpenConnection(), isFollowed));

    public void Reset()
    {
        _session?.Dispose();
        _session = null;
    }

    public void Dispose() => Reset();

    sealed class Transaction(PostgresWriterSession session) : IGroupTransaction
    {
        readonly NpgsqlTransaction _transaction = session.Connection.BeginTransaction();

        public void Write(CommitGroup group) => session.Write(group);

        public void Commit() => _transaction.Commit();

        public void Dispose()
        {
            try
            {
                _transaction.Dispose();
            }
            catch (Exception e) when (e is NpgsqlException or InvalidOperationException or IOException)
            {
                // A rollback over a lost connection: the server does it by itself, and the connection is dropped after any failure.
            }
        }
    }
}
