namespace CustomerGrains.Domain.Touchpoints;

/// <summary>Where a touchpoint happened. The numbers are stored in the journal: never change or reuse one.</summary>
public enum Channel : byte
{
    /// <summary>A browser.</summary>
    Web = 1,

    /// <summary>A mobile application.</summary>
    Mobile = 2,

    /// <summary>A physical shop.</summary>
    Store = 3,

    /// <summary>E-mail.</summary>
    Email = 4,

    /// <summary>A telephone call.</summary>
    Phone = 5,

    /// <summary>A chat.</summary>
    Chat = 6,

    /// <summary>A social network.</summary>
    Social = 7,

    /// <summary>A back-end system; also what is left when nothing says otherwise.</summary>
    Server = 8,
}
