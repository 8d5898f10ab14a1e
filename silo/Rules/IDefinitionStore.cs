using CustomerGrains.Domain.Rules;

namespace CustomerGrains.Silo.Rules;

/// <summary>
/// Segments, stages, actions and alerts in all their versions. Publishing never changes a version: it adds one, and raises the generation of the rules in
/// the same transaction. What is published is not checked here: read the rule first.
/// </summary>
public interface IDefinitionStore
{
    /// <summary>The generation and the latest version of everything that was not deleted, as of one instant.</summary>
    Task<CurrentDefinitions> LoadAsync(CancellationToken cancellationToken);

    /// <summary>The generation: 0 before anything was published.</summary>
    Task<long> GenerationAsync(CancellationToken cancellationToken);

    /// <summary>The latest versions of one kind, in their order.</summary>
    Task<IReadOnlyList<Definition>> ListAsync(DefinitionKind kind, CancellationToken cancellationToken);

    /// <summary>The latest version, or null if there is none or it was deleted.</summary>
    Task<Definition?> FindAsync(DefinitionKind kind, string key, CancellationToken cancellationToken);

    /// <summary>Every version, newest first; empty if there never was any.</summary>
    Task<IReadOnlyList<DefinitionVersion>> HistoryAsync(DefinitionKind kind, string key, CancellationToken cancellationToken);

    /// <summary>Every version of every definition of a kind, newest first.</summary>
    Task<IReadOnlyList<DefinitionVersion>> HistoryAsync(DefinitionKind kind, CancellationToken cancellationToken);

    /// <summary>Adds a version.</summary>
    /// <exception cref="ArgumentException">A stage: those are published with <see cref="PublishMapAsync"/>.</exception>
    Task<PublishReply> PublishAsync(DefinitionDraft draft, string by, CancellationToken cancellationToken);

    /// <summary>Ends a definition; its history stays, and publishing its key again goes on with the next version.</summary>
    /// <exception cref="ArgumentException">A stage: those are published with <see cref="PublishMapAsync"/>.</exception>
    /// <param name="kind">Its kind.</param>
    /// <param name="key">Its key.</param>
    /// <param name="expected">The version that is meant to be deleted, or null for whichever is there.</param>
    /// <param name="by">Who deletes it.</param>
    /// <param name="cancellationToken">Stops it before it is done.</param>
    Task<PublishReply> DeleteAsync(DefinitionKind kind, string key, int? expected, string by, CancellationToken cancellationToken);

    /// <summary>
    /// Replaces the whole journey: all stages get the same new version, those that are missing from the list end with it. So the journey has versions
    /// as one, and the version of each stage is that of the journey.
    /// </summary>
    /// <param name="stages">From the first to the last; <see cref="DefinitionDraft.Expected"/> and <see cref="DefinitionDraft.Order"/> are ignored.</param>
    /// <param name="expected">The journey's version that was edited, or null for whichever is there.</param>
    /// <param name="by">Who publishes it.</param>
    /// <param name="cancellationToken">Stops it before it is done.</param>
    Task<PublishReply> PublishMapAsync(IReadOnlyList<DefinitionDraft> stages, int? expected, string by, CancellationToken cancellationToken);

    /// <summary>Something was published by this process; called after it is durable and before the publisher is answered.</summary>
    event Func<CancellationToken, Task>? Published;
}

/// <summary>What holds now.</summary>
/// <param name="Generation">Rises with every publication.</param>
/// <param name="Items">The latest versions, by kind, order and key.</param>
public sealed record CurrentDefinitions(long Generation, IReadOnlyList<Definition> Items);

/// <summary>A version.</summary>
/// <param name="Definition">What it said.</param>
/// <param name="Deleted">Whether it ended the definition: the rest repeats the version before.</param>
public sealed record DefinitionVersion(Definition Definition, bool Deleted);

/// <summary>A definition that is to be published.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Key">Its key within its kind.</param>
/// <param name="Name">Its name for people.</param>
/// <param name="Rule">The rule's text.</param>
/// <param name="Description">What it is for, or null.</param>
/// <param name="Expected">The version that was edited; 0 = there must be none; null = whichever is there.</param>
/// <param name="Order">Its place; null = where the version before was, or at the end.</param>
public sealed record DefinitionDraft(
    DefinitionKind Kind, string Key, string Name, string Rule, string? Description = null, int? Expected = null, int? Order = null);

/// <summary>What became of a publication.</summary>
public enum PublishStatus
{
    /// <summary>It is done.</summary>
    Published,

    /// <summary>Another version was published since the one that was edited; nothing changed.</summary>
    Conflict,

    /// <summary>There is nothing to delete.</summary>
    Missing,
}

/// <summary>The answer to a publication.</summary>
/// <param name="Status">What became of it.</param>
/// <param name="Current">What holds now: the new version, or with a conflict the one that somebody else published; null if there is none.</param>
/// <param name="Generation">The generation of the rules from now on.</param>
public sealed record PublishReply(PublishStatus Status, Definition? Current, long Generation)
{
    /// <summary>The version that holds now; 0 = none.</summary>
    public int Version => Current?.Version ?? 0;
}
