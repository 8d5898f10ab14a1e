using System.Collections.Concurrent;
using CustomerGrains.Domain.Customers;
using CustomerGrains.Domain.Rules;
using CustomerGrains.Grains.Value;

namespace CustomerGrains.Silo.Backfills;

/// <summary>
/// Previews over the scan that backfills use. Ranges are visited in a shuffled order, the same each time: whatever was reached when the time is over is a fair
/// sample, though ids may follow the order in which customers came.
/// </summary>
sealed class Preview(CustomerScan scan, IReportingCurrency currency, IPredictions predictions, TimeProvider clock) : IPreview, IDisposable
{
    // Ranges at once, and previews at once: whoever types next waits for the one before to be cancelled.
    const int Workers = 2;
    const int AtOnce = 2;

    readonly SemaphoreSlim _gate = new(AtOnce, AtOnce);

    public async Task<PreviewResult> RunAsync(Rule rule, string? againstKey, TimeSpan? budget, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(rule);
        await _gate.WaitAsync(cancellationToken);
        try
        {
            return await CountAsync(rule, againstKey, budget ?? IPreview.Budget, cancellationToken);
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose() => _gate.Dispose();

    async Task<PreviewResult> CountAsync(Rule rule, string? againstKey, TimeSpan budget, CancellationToken cancellationToken)
    {
        var began = clock.GetTimestamp();
        var tally = new PreviewTally(rule, againstKey, new(clock.GetUtcNow().ToUnixTimeMilliseconds(), currency.Current, predictions.Snapshot()));
        var population = await scan.CountUnlinkedAsync(cancellationToken);
        var ranges = Shuffled(await scan.EndsOfRangesAsync(cancellationToken));
        var (left, taken) = (new ConcurrentQueue<(string After, string? Through)>(ranges), 0);
        await Task.WhenAll(Enumerable.Range(0, Workers).Select(_ => Task.Run(
            async () =>
            {
                // The first range of all is read whatever the time, so that there is something to say.
                while ((Interlocked.Increment(ref taken) == 1 || clock.GetElapsedTime(began) < budget) && left.TryDequeue(out var range))
                {
                    await foreach (var piece in scan.ReadAsync(range.After, range.Through, cancellationToken))
                    {
                        tally.Add(piece.Customers);
                        foreach (var id in piece.Others)
                            tally.Add([await scan.FoldAsync(id, cancellationToken)]);
                    }
                }
            },
            cancellationToken)));
        return tally.ToResult(population, exact: left.IsEmpty, clock.GetElapsedTime(began));
    }

    static (string After, string? Through)[] Shuffled(IReadOnlyList<string> ends)
    {
        var ranges = new (string After, string? Through)[ends.Count + 1];
        for (var i = 0; i < ranges.Length; i++)
            ranges[i] = (i == 0 ? "" : ends[i - 1], i == ends.Count ? null : ends[i]);
#pragma warning disable CA5394 // Nobody has to be surprised: the same order each time keeps the estimate from jumping while somebody types.
        new Random(ranges.Length).Shuffle(ranges);
#pragma warning restore CA5394
        return ranges;
    }
}

/// <summary>Counts for a preview. Safe for several workers.</summary>
sealed class PreviewTally(Rule rule, string? againstKey, RuleContext context)
{
    readonly Lock _lock = new();
    readonly PreviewSample _matching = new();
    readonly PreviewSample _joining = new();
    readonly PreviewSample _leaving = new();
    long _scanned;
    long _matches;
    long _joins;
    long _leaves;

    public void Add(IReadOnlyList<CustomerState> customers)
    {
        foreach (var customer in customers)
        {
            if (customer.LinkedTo is not null || customer.Version == 0)
                continue;
            var holds = rule.Evaluate(customer, context).Holds;
            var member = againstKey is not null && customer.MembershipOf(againstKey) is not null;
            lock (_lock)
            {
                _scanned++;
                if (holds)
                    Count(ref _matches, _matching, customer);
                if (againstKey is not null && holds && !member)
                    Count(ref _joins, _joining, customer);
                if (member && !holds)
                    Count(ref _leaves, _leaving, customer);
            }
        }
    }

    public PreviewResult ToResult(long population, bool exact, TimeSpan took)
    {
        population = exact ? _scanned : Math.Max(population, _scanned);
        return new(
            _scanned, population, Estimate(_matches), Estimate(_joins), Estimate(_leaves), _matching.Items, _joining.Items, _leaving.Items, took.TotalMilliseconds, exact);

        long Estimate(long count) => exact || _scanned == 0 ? count : (long)Math.Round((double)count * population / _scanned);
    }

    void Count(ref long count, PreviewSample sample, CustomerState customer)
    {
        count++;
        sample.Add(customer, state => rule.Explain(state, context).Why);
    }
}

/// <summary>A few customers, chosen by a hash of their ids: the same ones each time, and not just those who come first.</summary>
sealed class PreviewSample
{
    const int Size = 10;

    readonly SortedList<(uint Order, string Id), PreviewCustomer> _items = [];

    public IReadOnlyList<PreviewCustomer> Items => [.. _items.Values];

    public void Add(CustomerState customer, Func<CustomerState, string> why)
    {
        var key = (OrderOf(customer.Id), customer.Id);
        if (_items.Count == Size && key.CompareTo(_items.GetKeyAtIndex(Size - 1)) > 0)
            return;
        _items[key] = new(customer.Id, customer.DisplayName, why(customer));
        if (_items.Count > Size)
            _items.RemoveAt(Size);
    }

    static uint OrderOf(string id)
    {
        var hash = 2166136261u;
        foreach (var unit in id)
            hash = (hash ^ unit) * 16777619u;
        return hash * 2654435761u;
    }
}
