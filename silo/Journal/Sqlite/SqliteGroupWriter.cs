using CustomerGrains.Silo.Storage.Sqlite;

namespace CustomerGrains.Silo.Journal.Sqlite;

/// <summary>The one writer of a SQLite file.</summary>
sealed class SqliteGroupWriter(SqliteDatabase database) : IGroupWriter
{
    readonly SqliteCheckpointer _checkpoints = new(database);
    SqliteWriterSession? _session;

    public IGroupTransaction Begin() => new Transaction(database.WriteGate, _session ??= new(database), _checkpoints);

    public void Reset()
    {
        _session?.Dispose();
        _session = null;
    }

    public void Dispose() => Reset();

    sealed class Transaction : IGroupTransaction
    {
        readonly SemaphoreSlim _gate;
        readonly SqliteWriterSession _session;
        readonly SqliteCheckpointer _checkpoints;
        bool _open;

        public Transaction(SemaphoreSlim gate, SqliteWriterSession session, SqliteCheckpointer checkpoints)
        {
            (_gate, _session, _checkpoints) = (gate, session, checkpoints);
            _gate.Wait();
            try
            {
                _session.Begin();
                _open = true;
            }
            catch
            {
                _gate.Release();
                throw;
            }
        }

        public void Write(CommitGroup group) => _session.Write(group);

        public void Commit()
        {
            _session.Commit();
            _open = false;
            _checkpoints.AfterCommit(_session.PagesSinceLast(), _session.TryRun);
        }

        public void Dispose()
        {
            if (_open)
                _session.Rollback();
            _gate.Release();
        }
    }
}
