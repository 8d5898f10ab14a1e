using CustomerGrains.Contracts.Customers;
using CustomerGrains.Contracts.Identity;
using CustomerGrains.Domain.Journal;
using CustomerGrains.Domain.Touchpoints;

namespace CustomerGrains.Web.Ingestion;

/// <summary>
/// Makes ids one customer, in two durable steps that can both be repeated: the id is sealed and points to its target; the target
/// folds the id's journal in.
/// </summary>
sealed class Linker(IGrainFactory grains)
{
    /// <summary>Makes the links that recorded touchpoints ask for; false if the store was out of reach.</summary>
    /// <param name="customerId">Who recorded them.</param>
    /// <param name="unlinked">Anonymous ids that an identify names and that are not part of her yet.</param>
    /// <param name="touchpoints">The touchpoints; aliases among them link known ids.</param>
    public ValueTask<bool> LinkAsync(string customerId, string[] unlinked, List<Touchpoint> touchpoints) =>
        unlinked.Length == 0 && !touchpoints.Exists(static each => each.Kind == EntryKind.Alias) ? new(true) : new(MakeAsync(customerId, unlinked, touchpoints));

    async Task<bool> MakeAsync(string customerId, string[] unlinked, List<Touchpoint> touchpoints)
    {
        foreach (var anonymousId in unlinked)
        {
            if (anonymousId == customerId) continue;
            // Only an id that is nobody's yet: a device that belongs to somebody stays with her.
            var reply = await grains.GetGrain<ICustomerGrain>(anonymousId).LinkTo(customerId, onlyAnonymous: true);
            if (!await AbsorbAsync(reply, anonymousId)) return false;
        }
        foreach (var touchpoint in touchpoints)
        {
            if (touchpoint.Kind != EntryKind.Alias || touchpoint.PreviousId is not { } previousId || previousId == touchpoint.CustomerId) continue;
            var reply = await grains.GetGrain<IIdentityGrain>(IIdentityGrain.Key).Link(previousId, touchpoint.CustomerId);
            if (reply.Outcome == LinkStatus.Unavailable) return false;
        }
        return true;
    }

    /// <summary>Lets a customer, or whoever she became part of, take a linked id's journal in. Returns who did; null if the store was out of reach.</summary>
    public async Task<string?> AbsorbAsync(string target, string source)
    {
        var reply = await grains.GetGrain<ICustomerGrain>(target).Absorb(source);
        if (reply.Outcome == AbsorbStatus.Unavailable) return null;
        if (reply.Outcome != AbsorbStatus.Moved) return target;
        // The target became part of another customer herself: first she goes in there, then the source. Links never form a circle.
        var root = await AbsorbAsync(reply.MovedTo!, target);
        return root is null ? null : await AbsorbAsync(root, source);
    }

    async Task<bool> AbsorbAsync(LinkReply link, string source) => link.Outcome switch
    {
        LinkStatus.Linked => await AbsorbAsync(link.Target!, source) is not null,
        LinkStatus.Unavailable => false,
        _ => true,
    };
}
