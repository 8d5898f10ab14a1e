using CustomerGrains.Silo.Journal;

namespace CustomerGrains.JournalTests.Support;

/// <summary>A step of a group's transaction at which a test can look, wait or fail.</summary>
enum Step
{
    Begin,
    Write,
    Written,
    Commit,
    Committed,
}

/// <summary>The failure of a connection, as far as the journal can tell.</summary>
sealed class InjectedFault() : IOException("The connection was cut.");

/// <summary>A store whose transactions go through <see cref="At"/> step by step.</summary>
sealed class FaultyStore(IJournalStore inner) : IJournalStore
{
    /// <summary>Called at each step with the group (null at the beginning); what it throws happens there.</summary>
    public Action<Step, CommitGroup?> At { get; set; } = static (_, _) => { };

    public int Writers => inner.Writers;

    public IGroupWriter OpenWriter(int number) => new Writer(this, inner.OpenWriter(number));

    public StoreFailure Classify(Exception exception) => exception is InjectedFault ? StoreFailure.Unavailable : inner.Classify(exception);

    sealed class Writer(FaultyStore store, IGroupWriter inner) : IGroupWriter
    {
        public IGroupTransaction Begin()
        {
            store.At(Step.Begin, null);
            return new Transaction(store, inner.Begin());
        }

        public void Reset() => inner.Reset();

        public void Dispose() => inner.Dispose();
    }

    sealed class Transaction(FaultyStore store, IGroupTransaction inner) : IGroupTransaction
    {
        CommitGroup? _group;

        public void Write(CommitGroup group)
        {
            _group = group;
            store.At(Step.Write, group);
            inner.Write(group);
            store.At(Step.Written, group);
        }

        public void Commit()
        {
            store.At(Step.Commit, _group);
            inner.Commit();
            store.At(Step.Committed, _group);
        }

        public void Dispose() => inner.Dispose();
    }
}
