namespace CustomerGrains.Contracts.Decisions;

/// <summary>What became of a tick or an evaluation.</summary>
public enum DecideStatus : byte
{
    /// <summary>Everything is decided and durable.</summary>
    Done = 0,

    /// <summary>This silo does not know the generation of the rules yet that was asked for: try again in a second or two.</summary>
    Behind = 1,

    /// <summary>The journal's queue is full: nothing was decided; slow down and try again.</summary>
    Busy = 2,

    /// <summary>The journal can't be reached: whether something was decided is unknown; try again, it is decided once.</summary>
    Unavailable = 3,
}

/// <summary>The answer to a tick.</summary>
/// <param name="Status">The number of a <see cref="DecideStatus"/>.</param>
/// <param name="Decisions">How many decisions were made.</param>
/// <param name="Next">When time alone may change something next, in Unix milliseconds; null = never, as far as is known now.</param>
[GenerateSerializer, Immutable, Alias("CustomerGrains.TickReply")]
public sealed record TickReply([property: Id(0)] byte Status, [property: Id(1)] int Decisions, [property: Id(2)] long? Next)
{
    /// <summary>What became of it.</summary>
    public DecideStatus Outcome => (DecideStatus)Status;

    /// <summary>An answer without details.</summary>
    public static TickReply Of(DecideStatus status) => new((byte)status, 0, null);
}

/// <summary>The answer to an evaluation.</summary>
/// <param name="Status">The number of a <see cref="DecideStatus"/>.</param>
/// <param name="Decisions">How many decisions were made.</param>
/// <param name="Next">When time alone may change something next, in Unix milliseconds; null = never.</param>
[GenerateSerializer, Immutable, Alias("CustomerGrains.EvaluateReply")]
public sealed record EvaluateReply([property: Id(0)] byte Status, [property: Id(1)] int Decisions, [property: Id(2)] long? Next)
{
    /// <summary>What became of it.</summary>
    public DecideStatus Outcome => (DecideStatus)Status;

    /// <summary>An answer without details.</summary>
    public static EvaluateReply Of(DecideStatus status) => new((byte)status, 0, null);
}
