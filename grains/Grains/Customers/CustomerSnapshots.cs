using CustomerGrains.Domain.Customers;
using Microsoft.Extensions.Logging;
using Orleans.Storage;

namespace CustomerGrains.Grains.Customers;

/// <summary>
/// One customer's snapshot in grain storage. Not a <c>[PersistentState]</c>: that reads the store on every activation, and most customers have too few
/// entries to need a snapshot.
/// </summary>
sealed partial class CustomerSnapshots(IGrainStorage storage, string customerId, CustomerMetrics metrics, ILogger logger)
{
    /// <summary>The name of the grain storage provider.</summary>
    public const string StorageName = "snapshots";

    // Storage keys leave out the grain's type, so the name is this grain class's alone.
    const string StateName = "customer";

    // ADO.NET storage reads a key that looks like a hexadecimal number as that number: "1" and "001" would share a row. This prefix doesn't.
    readonly GrainId _grainId = GrainId.Create(StateName, "id:" + customerId);
    GrainState<CustomerSnapshot> _stored = new();

    /// <summary>The entry after which the stored snapshot was taken; 0 when there is none or it is unknown.</summary>
    public long Seq { get; private set; }

    /// <summary>The stored snapshot, or null if there is none that this program can use.</summary>
    public async Task<CustomerSnapshot?> ReadAsync()
    {
        _stored = new();
        try
        {
            await storage.ReadStateAsync(StateName, _grainId, _stored);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            // A cache that can't be read is a cache that is empty.
            metrics.SnapshotFailed(reading: true);
            SnapshotUnreadable(logger, error);
            return null;
        }

        var snapshot = _stored.RecordExists ? _stored.State : null;
        _stored.State = new(); // the ETag is all that has to stay
        if (snapshot is not { State.Length: > 0 })
        {
            return null;
        }

        Seq = snapshot.Seq;
        return snapshot;
    }

    /// <summary>The stored snapshot turned out to be of no use: the next one is written as if there were none.</summary>
    public void Discard() => Seq = 0;

    /// <summary>Stores the state; a failure is logged and costs nothing but time at the next activation.</summary>
    public async Task WriteAsync(CustomerState state, EntryAnchor last)
    {
        _stored.State = new()
        {
            Seq = state.Version,
            Anchor = last.ToString(),
            State = state.ToJson(),
        };
        try
        {
            await storage.WriteStateAsync(StateName, _grainId, _stored);
            Seq = state.Version;
            metrics.SnapshotWritten();
        }
        catch (InconsistentStateException)
        {
            // Another activation stored one: either is right for its own seq. Take its ETag for the next time.
            await ReadAsync();
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            metrics.SnapshotFailed(reading: false);
            SnapshotNotWritten(logger, error);
        }
        finally
        {
            _stored.State = new();
        }
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Warning, Message = "A snapshot could not be read; the customer is folded from the journal")]
    static partial void SnapshotUnreadable(ILogger logger, Exception error);

    [LoggerMessage(EventId = 2, Level = LogLevel.Warning, Message = "A snapshot could not be written; the journal has everything")]
    static partial void SnapshotNotWritten(ILogger logger, Exception error);
}
