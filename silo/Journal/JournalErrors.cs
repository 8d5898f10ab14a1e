using CustomerGrains.Grains.Journal;
using CustomerGrains.Silo.Storage;

namespace CustomerGrains.Silo.Journal;

/// <summary>Turns a database's own failures into the journal's.</summary>
static class JournalErrors
{
    public static async Task<T> GuardAsync<T>(StoreDatabase database, JournalHealth health, Task<T> read)
    {
        try
        {
            return await read;
        }
        catch (Exception e) when (database.IsUnavailable(e))
        {
            health.Suspect();
            throw new JournalUnavailableException($"The store can't be reached: {e.Message}", e);
        }
    }
}
