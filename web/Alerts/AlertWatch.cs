using System.Text.Json;
using CustomerGrains.Domain.Rules;
using CustomerGrains.Grains.Rules;
using CustomerGrains.Silo.Alerts;
using CustomerGrains.Silo.Rules;
using CustomerGrains.Web.Health;
using CustomerGrains.Web.Hosting;
using CustomerGrains.Web.Live;

namespace CustomerGrains.Web.Alerts;

/// <summary>
/// Looks at every rule once a second, raises what crossed its threshold and clears what has been back for a while (docs/decisions/018-scopes-and-alerts.md).
/// All processes look; the store lets one of them raise. Whatever another process raised, cleared or acknowledged reaches this one's screens too.
/// </summary>
sealed partial class AlertWatch(
    IAlertStore alerts, IDefinitionStore definitions, IRuleBook rules, AlertValues values, LiveConnections connections, Readiness readiness,
    AlertWatchMetrics metrics, TimeProvider clock, ILogger<AlertWatch> log) : BackgroundService
{
    /// <summary>The time between two looks.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    /// <summary>How often the open alerts are read, to learn what other processes did.</summary>
    public static readonly TimeSpan SyncEvery = TimeSpan.FromSeconds(2);

    /// <summary>
    /// An alert is cleared when its condition has not held for so long without a break: a value that dances around the threshold raises one alert, not many.
    /// </summary>
    public static readonly TimeSpan ClearAfter = TimeSpan.FromSeconds(30);

    readonly SemaphoreSlim _gate = new(1, 1);
    readonly Dictionary<string, Alert> _open = new(StringComparer.Ordinal);
    readonly Dictionary<string, DateTimeOffset> _quietSince = new(StringComparer.Ordinal);
    IReadOnlyList<AlertRule> _rules = [];
    (long Generation, long Published) _loaded = (-1, -1);
    long _published;
    DateTimeOffset? _syncedAt;
    bool _failing;

    /// <summary>The open alert of each rule that has one, by its key.</summary>
    public async Task<IReadOnlyDictionary<string, Alert>> OpenAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            return new Dictionary<string, Alert>(_open, StringComparer.Ordinal);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Looks at every rule now.</summary>
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            var (now, began) = (clock.GetUtcNow(), clock.GetTimestamp());
            await LoadRulesAsync(cancellationToken);
            if (_syncedAt is not { } synced || now - synced >= SyncEvery || now < synced) await SyncAsync(now, cancellationToken);
            await EndOrphansAsync(now, cancellationToken);
            foreach (var rule in _rules)
                if (rule.Condition.Enabled) await CheckAsync(rule, now, cancellationToken);
            metrics.Checked(clock.GetElapsedTime(began), _open.Count);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Tells all screens of an alert that was changed elsewhere in this process.</summary>
    public async Task ChangedAsync(Alert alert, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (alert.ClearedAt is null) _open[alert.RuleKey] = alert;
            Announce(alert);
        }
        finally
        {
            _gate.Release();
        }
    }

    public override void Dispose()
    {
        definitions.Published -= ForgetRulesAsync;
        _gate.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        definitions.Published += ForgetRulesAsync;
        using var timer = new PeriodicTimer(Every, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                if (readiness.Accepting) await TryCheckAsync(stoppingToken);
        }
        catch (OperationCanceledException)
        {
            // The process is stopping.
        }
    }

    async Task TryCheckAsync(CancellationToken stoppingToken)
    {
        try
        {
            await CheckAsync(stoppingToken);
            _failing = false;
        }
        catch (Exception e) when (!stoppingToken.IsCancellationRequested)
        {
            metrics.Failed();
            // The store is away: said once, and tried again every second.
            if (!_failing) CheckFailed(e);
            _failing = true;
        }
    }

    // What another process publishes raises the generation of the rules here too, within a second or so.
    async Task LoadRulesAsync(CancellationToken cancellationToken)
    {
        var (generation, published) = (rules.Current.Generation, Interlocked.Read(ref _published));
        if ((generation, published) == _loaded) return;
        _rules = [.. (await definitions.ListAsync(DefinitionKind.Alert, cancellationToken)).Select(AlertRule.Of).OfType<AlertRule>()];
        _loaded = (generation, published);
    }

    Task ForgetRulesAsync(CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _published);
        return Task.CompletedTask;
    }

    // Also after a start: what is open stays open, and is not raised anew.
    async Task SyncAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var first = _syncedAt is null;
        var stored = await alerts.OpenAsync(cancellationToken);
        foreach (var gone in _open.Values.Where(known => stored.All(alert => alert.Id != known.Id)).ToList())
        {
            _open.Remove(gone.RuleKey);
            if (await alerts.FindAsync(gone.Id, cancellationToken) is { } cleared) Announce(cleared);
        }
        foreach (var alert in stored)
        {
            if (_open.TryGetValue(alert.RuleKey, out var known) && known == alert) continue;
            _open[alert.RuleKey] = alert;
            if (!first) Announce(alert);
        }
        _syncedAt = now;
    }

    // Of rules that were removed or switched off, or mean something else now than when they raised it.
    async Task EndOrphansAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        foreach (var alert in _open.Values.ToList())
            if (!_rules.Any(rule => rule.Key == alert.RuleKey && rule.Condition.Enabled && rule.PublishedAt <= alert.RaisedAt))
                await ClearAsync(alert, now, cancellationToken);
    }

    async Task CheckAsync(AlertRule rule, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var value = await values.ReadAsync(rule.Condition, cancellationToken);
        var open = _open.GetValueOrDefault(rule.Key);
        if (value is { } number && rule.Condition.HoldsFor(number))
        {
            _quietSince.Remove(rule.Key);
            if (open is null) await RaiseAsync(rule, number, now, cancellationToken);
            return;
        }
        if (open is null) return;
        if (!_quietSince.TryGetValue(rule.Key, out var since)) _quietSince.Add(rule.Key, now);
        else if (now - since >= ClearAfter) await ClearAsync(open, now, cancellationToken);
    }

    async Task RaiseAsync(AlertRule rule, decimal value, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var text = values.Say(rule.Condition, value);
        if (await alerts.RaiseAsync(new(rule.Key, rule.Name, text, value, rule.Condition.Threshold, now), cancellationToken) is not { } raised)
        {
            // Another process was quicker: its alert comes with the next look at the store.
            _syncedAt = now - SyncEvery;
            return;
        }
        _open[rule.Key] = raised;
        Raised(rule.Key, text);
        Announce(raised);
    }

    async Task ClearAsync(Alert alert, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var cleared = await alerts.ClearAsync(alert.Id, now, cancellationToken);
        _open.Remove(alert.RuleKey);
        _quietSince.Remove(alert.RuleKey);
        if (cleared is null) return;
        Cleared(alert.RuleKey);
        Announce(cleared);
    }

    void Announce(Alert alert) => connections.Post(new RawJson(JsonSerializer.SerializeToUtf8Bytes(AlertReply.Of(alert), WebJson.Options)));

    [LoggerMessage(LogLevel.Information, "Alert {Rule}: {Text}")]
    partial void Raised(string rule, string text);

    [LoggerMessage(LogLevel.Information, "Alert {Rule} is over")]
    partial void Cleared(string rule);

    [LoggerMessage(LogLevel.Error, "The alerts can't be looked at; trying again every second")]
    partial void CheckFailed(Exception exception);
}
