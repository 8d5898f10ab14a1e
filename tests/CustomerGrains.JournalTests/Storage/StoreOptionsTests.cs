using CustomerGrains.Silo.Storage;
using Microsoft.Extensions.Configuration;
using Npgsql;

namespace CustomerGrains.JournalTests.Storage;

/// <summary>Settings of the store are checked before anything uses them.</summary>
public sealed class StoreOptionsTests
{
    [Fact]
    public void Without_settings_the_store_is_a_file_under_data()
    {
        var options = From();
        Assert.Equal(StoreProvider.Sqlite, options.Provider);
        Assert.Equal("Data Source=./data/customergrains.db", options.ConnectionString);
        Assert.Equal("Data Source=./data/snapshots.db", options.SnapshotConnectionString);
        Assert.Equal(("System.Data.SQLite", 1), (options.SnapshotInvariant, options.Writers));
    }

    [Fact]
    public void Snapshots_are_kept_beside_the_file_that_is_named() =>
        Assert.Contains("/tmp/x/shop.snapshots.db", From(("Provider", "SQLite"), ("ConnectionString", "Data Source=/tmp/x/shop.db")).SnapshotConnectionString, StringComparison.Ordinal);

    [Fact]
    public void On_PostgreSQL_snapshots_are_in_the_same_database_over_few_connections_of_their_own()
    {
        var options = From(("Provider", "postgres"), ("ConnectionString", "Host=db;Database=cg;Username=u;Password=secret"), ("Writers", "4"));
        Assert.Equal(("Npgsql", 4), (options.SnapshotInvariant, options.Writers));
        var (journal, snapshots) = (new NpgsqlConnectionStringBuilder(options.ConnectionString), new NpgsqlConnectionStringBuilder(options.SnapshotConnectionString));
        Assert.Equal((journal.Host, journal.Database, journal.Password), (snapshots.Host, snapshots.Database, snapshots.Password));
        Assert.Equal((40, 8), (journal.MaxPoolSize, snapshots.MaxPoolSize));
        Assert.Equal((null, "-c synchronous_commit=off"), (journal.Options, snapshots.Options));
        var stated = From(("Provider", "postgres"), ("ConnectionString", "Host=db;Maximum Pool Size=5"));
        Assert.Equal(5, new NpgsqlConnectionStringBuilder(stated.ConnectionString).MaxPoolSize);
        Assert.Equal(5, new NpgsqlConnectionStringBuilder(stated.SnapshotConnectionString).MaxPoolSize);
    }

    [Theory]
    [InlineData("Provider", "oracle", "sqlite")]
    [InlineData("Writers", "2", "one writer")]
    [InlineData("ConnectionString", "Data Source=:memory:", "file")]
    [InlineData("ConnectionString", "Host=db", "Data Source=")]
    public void A_wrong_setting_is_named_with_its_value_and_a_way_out(string setting, string value, string wayOut)
    {
        var wrong = Assert.Throws<StoreOptionsException>(() => From((setting, value)));
        Assert.Contains("Store:" + setting, wrong.Message, StringComparison.Ordinal);
        Assert.Contains(wayOut, wrong.Message, StringComparison.Ordinal);
        if (setting != "ConnectionString" || !value.StartsWith("Host", StringComparison.Ordinal))
            Assert.Contains(value, wrong.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "Host=")]
    [InlineData("Username=u;Password=hunter2", "Host")]
    [InlineData("Host=db;Password=hunter2;Nonsense=1", "Nonsense")]
    public void PostgreSQL_needs_a_host_and_a_password_is_never_shown(string connectionString, string says)
    {
        var wrong = Assert.Throws<StoreOptionsException>(() => From(("Provider", "postgres"), ("ConnectionString", connectionString)));
        Assert.Contains(says, wrong.Message, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("hunter2", wrong.Message, StringComparison.Ordinal);
    }

    static StoreOptions From(params (string Name, string Value)[] settings) => StoreOptions.From(new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Select(s => new KeyValuePair<string, string?>("Store:" + s.Name, s.Value))).Build());
}
