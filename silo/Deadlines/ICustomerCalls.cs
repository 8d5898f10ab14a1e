namespace CustomerGrains.Silo.Deadlines;

/// <summary>The calls that sweeper and backfill make to customers.</summary>
interface ICustomerCalls
{
    /// <summary>Lets the customer decide what time changed.</summary>
    /// <exception cref="CustomerBusyException">Not now: come again.</exception>
    Task TickAsync(string customerId, long dueAt);

    /// <summary>Lets the customer decide what the rules of this generation, or newer ones, say.</summary>
    /// <exception cref="CustomerBusyException">Not now: come again.</exception>
    Task<Evaluated> EvaluateAsync(string customerId, long generation);
}

/// <summary>What an evaluation came to.</summary>
/// <param name="Changed">Whether anything was decided anew.</param>
/// <param name="Next">When time alone may change something, in Unix milliseconds; null = never.</param>
readonly record struct Evaluated(bool Changed, long? Next);

/// <summary>A customer could not serve a call now: the journal is busy or out of reach, or her silo does not know the rules yet.</summary>
sealed class CustomerBusyException(string message) : Exception(message);
