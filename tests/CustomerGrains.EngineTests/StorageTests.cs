using CustomerGrains.EngineTests.Grains;
using CustomerGrains.EngineTests.Support;
using Microsoft.Data.Sqlite;
using Orleans.Storage;
using Orleans.TestingHost;

namespace CustomerGrains.EngineTests;

/// <summary>Two silos that know nothing of each other, on one database: so that a grain can have two activations.</summary>
public sealed class TwoSilos : IAsyncLifetime
{
    readonly string _file = Path.Combine(Path.GetTempPath(), $"engine-tests-{Guid.NewGuid():N}.db");

    public Cluster One { get; private set; } = null!;

    public Cluster Other { get; private set; } = null!;

    public string ConnectionString => $"Data Source={_file}";

    public async Task InitializeAsync()
    {
        await using (var connection = new SqliteConnection(ConnectionString))
        {
            await connection.OpenAsync();
            using var script = new StreamReader(typeof(TwoSilos).Assembly.GetManifestResourceStream("snapshots.sql")!);
            await using var command = connection.CreateCommand();
            command.CommandText = await script.ReadToEndAsync();
            await command.ExecuteNonQueryAsync();
        }
        (One, Other) = (new SqlCluster(ConnectionString), new SqlCluster(ConnectionString));
        await One.InitializeAsync();
        await Other.InitializeAsync();
    }

    public async Task DisposeAsync()
    {
        await One.DisposeAsync();
        await Other.DisposeAsync();
        SqliteConnection.ClearAllPools();
        File.Delete(_file);
    }

    sealed class SqlCluster(string connectionString) : Cluster
    {
        protected override void SetUp(InProcessTestClusterOptions options) => options.ServiceId = "engine-tests";

        protected override void Configure(ISiloBuilder silo) =>
            silo.AddAdoNetGrainStorage("sql", options =>
            {
                options.Invariant = "System.Data.SQLite";
                options.ConnectionString = connectionString;
                options.GrainStorageSerializer = new JsonSerializer();
            });
    }
}

public sealed class StorageTests(TwoSilos silos) : IClassFixture<TwoSilos>
{
    [Fact]
    public Task State_in_memory_outlives_the_activation() => Outlives(silos.One.Grains.GetGrain<IMemoryStateGrain>("outlives"));

    [Fact]
    public Task State_in_a_database_outlives_the_activation() => Outlives(silos.One.Grains.GetGrain<ISqlStateGrain>("outlives"));

    [Theory]
    [InlineData("a customer")]
    [InlineData("42")]
    [InlineData("42+43")]
    [InlineData("11111111222233334444555555555555")]
    [InlineData("ключ с пробелами и ü")]
    public async Task State_is_found_again_under_any_kind_of_key(string key)
    {
        await silos.One.Grains.GetGrain<ISqlStateGrain>(key).Set(key);
        Assert.Equal((key, "1", true), await silos.Other.Grains.GetGrain<ISqlStateGrain>(key).Get());
    }

    [Fact]
    public async Task Reading_gives_up_what_was_not_written()
    {
        var grain = silos.One.Grains.GetGrain<ISqlStateGrain>("scribbles");
        await grain.Set("written");
        await grain.Scribble("not written");
        await grain.Read();
        Assert.Equal("written", (await grain.Get()).Text);
    }

    [Fact]
    public async Task Cleared_state_is_new_and_can_be_written_again()
    {
        var grain = silos.One.Grains.GetGrain<ISqlStateGrain>("cleared");
        await grain.Set("before");
        await grain.Clear();
        var (text, _, exists) = await grain.Get();
        Assert.Equal(("", false), (text, exists));
        await grain.Leave();
        await grain.Set("after");
        Assert.Equal(("after", true), ((await grain.Get()).Text, (await grain.Get()).Exists));
    }

    [Fact]
    public async Task The_second_of_two_first_writes_fails_and_its_activation_starts_afresh()
    {
        var (one, other) = Pair("first writes");
        await other.Get();
        await one.Set("mine");
        await Assert.ThrowsAsync<InconsistentStateException>(() => other.Set("mine too"));
        Assert.Equal(("mine", "1", true), await other.Get());
    }

    [Fact]
    public async Task A_write_over_a_version_that_somebody_else_has_replaced_fails_and_its_activation_starts_afresh()
    {
        var (one, other) = Pair("stale");
        await one.Set("first");
        await other.Get();
        await one.Set("second");
        await Assert.ThrowsAsync<InconsistentStateException>(() => other.Set("lost"));
        await other.Set("third");
        Assert.Equal(("third", "3", true), await other.Get());
        await Assert.ThrowsAsync<InconsistentStateException>(() => one.Clear());
        Assert.Equal("third", (await one.Get()).Text);
    }

    (ISqlStateGrain One, ISqlStateGrain Other) Pair(string key) =>
        (silos.One.Grains.GetGrain<ISqlStateGrain>(key), silos.Other.Grains.GetGrain<ISqlStateGrain>(key));

    static async Task Outlives(IStateGrain grain)
    {
        Assert.Equal(("", null, false), await grain.Get());
        await grain.Set("stored");
        var (_, etag, exists) = await grain.Get();
        Assert.NotNull(etag);
        Assert.True(exists);
        await grain.Scribble("lost");
        await grain.Leave();
        Assert.Equal(("stored", etag, true), await grain.Get());
    }
}
