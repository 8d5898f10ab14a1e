using System.Data.Common;
using System.Reflection;
using Orleans.Runtime;

namespace Orleans.Embedded;

/// <summary>Finds the ADO.NET provider of a database by reflection: the engine itself depends on none.</summary>
static class DatabaseFactory
{
    public static DbProviderFactory Of(string invariant)
    {
        var (assembly, type) = invariant switch
        {
            "Npgsql" => ("Npgsql", "Npgsql.NpgsqlFactory"),
            // Orleans' name for SQLite, which loads another provider than it says.
            "System.Data.SQLite" => ("Microsoft.Data.Sqlite", "Microsoft.Data.Sqlite.SqliteFactory"),
            _ => throw new OrleansConfigurationException($"The embedded engine has no database provider '{invariant}'."),
        };
        try
        {
            return (DbProviderFactory)Assembly.Load(assembly).GetType(type, throwOnError: true)!.GetField("Instance")!.GetValue(null)!;
        }
        catch (IOException missing)
        {
            throw new OrleansConfigurationException($"The provider '{invariant}' needs the package {assembly}.", missing);
        }
    }
}
