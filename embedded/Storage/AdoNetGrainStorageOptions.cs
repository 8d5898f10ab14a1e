using Orleans.Storage;

namespace Orleans.Configuration;

/// <summary>How states are kept in a relational database.</summary>
public sealed class AdoNetGrainStorageOptions
{
    /// <summary>The database: "Npgsql" for PostgreSQL, "System.Data.SQLite" for SQLite.</summary>
    public string Invariant { get; set; } = "Microsoft.Data.SqlClient";

    /// <summary>How to connect.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>The form of the payload; unset: the one among the services, keyed by the storage's name or not.</summary>
    public IGrainStorageSerializer GrainStorageSerializer { get; set; } = null!;
}
