using System.Collections;
using Microsoft.Extensions.Logging;

namespace Orleans.Utilities;

/// <summary>Observers by their reference.</summary>
public sealed class ObserverManager<TObserver>(TimeSpan expiration, ILogger log) : ObserverManager<IAddressable, TObserver>(expiration, log);

/// <summary>
/// The observers of a grain. Those that are not renewed in time, or that fail, are forgotten. For use within the turns of one grain.
/// </summary>
public class ObserverManager<TIdentity, TObserver> : IEnumerable<TObserver>
    where TIdentity : notnull
{
    readonly ILogger _log;

    // Never changed, only replaced: so a notification in progress keeps what it began with.
    Dictionary<TIdentity, (TObserver Observer, DateTime Seen)> _observers = [];

    /// <summary>Observers that are forgotten when they are not renewed for so long.</summary>
    public ObserverManager(TimeSpan expiration, ILogger log)
    {
        ArgumentNullException.ThrowIfNull(log);
        ExpirationDuration = expiration;
        _log = log;
    }

    /// <summary>The clock, for tests.</summary>
    public Func<DateTime> GetDateTime { get; set; } = () => DateTime.UtcNow;

    /// <summary>How long an observer lasts without being renewed.</summary>
    public TimeSpan ExpirationDuration { get; set; }

    /// <summary>How many there are, expired ones too.</summary>
    public int Count => _observers.Count;

    /// <summary>The observers.</summary>
    public IReadOnlyDictionary<TIdentity, TObserver> Observers => _observers.ToDictionary(each => each.Key, each => each.Value.Observer);

    /// <summary>Adds or renews an observer.</summary>
    public void Subscribe(TIdentity id, TObserver observer) => _observers = new(_observers) { [id] = (observer, GetDateTime()) };

    /// <summary>Forgets an observer.</summary>
    public void Unsubscribe(TIdentity id) => Forget([id]);

    /// <summary>Forgets all.</summary>
    public void Clear() => _observers = [];

    /// <summary>Forgets those that were not renewed in time.</summary>
    public void ClearExpired() => Forget([.. _observers.Where(each => IsExpired(each.Value.Seen)).Select(each => each.Key)]);

    /// <summary>Tells the observers one after the other; those that fail are forgotten.</summary>
    public async Task Notify(Func<TObserver, Task> notification, Func<TObserver, bool>? predicate = null)
    {
        ArgumentNullException.ThrowIfNull(notification);
        var defunct = new List<TIdentity>();
        foreach (var (id, (observer, seen)) in _observers)
        {
            if (IsExpired(seen))
            {
                defunct.Add(id);
                continue;
            }
            if (predicate?.Invoke(observer) == false) continue;
            try
            {
                await notification(observer);
            }
            catch (Exception exception)
            {
                LogDefunct(exception, id);
                defunct.Add(id);
            }
        }
        Forget(defunct);
    }

    /// <summary>Tells the observers without waiting; those to which nothing can be sent are forgotten.</summary>
    public void Notify(Action<TObserver> notification, Func<TObserver, bool>? predicate = null)
    {
        ArgumentNullException.ThrowIfNull(notification);
        var sent = Notify(
            observer =>
            {
                notification(observer);
                return Task.CompletedTask;
            },
            predicate);
        // Nothing in there waits, so it is done; what the predicate threw is the caller's.
        sent.GetAwaiter().GetResult();
    }

    /// <inheritdoc/>
    public IEnumerator<TObserver> GetEnumerator() => _observers.Values.Select(each => each.Observer).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    bool IsExpired(DateTime seen) => seen + ExpirationDuration < GetDateTime();

    void Forget(List<TIdentity> ids)
    {
        if (ids.Count == 0) return;
        var kept = new Dictionary<TIdentity, (TObserver, DateTime)>(_observers);
        foreach (var id in ids) kept.Remove(id);
        _observers = kept;
    }

    static readonly Action<ILogger, object, Exception?> s_defunct =
        LoggerMessage.Define<object>(LogLevel.Debug, new(1, "ObserverDefunct"), "Observer {Observer} failed and is forgotten.");

    void LogDefunct(Exception exception, TIdentity id) => s_defunct(_log, id, exception);
}
