using System.Data.Common;
using System.Net.Sockets;
using CustomerGrains.Silo.Storage;
using CustomerGrains.Silo.Storage.Migrations;
using CustomerGrains.Silo.Storage.Postgres;
using CustomerGrains.TestSupport;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace CustomerGrains.JournalTests.Storage;

/// <summary>The program and its database may be started in any order.</summary>
public sealed class StartTests : IAsyncDisposable
{
    readonly FakeClock _clock = new();
    readonly PostgresDatabase _database = new("Host=127.0.0.1;Port=1;Username=nobody", TimeSpan.FromMinutes(1));

    public static TheoryData<string, bool> Refusals => new()
    {
        { PostgresErrorCodes.CannotConnectNow, true },
        { PostgresErrorCodes.TooManyConnections, true },
        { PostgresErrorCodes.InvalidPassword, false },
        { PostgresErrorCodes.InvalidCatalogName, false },
        { PostgresErrorCodes.SyntaxError, false },
    };

    [Fact]
    public async Task A_database_that_comes_later_is_waited_for()
    {
        var migrator = new Failing(Unreachable(), times: 3);
        var start = StartAsync(migrator);
        for (var attempt = 0; attempt < 3; attempt++)
            await _clock.AdvanceToTimerAsync(StoreMigration.Pause);
        await start;
        Assert.Equal(4, migrator.Tries);
    }

    [Fact]
    public async Task A_database_that_never_comes_ends_the_start_with_its_reason()
    {
        var migrator = new Failing(Unreachable(), times: int.MaxValue);
        var start = StartAsync(migrator);
        for (var waited = TimeSpan.Zero; waited < StoreMigration.Patience; waited += StoreMigration.Pause)
            await _clock.AdvanceToTimerAsync(StoreMigration.Pause);
        Assert.Same(migrator.Failure, await Assert.ThrowsAsync<NpgsqlException>(() => start));
    }

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task Only_what_passes_by_itself_is_waited_for(string state, bool waits)
    {
        var migrator = new Failing(new PostgresException("refused, for a test", "FATAL", "FATAL", state), times: 1);
        var start = StartAsync(migrator);
        if (waits)
        {
            await _clock.AdvanceToTimerAsync(StoreMigration.Pause);
            await start;
        }
        else
        {
            Assert.Same(migrator.Failure, await Assert.ThrowsAsync<PostgresException>(() => start));
        }
    }

    [Fact]
    public async Task A_port_where_nobody_listens_counts_as_not_there_yet()
    {
        var refused = await Assert.ThrowsAnyAsync<NpgsqlException>(async () => await _database.OpenAsync(CancellationToken.None));
        Assert.True(_database.MayBeStarting(refused), refused.ToString());
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    static NpgsqlException Unreachable() => new("nobody there, for a test", new SocketException((int)SocketError.ConnectionRefused));

    Task StartAsync(Migrator migrator) =>
        new StoreMigration(_database, [migrator], [], _clock, NullLogger<StoreMigration>.Instance).StartingAsync(CancellationToken.None);

    sealed class Failing(Exception failure, int times) : Migrator("Postgres", TimeProvider.System, NullLogger.Instance)
    {
        public Exception Failure => failure;

        public int Tries { get; private set; }

        public override Task RunAsync(CancellationToken cancellationToken) => ++Tries <= times ? Task.FromException(failure) : Task.CompletedTask;

        protected override Task<DbConnection> OpenAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        protected override Task<DbTransaction> BeginExclusiveAsync(DbConnection connection, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
