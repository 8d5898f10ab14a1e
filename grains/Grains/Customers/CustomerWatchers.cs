using CustomerGrains.Contracts.Customers;
using CustomerGrains.Domain.Journal;
using Microsoft.Extensions.Logging;
using Orleans.Utilities;

namespace CustomerGrains.Grains.Customers;

/// <summary>Who watches one customer. A watch ends by itself unless it is renewed: a web process that died says no goodbye.</summary>
sealed class CustomerWatchers
{
    /// <summary>How long a watch lasts without being renewed.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(3);

    readonly ObserverManager<ICustomerObserver> _observers;

    public CustomerWatchers(TimeProvider time, ILogger logger) =>
        _observers = new(Lifetime, logger) { GetDateTime = () => time.GetUtcNow().UtcDateTime };

    public int Count => _observers.Count;

    public void Add(ICustomerObserver observer) => _observers.Subscribe(observer, observer);

    public void Remove(ICustomerObserver observer) => _observers.Unsubscribe(observer);

    /// <summary>Hands the change to every watcher's queue; dead watchers are removed by the manager.</summary>
    public Task NotifyAsync(string watchedId, CustomerDocument document, string? movedTo, IReadOnlyList<JournalEntry> entries)
    {
        var touchpoints = entries.Where(entry => entry.IsTouchpoint).Reverse().ToList();
        var receivedAt = touchpoints.Count > 0 ? touchpoints[0].ReceivedAt : entries.Count > 0 ? entries[^1].ReceivedAt : default;
        var rows = TouchpointRow.ToJson(touchpoints.Select(entry => TouchpointRow.From(document.CustomerId, entry, withBody: true)));
        var change = new CustomerChange(watchedId, document, movedTo, receivedAt, rows);
        return _observers.Notify(observer => observer.Changed(change));
    }
}
