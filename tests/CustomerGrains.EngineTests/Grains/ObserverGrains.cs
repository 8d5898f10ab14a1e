using Microsoft.Extensions.Logging;
using Orleans.Utilities;

namespace CustomerGrains.EngineTests.Grains;

public interface INewsObserver : IGrainObserver
{
    Task Heard(string news);
}

public interface INewsGrain : IGrainWithStringKey
{
    Task Subscribe(INewsObserver observer);

    Task Unsubscribe(INewsObserver observer);

    /// <summary>Tells all and says how many are left.</summary>
    Task<int> Publish(string news);

    /// <summary>Tells without waiting.</summary>
    Task PublishAtOnce(string news, int times);

    /// <summary>Moves the manager's own clock.</summary>
    Task Pass(TimeSpan time);
}

public sealed class NewsGrain : Grain, INewsGrain
{
    readonly ObserverManager<INewsObserver> _observers;
    DateTime _now = new(2026, 1, 5, 0, 0, 0, DateTimeKind.Utc);

    public NewsGrain(ILogger<NewsGrain> logger) => _observers = new(TimeSpan.FromMinutes(5), logger) { GetDateTime = () => _now };

    public Task Subscribe(INewsObserver observer)
    {
        _observers.Subscribe(observer, observer);
        return Task.CompletedTask;
    }

    public Task Unsubscribe(INewsObserver observer)
    {
        _observers.Unsubscribe(observer);
        return Task.CompletedTask;
    }

    public async Task<int> Publish(string news)
    {
        await _observers.Notify(observer => observer.Heard(news));
        return _observers.Count;
    }

    public Task PublishAtOnce(string news, int times)
    {
        for (var i = 0; i < times; i++) _observers.Notify(observer => { _ = observer.Heard(news); });
        return Task.CompletedTask;
    }

    public Task Pass(TimeSpan time)
    {
        _now += time;
        return Task.CompletedTask;
    }
}
