using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace CustomerGrains.Silo.Storage.Sqlite;

/// <summary>
/// A statement that is prepared once and run very often. Goes to SQLite's own calls, because a command object costs more than
/// the insert that it makes.
/// </summary>
sealed class SqliteStatement : IDisposable
{
    readonly sqlite3 _database;
    readonly sqlite3_stmt _statement;
    int _bound;

    public SqliteStatement(SqliteConnection connection, string sql)
    {
        _database = connection.Handle!;
        Check(raw.sqlite3_prepare_v3(_database, sql, raw.SQLITE_PREPARE_PERSISTENT, out _statement));
    }

    public SqliteStatement Bind(long value)
    {
        Check(raw.sqlite3_bind_int64(_statement, ++_bound, value));
        return this;
    }

    public SqliteStatement Bind(long? value)
    {
        if (value is { } number)
            return Bind(number);
        Check(raw.sqlite3_bind_null(_statement, ++_bound));
        return this;
    }

    public SqliteStatement Bind(string? value)
    {
        Check(value is null ? raw.sqlite3_bind_null(_statement, ++_bound) : raw.sqlite3_bind_text(_statement, ++_bound, value));
        return this;
    }

    public SqliteStatement Bind(ReadOnlySpan<byte> value)
    {
        ++_bound;
        // The data of an empty span is a null pointer, which SQLite would take for NULL.
        Check(value.IsEmpty ? raw.sqlite3_bind_zeroblob(_statement, _bound, 0) : raw.sqlite3_bind_blob(_statement, _bound, value));
        return this;
    }

    /// <summary>Runs the statement with what was bound, in order; the next run binds anew.</summary>
    /// <returns>Whether it gave a row.</returns>
    public bool Run() => Run(out _, read: false);

    /// <summary>As <see cref="Run()"/>, for a statement that reads one text; null without a row.</summary>
    public string? RunText() => Run(out var text, read: true) ? text : null;

    bool Run(out string? text, bool read)
    {
        _bound = 0;
        var result = raw.sqlite3_step(_statement);
        text = read && result == raw.SQLITE_ROW ? raw.sqlite3_column_text(_statement, 0).utf8_to_string() : null;
        // Read before the reset, which may change the message.
        if (result is not (raw.SQLITE_DONE or raw.SQLITE_ROW))
        {
            var failure = Failure(result);
            raw.sqlite3_reset(_statement);
            throw failure;
        }

        raw.sqlite3_reset(_statement);
        return result == raw.SQLITE_ROW;
    }

    public void Dispose() => _statement.Dispose();

    void Check(int result)
    {
        if (result != raw.SQLITE_OK)
            throw Failure(result);
    }

    SqliteException Failure(int result)
    {
        _bound = 0;
        return new(raw.sqlite3_errmsg(_database).utf8_to_string(), result & 0xff, raw.sqlite3_extended_errcode(_database));
    }
}
