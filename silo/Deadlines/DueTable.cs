namespace CustomerGrains.Silo.Deadlines;

/// <summary>The instants at which customers have to be looked at, beside the journal, whose commits write most of them.</summary>
abstract class DueTable
{
    /// <summary>Those that are due, the longest overdue first.</summary>
    /// <param name="slices">Of these slices; null = of all.</param>
    /// <param name="now">Unix milliseconds: due until then, this included.</param>
    /// <param name="after">Begin after this one.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    public abstract Task<IReadOnlyList<Due>> PageAsync(IReadOnlyList<short>? slices, long now, Due after, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Makes sure that each of these customers is looked at when said, or earlier. Safe beside everything else that writes here: too early costs a look, and
    /// later than somebody else said it never becomes.
    /// </summary>
    public abstract Task ArmAsync(IReadOnlyList<Due> dues, CancellationToken cancellationToken);

    /// <summary>When the customer is due, or null; for tests and for those who look for a fault.</summary>
    public abstract Task<long?> FindAsync(string customerId, CancellationToken cancellationToken);
}

/// <summary>A customer who has to be looked at.</summary>
/// <param name="At">When, in Unix milliseconds.</param>
/// <param name="CustomerId">Who.</param>
readonly record struct Due(long At, string CustomerId)
{
    /// <summary>Before all others.</summary>
    public static readonly Due First = new(long.MinValue, "");
}
