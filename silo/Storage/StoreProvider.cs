namespace CustomerGrains.Silo.Storage;

/// <summary>The databases that can hold the journal.</summary>
public enum StoreProvider
{
    /// <summary>One file on this machine; needs no set-up.</summary>
    Sqlite,

    /// <summary>A PostgreSQL database, 15 or later.</summary>
    Postgres,
}
