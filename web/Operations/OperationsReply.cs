using CustomerGrains.Silo.Operations;

namespace CustomerGrains.Web.Operations;

/// <summary>How a process is, and what it measured lately.</summary>
/// <param name="AsOf">When it said so.</param>
/// <param name="Process">Which process that is.</param>
/// <param name="Answers">The process that answers.</param>
/// <param name="Others">The other processes over this store, by name: send one as process= to see it.</param>
/// <param name="State">ok, behind (something is slower than it should be) or trouble (somebody is turned away, or something stands still).</param>
/// <param name="Findings">What there is to know, the worst first, each with what to do.</param>
/// <param name="Step">Seconds of a step.</param>
/// <param name="Kept">Steps that are kept.</param>
/// <param name="Recent">Steps that lastP50 and lastP99 are of.</param>
/// <param name="Sample">The number of the last step: send it as after= to get only what came since.</param>
/// <param name="Times">When each of the steps ended, oldest first.</param>
/// <param name="Instruments">By name, each with a value for each of these steps.</param>
sealed record OperationsReply(
    DateTimeOffset AsOf,
    ProcessInfo Process,
    ProcessSummary Answers,
    IReadOnlyList<ProcessSummary> Others,
    string State,
    IReadOnlyList<Finding> Findings,
    double Step,
    int Kept,
    int Recent,
    long Sample,
    IReadOnlyList<DateTimeOffset> Times,
    IReadOnlyList<InstrumentPicture> Instruments);
