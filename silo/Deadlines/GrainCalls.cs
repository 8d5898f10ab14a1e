using CustomerGrains.Contracts.Customers;
using CustomerGrains.Contracts.Decisions;

namespace CustomerGrains.Silo.Deadlines;

/// <summary>Calls the customers' grains, wherever they live.</summary>
sealed class GrainCalls(IGrainFactory grains) : ICustomerCalls
{
    public async Task TickAsync(string customerId, long dueAt) => Check((await grains.GetGrain<ICustomerGrain>(customerId).Tick(dueAt)).Outcome);

    public async Task<Evaluated> EvaluateAsync(string customerId, long generation)
    {
        var reply = await grains.GetGrain<ICustomerGrain>(customerId).Evaluate(generation);
        Check(reply.Outcome);
        return new(reply.Decisions > 0, reply.Next);
    }

    static void Check(DecideStatus status)
    {
        if (status != DecideStatus.Done)
            throw new CustomerBusyException($"The customer could not decide now: {status}.");
    }
}
