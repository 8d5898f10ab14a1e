using System.Data;
using System.Data.Common;
using CustomerGrains.Silo.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CustomerGrains.Benchmarks.Ingest;

/// <summary>A grain's whole state written once more, as Orleans' storage does it.</summary>
static class GrainState
{
    public const string FindWrite = "SELECT QueryText FROM OrleansQuery WHERE QueryKey = 'WriteToStorageKey'";

    static readonly byte[] State = new byte[1024];

    public static async Task MigrateAsync(StoreOptions options)
    {
        await using var services = new ServiceCollection().AddLogging().AddCustomerGrainsStore(options).BuildServiceProvider();
        await ((IHostedLifecycleService)services.GetServices<IHostedService>().First()).StartingAsync(CancellationToken.None);
    }

    /// <summary>Binds the write of the given version: 1 is the first.</summary>
    public static void Bind(DbCommand command, string key, long version)
    {
        Add("GrainIdHash", DbType.Int32, key.GetHashCode(StringComparison.Ordinal));
        Add("GrainIdN0", DbType.Int64, 0L);
        Add("GrainIdN1", DbType.Int64, 0L);
        Add("GrainTypeHash", DbType.Int32, 42);
        Add("GrainTypeString", DbType.String, "benchmark");
        Add("GrainIdExtensionString", DbType.String, key);
        Add("ServiceId", DbType.String, "benchmark");
        Add("GrainStateVersion", DbType.Int32, version == 1 ? DBNull.Value : (int)(version - 1));
        Add("PayloadBinary", DbType.Binary, State);

        void Add(string name, DbType type, object value)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.DbType, parameter.Value) = (name, type, value);
            command.Parameters.Add(parameter);
        }
    }
}
