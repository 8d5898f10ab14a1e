using System.Collections.Concurrent;
using CustomerGrains.JournalTests.Support;
using CustomerGrains.Silo.Deadlines;

namespace CustomerGrains.JournalTests.Deadlines;

/// <summary>Customers without any behaviour but their deadlines: each tick is noted and, unless the test says otherwise, puts off to the next one.</summary>
sealed class FakeCalls(TestStore store) : ICustomerCalls
{
    /// <summary>When the customer is due after a deadline; null = never.</summary>
    public Func<string, long, long?> Next { get; set; } = static (_, _) => null;

    /// <summary>Called before a tick does anything; what it throws is the customer's answer.</summary>
    public Func<string, long, Task> Before { get; set; } = static (_, _) => Task.CompletedTask;

    /// <summary>Ticks that were served: who, her deadline, and when it was.</summary>
    public ConcurrentQueue<(string Id, long DueAt, long Now)> Served { get; } = new();

    public async Task TickAsync(string customerId, long dueAt)
    {
        await Before(customerId, dueAt);
        await store.Journal.AppendAsync(DueTests.Only(customerId, new(Next(customerId, dueAt), dueAt)));
        Served.Enqueue((customerId, dueAt, store.Clock.GetUtcNow().ToUnixTimeMilliseconds()));
    }

    public Task<Evaluated> EvaluateAsync(string customerId, long generation) => throw new NotSupportedException();
}
