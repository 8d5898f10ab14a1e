using System.Text;

namespace CustomerGrains.Domain.Value.Prediction;

/// <summary>
/// Gathers what a fit needs of any number of customers in bounded memory. Customers with one buying day differ only in its date: they are counted by it.
/// Of those with more, up to <see cref="Most"/> are kept one by one; of even more, a sample drawn by a hash of the id, so that the same base gives the
/// same sample in whatever order it is read. Not thread-safe.
/// </summary>
public sealed class BuyerSample
{
    /// <summary>So many repeat customers, and so many totals, are kept: about 4 MB.</summary>
    public const int Most = 50_000;

    readonly int _most;
    readonly Dictionary<int, long> _onceByDay = [];
    readonly Dictionary<int, long> _lastDays = [];
    readonly Dictionary<int, long> _days = [];
    readonly PriorityQueue<BuyerHistory, ulong> _repeaters = new();
    readonly PriorityQueue<decimal, ulong> _totals = new();

    /// <summary>An empty one.</summary>
    /// <param name="most">How many repeat customers to keep; 1 or more.</param>
    public BuyerSample(int most = Most)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        _most = most;
    }

    /// <summary>Customers added.</summary>
    public long Buyers { get; private set; }

    /// <summary>Those with more than one buying day.</summary>
    public long Repeaters { get; private set; }

    /// <summary>Adds a customer; each id once.</summary>
    public void Add(string customerId, in BuyerHistory buyer)
    {
        var hash = Hash(customerId);
        Buyers++;
        Count(_lastDays, buyer.LastDay);
        Count(_days, buyer.Days);
        Keep(_totals, buyer.Total, hash);
        if (buyer.Repeats == 0)
        {
            Count(_onceByDay, buyer.FirstDay);
            return;
        }

        Repeaters++;
        Keep(_repeaters, buyer, hash);
    }

    /// <summary>Fits the models to what was added.</summary>
    /// <param name="now">The end of the time in which customers could buy; it counts to the beginning of its UTC day.</param>
    /// <param name="currency">Of the money.</param>
    /// <param name="version">Of the result.</param>
    /// <param name="orders">Of the whole store, for the result.</param>
    /// <returns>The models; null if there are fewer than <see cref="FittedModel.FewestRepeaters"/> to learn from.</returns>
    public FittedModel? Fit(DateTimeOffset now, string currency, int version, long orders)
    {
        if (Repeaters < FittedModel.FewestRepeaters)
            return null;
        // The order in which customers came must not show in the last digits of the sums.
        BuyerHistory[] repeaters = [.. _repeaters.UnorderedItems.Select(item => item.Element)
            .OrderBy(b => b.Repeats).ThenBy(b => b.FirstDay).ThenBy(b => b.LastDay).ThenBy(b => b.SpendDays).ThenBy(b => b.MeanSpend)];
        var weight = (double)Repeaters / repeaters.Length;
        var spending = repeaters.Where(buyer => buyer is { SpendDays: > 0, MeanSpend: > 0 }).ToArray();
        if (spending.Length < FittedModel.FewestRepeaters)
            return null;
        if (PurchaseFit.Fit(Patterns(repeaters, weight, now)) is not { } purchases
            || SpendFit.Fit([.. spending.Select(buyer => new SpendGroup(buyer.SpendDays, buyer.MeanSpend, weight))]) is not { } spend)
            return null;
        return new(
            version, now, currency, Buyers, Repeaters, orders, repeaters.Length,
            purchases.Model, purchases.LogLikelihood, spend.Model, spend.LogLikelihood, (long)Math.Round(spending.Length * weight), Scale());
    }

    List<PatternGroup> Patterns(IEnumerable<BuyerHistory> repeaters, double weight, DateTimeOffset now)
    {
        // A customer whose first order came today has had no time to come back: an age of 0 is right.
        var today = BuyerHistory.DayOf(now.ToUnixTimeMilliseconds());
        var groups = _onceByDay.OrderBy(day => day.Key)
            .Select(day => new PatternGroup(new(0, 0, Math.Max(0, today - day.Key) / 7.0), day.Value))
            .ToList();
        groups.AddRange(repeaters
            .GroupBy(buyer => (buyer.Repeats, buyer.FirstDay, buyer.LastDay))
            .Select(same => new PatternGroup(same.First().On(today), same.Count() * weight)));
        return groups;
    }

    RfmScale Scale() => new(
        RfmScale.Ends([.. _lastDays.OrderBy(day => day.Key).Select(day => (day.Key, day.Value))]),
        RfmScale.Ends([.. _days.OrderBy(day => day.Key).Select(day => (day.Key, day.Value))]),
        RfmScale.Ends([.. _totals.UnorderedItems.Select(item => item.Element).Order().Select(total => (total, 1L))]));

    static void Count(Dictionary<int, long> counts, int key) => counts[key] = counts.GetValueOrDefault(key) + 1;

    // The smallest hashes stay: the queue gives the greatest first.
    void Keep<T>(PriorityQueue<T, ulong> kept, T item, ulong hash)
    {
        if (kept.Count < _most)
            kept.Enqueue(item, ~hash);
        else
            kept.EnqueueDequeue(item, ~hash);
    }

    // FNV-1a, then mixed so that ids which differ in their last letter alone lie far apart.
    static ulong Hash(string id)
    {
        var hash = 14695981039346656037UL;
        foreach (var part in Encoding.UTF8.GetBytes(id))
            hash = (hash ^ part) * 1099511628211UL;
        hash = (hash ^ (hash >> 30)) * 0xBF58476D1CE4E5B9UL;
        hash = (hash ^ (hash >> 27)) * 0x94D049BB133111EBUL;
        return hash ^ (hash >> 31);
    }
}
