using CustomerGrains.Contracts.Touchpoints;

namespace CustomerGrains.Web.Ingestion;

/// <summary>What became of the touchpoints of one request.</summary>
/// <param name="Status">Recorded only if all are; else the worst of what happened, and the caller sends everything again.</param>
/// <param name="Accepted">Touchpoints that were new.</param>
/// <param name="Duplicates">Touchpoints that were known.</param>
readonly record struct RecordOutcome(RecordStatus Status, int Accepted, int Duplicates)
{
    public static RecordOutcome Failed(RecordStatus status) => new(status, 0, 0);

    public static RecordOutcome operator +(RecordOutcome left, RecordOutcome right) =>
        new((RecordStatus)Math.Max((byte)left.Status, (byte)right.Status), left.Accepted + right.Accepted, left.Duplicates + right.Duplicates);
}
