using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using Npgsql;

namespace CustomerGrains.Silo.Storage;

/// <summary>Where the journal and everything beside it is kept: the configuration section <c>Store</c>.</summary>
/// <param name="Provider"><c>Store:Provider</c>: <c>sqlite</c> (default) or <c>postgres</c>.</param>
/// <param name="ConnectionString"><c>Store:ConnectionString</c>; for SQLite by default the file <c>./data/customergrains.db</c>.</param>
/// <param name="SnapshotConnectionString">
/// The database of the snapshots: PostgreSQL's own (without waiting for its disk), or a second SQLite file beside the first (a cache: it may be deleted while nothing runs).
/// </param>
/// <param name="Writers"><c>Store:Writers</c>, 1 to 16: connections that write the journal. SQLite has one, PostgreSQL two by default.</param>
public sealed record StoreOptions(StoreProvider Provider, string ConnectionString, string SnapshotConnectionString, int Writers)
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Store";

    /// <summary>Whether other processes show live what this one commits: not a setting, a cluster's silos do.</summary>
    public bool IsFollowed { get; init; }

    /// <summary>
    /// How long PostgreSQL leaves a process what it holds (slices of the deadlines, the backfill, the delivery of webhooks, rows it is about to change) that says nothing: not a setting, six times
    /// <c>Cluster:DeadAfterSeconds</c>. Longer than a silo is given up after, for what it holds is of no use to the customers who wait.
    /// </summary>
    public TimeSpan LocksEndAfter { get; init; } = TimeSpan.FromMinutes(1);

    const string DefaultSqliteFile = "./data/customergrains.db";
    const string DefaultSnapshotFile = "./data/snapshots.db";

    // PostgreSQL admits 100 clients by default. Snapshots, which thousands of customers may want to write at once, get few: they are no hurry.
    const int Connections = 40;
    const int SnapshotConnections = 8;

    /// <summary>The name by which Orleans' ADO.NET storage knows the database of the snapshots.</summary>
    public string SnapshotInvariant => Provider == StoreProvider.Sqlite ? "System.Data.SQLite" : "Npgsql";

    /// <summary>Reads and checks the section.</summary>
    /// <exception cref="StoreOptionsException">A setting is missing or wrong; the message says which, what it is and what to do.</exception>
    public static StoreOptions From(IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var section = configuration.GetSection(Section);
        var connectionString = section["ConnectionString"] is { } text && !string.IsNullOrWhiteSpace(text) ? text.Trim() : null;
        return ParseProvider(section["Provider"]) switch
        {
            StoreProvider.Sqlite => Sqlite(connectionString, ParseWriters(section["Writers"], 1, 1)),
            _ => Postgres(connectionString, ParseWriters(section["Writers"], 2, 16)),
        };
    }

    static StoreProvider ParseProvider(string? text) => text?.Trim().ToUpperInvariant() switch
    {
        null or "" or "SQLITE" => StoreProvider.Sqlite,
        "POSTGRES" => StoreProvider.Postgres,
        _ => throw new StoreOptionsException("Store:Provider", text, "use sqlite (one file, no set-up) or postgres"),
    };

    static int ParseWriters(string? text, int byDefault, int most)
    {
        if (string.IsNullOrWhiteSpace(text))
            return byDefault;
        if (int.TryParse(text, out var writers) && writers >= 1 && writers <= most)
            return writers;
        throw new StoreOptionsException("Store:Writers", text, most == 1 ? "SQLite has one writer: leave it out" : $"use a whole number from 1 to {most}");
    }

    static StoreOptions Sqlite(string? connectionString, int writers)
    {
        if (connectionString is null)
            return new(StoreProvider.Sqlite, $"Data Source={DefaultSqliteFile}", $"Data Source={DefaultSnapshotFile}", writers);
        const string wayOut = "for SQLite use Data Source=<file>, for example Data Source=./data/customergrains.db";
        var builder = Parse(connectionString, wayOut, text => new SqliteConnectionStringBuilder(text));
        var file = builder.DataSource;
        if (file.Length == 0 || file == ":memory:" || builder.Mode is SqliteOpenMode.Memory or SqliteOpenMode.ReadOnly)
            throw new StoreOptionsException("Store:ConnectionString", connectionString, wayOut + "; it must be a file that can be written");
        var snapshots = Path.Combine(Path.GetDirectoryName(file) ?? "", Path.GetFileNameWithoutExtension(file) + ".snapshots" + Path.GetExtension(file));
        return new(
            StoreProvider.Sqlite,
            builder.ConnectionString,
            new SqliteConnectionStringBuilder(builder.ConnectionString) { DataSource = snapshots }.ConnectionString,
            writers);
    }

    static StoreOptions Postgres(string? connectionString, int writers)
    {
        const string wayOut = "for PostgreSQL use for example Host=localhost;Database=customergrains;Username=customergrains;Password=...";
        if (connectionString is null)
            throw new StoreOptionsException("Store:ConnectionString", "", wayOut);
        var builder = Parse(connectionString, wayOut, text => new NpgsqlConnectionStringBuilder(text));
        if (string.IsNullOrEmpty(builder.Host))
            throw new StoreOptionsException("Store:ConnectionString", WithoutPassword(builder), "it names no Host; " + wayOut);
        builder.ApplicationName ??= "CustomerGrains";
        var stated = connectionString.Replace(" ", "", StringComparison.Ordinal);
        if (!stated.Contains("MaximumPoolSize", StringComparison.OrdinalIgnoreCase) && !stated.Contains("MaxPoolSize", StringComparison.OrdinalIgnoreCase))
            builder.MaxPoolSize = Connections;
        // Snapshots are a cache: nobody waits for the disk to have them, and they must not make the journal wait for it.
        var snapshots = new NpgsqlConnectionStringBuilder(builder.ConnectionString)
        {
            MaxPoolSize = Math.Min(builder.MaxPoolSize, SnapshotConnections),
            Options = $"{builder.Options} -c synchronous_commit=off".TrimStart(),
        };
        return new(StoreProvider.Postgres, builder.ConnectionString, snapshots.ConnectionString, writers);
    }

    static T Parse<T>(string connectionString, string wayOut, Func<string, T> parse)
        where T : DbConnectionStringBuilder
    {
        try
        {
            return parse(connectionString);
        }
        catch (Exception e) when (e is ArgumentException or FormatException or NotSupportedException)
        {
            // The text may hold a password, so it is not repeated.
            throw new StoreOptionsException("Store:ConnectionString", "(not shown)", $"{e.Message.TrimEnd('.')}; {wayOut}");
        }
    }

    static string WithoutPassword(NpgsqlConnectionStringBuilder builder) =>
        new NpgsqlConnectionStringBuilder(builder.ConnectionString) { Password = null, Passfile = null }.ConnectionString;
}

/// <summary>A setting of the store is missing or wrong.</summary>
public sealed class StoreOptionsException(string setting, string? value, string wayOut, Exception? inner = null)
    : Exception($"{setting} is '{(value is { Length: > 80 } ? value[..80] + "..." : value)}': {wayOut}.", inner);
