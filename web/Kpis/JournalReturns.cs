using CustomerGrains.Silo.Journal;
using CustomerGrains.Silo.Kpis;

namespace CustomerGrains.Web.Kpis;

/// <summary>
/// Where this process writes the journal itself: what was on its way when the store went may have been committed without anybody being told. Whenever the journal can write again, what was told may have a gap.
/// </summary>
sealed class JournalReturns : ICounterFollower
{
    public JournalReturns(JournalHealth journal) => journal.Changed += () =>
    {
        if (journal.Available) Lost?.Invoke();
    };

    public event Action? Lost;
}
