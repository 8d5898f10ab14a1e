namespace CustomerGrains.Silo.Journal;

/// <summary>How much may wait for the disk, and how much goes into one transaction; per writer.</summary>
/// <param name="QueueEntries">Entries that may wait; more are refused.</param>
/// <param name="QueueBytes">Bytes of bodies that may wait.</param>
/// <param name="GroupEntries">Entries of one transaction.</param>
/// <param name="GroupBytes">Bytes of bodies of one transaction.</param>
sealed record JournalLimits(int QueueEntries, long QueueBytes, int GroupEntries, long GroupBytes)
{
    public static readonly JournalLimits Default = new(40_000, 128 << 20, 4_000, 4 << 20);
}
