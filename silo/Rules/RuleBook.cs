using CustomerGrains.Domain.Rules;
using CustomerGrains.Domain.Value.Actions;
using CustomerGrains.Grains.Journal;
using CustomerGrains.Grains.Rules;
using CustomerGrains.Silo.Cluster;
using CustomerGrains.Silo.Hosting;
using CustomerGrains.Silo.Storage;
using Microsoft.Extensions.Logging;

namespace CustomerGrains.Silo.Rules;

/// <summary>
/// The rules in force, in this process. Read before the silo takes calls, anew as soon as this process publishes, and within a second of another's
/// publication. What it holds is made known to the other processes: a backfill begins when nobody goes by older rules any more.
/// </summary>
sealed partial class RuleBook(
    DefinitionStore definitions, StoreDatabase database, ClusterLocks cluster, TimeProvider clock, ILogger<RuleBook> logger) : WhileServing, IRuleBook
{
    /// <summary>How long another process's publication may stay unnoticed.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    readonly SemaphoreSlim _refreshing = new(1, 1);
    volatile RuleSet _current = RuleSet.Empty;

    /// <inheritdoc/>
    public RuleSet Current => _current;

    /// <summary>A new generation is about to be in force: what rules go by besides customers is read now, before anybody goes by both.</summary>
    public event Func<CancellationToken, Task>? Refreshing;

    /// <summary>Other rules are in force.</summary>
    public event Action<RuleSet>? Changed;

    /// <summary>Reads the rules anew if the generation rose.</summary>
    /// <returns>Whether it did.</returns>
    public async Task<bool> RefreshAsync(CancellationToken cancellationToken)
    {
        await _refreshing.WaitAsync(cancellationToken);
        try
        {
            if (await definitions.GenerationAsync(cancellationToken) == _current.Generation)
                return false;
            var found = await definitions.LoadAsync(cancellationToken);
            var next = RuleSet.Of(found.Generation, found.Items);
            foreach (var broken in next.Broken)
                Broken(logger, broken.Definition.Kind, broken.Definition.Key, broken.Errors.Count == 0 ? "" : broken.Errors[0].Message);
            foreach (var each in Refreshing?.GetInvocationList() ?? [])
                await ((Func<CancellationToken, Task>)each)(cancellationToken);
            _current = next;
            InForce(logger, next.Generation, next.Segments.Count, next.Stages.Count);
            Changed?.Invoke(next);
            // Last: should it fail, the next lock of any kind makes up for it.
            await cluster.HoldGenerationAsync(next.Generation, cancellationToken);
            return true;
        }
        finally
        {
            _refreshing.Release();
        }
    }

    /// <summary>Seeds a store without definitions, and reads them.</summary>
    public override async Task StartingAsync(CancellationToken cancellationToken)
    {
        definitions.Published += RefreshQuietlyAsync;
        await definitions.SeedAsync([.. DefaultDefinitions.All, .. DefaultActions.All], cancellationToken);
        await RefreshAsync(cancellationToken);
    }

    public override void Dispose()
    {
        _refreshing.Dispose();
        base.Dispose();
    }

    protected override async Task RunAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await RefreshQuietlyAsync(stoppingToken);
        }
        catch (OperationCanceledException)
        {
            // The program ends.
        }
    }

    // What can't be read now is read with the next second.
    async Task RefreshQuietlyAsync(CancellationToken cancellationToken)
    {
        try
        {
            await RefreshAsync(cancellationToken);
        }
        catch (Exception e) when (database.IsUnavailable(e) || e is JournalUnavailableException)
        {
            NotRead(logger, e);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Rules of generation {Generation} are in force: {Segments} segments, {Stages} stages")]
    static partial void InForce(ILogger logger, long generation, int segments, int stages);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The {Kind} {Key} is left out, its rule does not work: {Reason}")]
    static partial void Broken(ILogger logger, DefinitionKind kind, string key, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The rules could not be read; trying again in a second")]
    static partial void NotRead(ILogger logger, Exception exception);
}
