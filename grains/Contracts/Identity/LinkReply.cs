namespace CustomerGrains.Contracts.Identity;

/// <summary>What became of a link.</summary>
public enum LinkStatus : byte
{
    /// <summary>The id is part of the target (now or already).</summary>
    Linked = 0,

    /// <summary>The id was part of somebody else already: <see cref="LinkReply.Target"/>.</summary>
    LinkedElsewhere = 1,

    /// <summary>The id is a known customer of her own and only an anonymous one may be taken.</summary>
    Refused = 2,

    /// <summary>The journal was busy or out of reach: retry.</summary>
    Unavailable = 3,
}

/// <summary>The answer to a link.</summary>
/// <param name="Status">The number of a <see cref="LinkStatus"/>.</param>
/// <param name="Target">The customer that the id is part of, or null.</param>
[GenerateSerializer, Immutable, Alias("CustomerGrains.LinkReply")]
public sealed record LinkReply([property: Id(0)] byte Status, [property: Id(1)] string? Target)
{
    /// <summary>What became of the link.</summary>
    public LinkStatus Outcome => (LinkStatus)Status;
}

/// <summary>What became of folding a linked id's journal in.</summary>
public enum AbsorbStatus : byte
{
    /// <summary>The source's journal is folded in (now or already).</summary>
    Absorbed = 0,

    /// <summary>This id is itself part of another customer: absorb there.</summary>
    Moved = 1,

    /// <summary>This customer has as many linked ids as can be.</summary>
    TooMany = 2,

    /// <summary>The journal was busy or out of reach: retry.</summary>
    Unavailable = 3,
}

/// <summary>The answer to folding a linked id in.</summary>
/// <param name="Status">The number of an <see cref="AbsorbStatus"/>.</param>
/// <param name="MovedTo">For <see cref="AbsorbStatus.Moved"/>: where to.</param>
[GenerateSerializer, Immutable, Alias("CustomerGrains.AbsorbReply")]
public sealed record AbsorbReply([property: Id(0)] byte Status, [property: Id(1)] string? MovedTo)
{
    /// <summary>What became of it.</summary>
    public AbsorbStatus Outcome => (AbsorbStatus)Status;
}
