using CustomerGrains.Silo.Storage.Sqlite;

namespace CustomerGrains.Silo.Journal.Sqlite;

/// <summary>The one writer of a SQLite file.</summary>
internal sealed class SqliteGroupWriter(SqliteDatabase database) : IGroupWriter
{
    SqliteWriterSession? _session;

    public IGroupTransaction Begin() => new Transaction(database.WriteGate, _session ??= new(database));

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
        bool _open;

        public Transaction(SemaphoreSlim gate, SqliteWriterSession session)
        {
            (_gate, _session) = (gate, session);
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
        }

        public void Dispose()
        {
            if (_open)
                _session.Rollback();
            _gate.Release();
        }
    }
}
