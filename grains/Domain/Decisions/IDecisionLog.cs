using CustomerGrains.Domain.Journal;

namespace CustomerGrains.Domain.Decisions;

/// <summary>Where decisions go.</summary>
public interface IDecisionLog
{
    /// <summary>A decision was made: fold it into the customer's state at once, for the next one builds upon it.</summary>
    void Decided(JournalEntry decision);
}
