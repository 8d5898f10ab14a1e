using CustomerGrains.Contracts.Customers;
using CustomerGrains.Contracts.Identity;

namespace CustomerGrains.Grains.Identity;

/// <summary>Links known ids one after the other, each time from root to root, so that links never form a circle.</summary>
sealed class IdentityGrain : Grain, IIdentityGrain
{
    public async Task<LinkReply> Link(string previousId, string id)
    {
        var target = await RootOf(id);
        var source = await RootOf(previousId);
        if (source == target)
        {
            return new((byte)LinkStatus.Linked, target);
        }

        var linked = await GrainFactory.GetGrain<ICustomerGrain>(source).LinkTo(target, onlyAnonymous: false);
        if (linked.Outcome != LinkStatus.Linked)
        {
            return linked;
        }

        var absorbed = await GrainFactory.GetGrain<ICustomerGrain>(target).Absorb(source);
        return absorbed.Outcome == AbsorbStatus.Absorbed
            ? new((byte)LinkStatus.Linked, target)
            : new((byte)LinkStatus.Unavailable, null);
    }

    // Absorb again on the way: a crash between sealing and absorbing leaves exactly this behind, and repeating it costs nothing.
    async Task<string> RootOf(string id)
    {
        var root = id;
        while (await GrainFactory.GetGrain<ICustomerGrain>(root).LinkedTo() is { } next)
        {
            await GrainFactory.GetGrain<ICustomerGrain>(next).Absorb(root);
            root = next;
        }

        return root;
    }
}
