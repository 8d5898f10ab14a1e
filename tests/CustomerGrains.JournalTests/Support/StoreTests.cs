using CustomerGrains.Grains.Journal;
using CustomerGrains.Silo.Journal;
using CustomerGrains.Silo.Storage;
using CustomerGrains.TestSupport.Postgres;
using Microsoft.Extensions.Configuration;

namespace CustomerGrains.JournalTests.Support;

/// <summary>Tests that hold on every store: each suite is an abstract class with one small subclass per store.</summary>
public abstract class StoreTests(StoreKind kind) : IAsyncLifetime
{
    readonly List<TestStore> _open = [];
    StoreOptions _options = null!;

    internal StoreOptions Options => _options;

    public virtual async Task InitializeAsync() => _options = await kind.CreateAsync();

    public virtual async Task DisposeAsync()
    {
        foreach (var store in _open)
            await store.DisposeAsync();
        kind.Delete(_options);
    }

    /// <summary>Opens the test's store; once more is like another process.</summary>
    internal async Task<TestStore> OpenAsync(JournalLimits? limits = null, params ICommitObserver[] observers)
    {
        var store = await TestStore.OpenAsync(_options, limits, observers);
        _open.Add(store);
        return store;
    }
}

/// <summary>Makes empty stores of one kind.</summary>
public abstract class StoreKind
{
    public static readonly StoreKind Sqlite = new SqliteKind();
    public static readonly StoreKind Postgres = new PostgresKind();

    public abstract Task<StoreOptions> CreateAsync();

    public abstract void Delete(StoreOptions options);

    public static StoreOptions Options(string provider, string connectionString) => StoreOptions.From(
        new ConfigurationBuilder().AddInMemoryCollection([new("Store:Provider", provider), new("Store:ConnectionString", connectionString)]).Build());

    sealed class SqliteKind : StoreKind
    {
        public override Task<StoreOptions> CreateAsync()
        {
            var directory = Directory.CreateTempSubdirectory("cg-sqlite-").FullName;
            return Task.FromResult(Options("sqlite", $"Data Source={directory}/journal.db"));
        }

        public override void Delete(StoreOptions options)
        {
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            Directory.Delete(Path.GetDirectoryName(new Microsoft.Data.Sqlite.SqliteConnectionStringBuilder(options.ConnectionString).DataSource)!, recursive: true);
        }
    }

    sealed class PostgresKind : StoreKind
    {
        public override async Task<StoreOptions> CreateAsync() =>
            Options("postgres", await (await PostgresCluster.SharedAsync()).CreateDatabaseAsync());

        public override void Delete(StoreOptions options)
        {
            // The whole server goes at the end of the process.
        }
    }
}
