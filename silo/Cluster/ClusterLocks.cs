namespace CustomerGrains.Silo.Cluster;

/// <summary>
/// What processes over one store have to agree about without talking to each other: who sweeps which slice of the deadlines, who runs the backfill, who delivers
/// webhooks, and which rules everybody goes by. A process that dies loses all of it at once.
/// </summary>
abstract class ClusterLocks
{
    /// <summary>
    /// Takes this process's fair share of the slices of deadlines, and gives back what is too much once nothing of it is under way. Call it every second or so.
    /// </summary>
    /// <param name="isBusy">Whether work on a slice is under way.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The slices to take work from; null = all, and nobody else has any.</returns>
    public abstract Task<IReadOnlyList<short>?> SlicesAsync(Func<short, bool> isBusy, CancellationToken cancellationToken);

    /// <summary>Makes known that this process goes by the rules of this generation, and by no older ones any more.</summary>
    public abstract Task HoldGenerationAsync(long generation, CancellationToken cancellationToken);

    /// <summary>Whether no process goes by rules older than this generation.</summary>
    public abstract Task<bool> EverybodyHoldsAsync(long generation, CancellationToken cancellationToken);

    /// <summary>Takes the right to run the backfill, or finds that this process still has it.</summary>
    public abstract Task<bool> TryTakeBackfillAsync(CancellationToken cancellationToken);

    /// <summary>Gives it back.</summary>
    public abstract Task ReleaseBackfillAsync(CancellationToken cancellationToken);

    /// <summary>Takes the right to deliver webhooks, or finds that this process still has it.</summary>
    public abstract Task<bool> TryTakeWebhooksAsync(CancellationToken cancellationToken);

    /// <summary>Gives it back.</summary>
    public abstract Task ReleaseWebhooksAsync(CancellationToken cancellationToken);
}

/// <summary>For a store that one process has to itself.</summary>
sealed class LocalLocks : ClusterLocks
{
    public override Task<IReadOnlyList<short>?> SlicesAsync(Func<short, bool> isBusy, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<short>?>(null);

    public override Task HoldGenerationAsync(long generation, CancellationToken cancellationToken) => Task.CompletedTask;

    public override Task<bool> EverybodyHoldsAsync(long generation, CancellationToken cancellationToken) => Task.FromResult(true);

    public override Task<bool> TryTakeBackfillAsync(CancellationToken cancellationToken) => Task.FromResult(true);

    public override Task ReleaseBackfillAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override Task<bool> TryTakeWebhooksAsync(CancellationToken cancellationToken) => Task.FromResult(true);

    public override Task ReleaseWebhooksAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
