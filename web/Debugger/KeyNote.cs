using CustomerGrains.Domain.Touchpoints;
using CustomerGrains.Web.Hosting;

namespace CustomerGrains.Web.Debugger;

/// <summary>What became of an event.</summary>
enum KeyOutcome : byte
{
    Accepted,
    Duplicate,
    Rejected,
}

/// <summary>How many events had which outcome since the server started; a refused request counts as one rejected.</summary>
readonly record struct KeyCounts(long Accepted, long Duplicates, long Rejected);

/// <summary>An event that was not recorded, or (with a status) a request that was refused whole.</summary>
sealed record KeyRejection(
    DateTimeOffset At, int? Status, string? MessageId, string? Type, string? Name, string? CustomerId, string Error, FieldProblem Problem, ReadOnlyMemory<byte>? Body);

/// <summary>One outcome as it is kept until somebody looks: a number and a reference to what exists anyway.</summary>
/// <param name="Number">Its number in the key's history, from 1.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Touchpoint">The event; null if rejected.</param>
/// <param name="Rejection">Why not; null unless rejected.</param>
/// <param name="Cut">The body was longer than what is kept of it.</param>
readonly record struct KeyNote(long Number, KeyOutcome Outcome, Touchpoint? Touchpoint, KeyRejection? Rejection, bool Cut);
