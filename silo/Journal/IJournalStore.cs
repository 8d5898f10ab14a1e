namespace CustomerGrains.Silo.Journal;

/// <summary>The database under the journal, as its writers see it. Also the seam at which tests make it fail.</summary>
interface IJournalStore
{
    /// <summary>How many writers may work at once, each for its own part of the customers.</summary>
    int Writers { get; }

    /// <summary>A writer's access. Nothing is connected before it is used.</summary>
    IGroupWriter OpenWriter(int number);

    /// <summary>What a failure means.</summary>
    StoreFailure Classify(Exception exception);
}

/// <summary>One writer's connection; used by one thread.</summary>
interface IGroupWriter : IDisposable
{
    /// <summary>Begins a transaction, connecting first where needed.</summary>
    IGroupTransaction Begin();

    /// <summary>Drops the connection: after a failure nothing is known about it.</summary>
    void Reset();
}

/// <summary>A transaction that writes a group of commits. Disposing it without <see cref="Commit"/> takes everything back.</summary>
interface IGroupTransaction : IDisposable
{
    /// <summary>Writes the group.</summary>
    void Write(CommitGroup group);

    /// <summary>Makes it durable. When it throws, nobody knows whether it did.</summary>
    void Commit();
}

/// <summary>What went wrong in the store.</summary>
enum StoreFailure
{
    /// <summary>The store can't be reached or can't work: nothing can be written now.</summary>
    Unavailable,

    /// <summary>Somebody else's entry has this place already.</summary>
    Conflict,

    /// <summary>The store refuses what it was given.</summary>
    Refused,
}
