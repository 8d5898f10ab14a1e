using CustomerGrains.Contracts.Customers;
using CustomerGrains.Contracts.FollowUps;
using CustomerGrains.Web.Ingestion;

namespace CustomerGrains.Web.FollowUps;

/// <summary>Brings commands to the customers whose follow-ups they are about, also when those became part of others meanwhile.</summary>
sealed class FollowUpCalls(IGrainFactory grains, Linker linker)
{
    const int MaxHops = 16;

    public async Task<FollowUpReply> DoAsync(string customerId, FollowUpCommand command)
    {
        for (var hop = 0; hop < MaxHops; hop++)
        {
            var reply = await grains.GetGrain<ICustomerGrain>(customerId).FollowUp(command);
            if (reply.Outcome != FollowUpStatus.Moved) return reply;
            // Whoever made the link may have died before the target took the follow-ups over.
            if (await linker.AbsorbAsync(reply.By!, customerId) is not { } target) break;
            customerId = target;
        }
        return FollowUpReply.Of(FollowUpStatus.Unavailable);
    }
}
