using System.Runtime.InteropServices;
using CustomerGrains.Contracts.Customers;
using CustomerGrains.Contracts.Touchpoints;
using CustomerGrains.Domain.Touchpoints;

namespace CustomerGrains.Web.Ingestion;

/// <summary>
/// Brings touchpoints to their customers: grouped by customer, in their order, customers side by side. Grains never call each other
/// here, so this is also where an id that became part of another customer is followed, and where links are made.
/// </summary>
sealed partial class Recorder(CustomerReferences customers, Linker linker, ILogger<Recorder> log)
{
    /// <summary>Longer chains than this are not made in practice; it only stops a loop over broken data.</summary>
    const int MaxHops = 16;

    /// <summary>Ends when all touchpoints are durable and their links are made, or when some could not be.</summary>
    public Task<RecordOutcome> RecordAsync(List<Touchpoint> touchpoints) => touchpoints.Count switch
    {
        0 => Task.FromResult(default(RecordOutcome)),
        1 => RecordAsync(touchpoints[0].CustomerId, touchpoints),
        _ => ShareOutAsync(touchpoints),
    };

    async Task<RecordOutcome> ShareOutAsync(List<Touchpoint> touchpoints)
    {
        var groups = new Dictionary<string, List<Touchpoint>>(StringComparer.Ordinal);
        foreach (var touchpoint in touchpoints)
        {
            ref var group = ref CollectionsMarshal.GetValueRefOrAddDefault(groups, touchpoint.CustomerId, out _);
            (group ??= []).Add(touchpoint);
        }
        var outcomes = await Task.WhenAll(groups.Select(group => RecordAsync(group.Key, group.Value)));
        return outcomes.Aggregate((left, right) => left + right);
    }

    async Task<RecordOutcome> RecordAsync(string customerId, List<Touchpoint> touchpoints)
    {
        try
        {
            var batch = new TouchpointBatch([.. touchpoints.Select(TouchpointMessage.From)]);
            for (var hop = 0; hop < MaxHops; hop++)
            {
                var reply = await customers[customerId].Record(batch);
                if (reply.Outcome == RecordStatus.Moved)
                {
                    // The link was journalled, but whoever made it may have died before the target took the old journal in.
                    var target = await linker.AbsorbAsync(reply.MovedTo!, customerId);
                    if (target is null) return RecordOutcome.Failed(RecordStatus.Unavailable);
                    customerId = target;
                    continue;
                }
                if (reply.Outcome != RecordStatus.Recorded) return RecordOutcome.Failed(reply.Outcome);

                var linked = await linker.LinkAsync(customerId, reply.Unlinked, touchpoints);
                if (!linked) return RecordOutcome.Failed(RecordStatus.Unavailable);
                var duplicates = reply.Duplicates.Length;
                return new(RecordStatus.Recorded, touchpoints.Count - duplicates, duplicates, duplicates == 0 ? null : [.. reply.Duplicates.Select(index => touchpoints[index])]);
            }
            TooManyHops();
            return RecordOutcome.Failed(RecordStatus.Unavailable);
        }
        catch (Exception e)
        {
            // Time-outs, lost silos, anything: whether it was recorded is unknown, so the sender tries again with the same message ids.
            RecordFailed(e);
            return RecordOutcome.Failed(RecordStatus.Unavailable);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Touchpoints of a customer could not be recorded; the sender was told to try again")]
    partial void RecordFailed(Exception exception);

    [LoggerMessage(LogLevel.Error, "A chain of linked ids does not end")]
    partial void TooManyHops();
}
