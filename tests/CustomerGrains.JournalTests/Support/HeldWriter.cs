namespace CustomerGrains.JournalTests.Support;

/// <summary>Holds the writers before their next transaction, so that what is appended meanwhile becomes one group.</summary>
sealed class HeldWriter : IDisposable
{
    readonly ManualResetEventSlim _release = new();

    public HeldWriter(TestStore store) => store.Faults.At = (step, _) =>
    {
        if (step == Step.Begin)
            _release.Wait();
    };

    public void Release() => _release.Set();

    // Not disposed: a writer may still be on its way out of the wait.
    public void Dispose() => _release.Set();
}
