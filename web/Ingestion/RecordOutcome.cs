using CustomerGrains.Contracts.Touchpoints;
using CustomerGrains.Domain.Touchpoints;

namespace CustomerGrains.Web.Ingestion;

/// <summary>What became of the touchpoints of one request.</summary>
/// <param name="Status">Recorded only if all are; else the worst of what happened, and the caller sends everything again.</param>
/// <param name="Accepted">Touchpoints that were new.</param>
/// <param name="Duplicates">Touchpoints that were known.</param>
/// <param name="Known">Which those were; null for none.</param>
readonly record struct RecordOutcome(RecordStatus Status, int Accepted, int Duplicates, List<Touchpoint>? Known = null)
{
    public static RecordOutcome Failed(RecordStatus status) => new(status, 0, 0);

    /// <summary>Both; the list of the left one goes on in the sum.</summary>
    public static RecordOutcome operator +(RecordOutcome left, RecordOutcome right)
    {
        if (left.Known is not null && right.Known is not null) left.Known.AddRange(right.Known);
        return new(
            (RecordStatus)Math.Max((byte)left.Status, (byte)right.Status), left.Accepted + right.Accepted, left.Duplicates + right.Duplicates, left.Known ?? right.Known);
    }
}
