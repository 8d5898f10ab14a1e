namespace CustomerGrains.Contracts.Identity;

/// <summary>
/// Links known ids, one at a time over the whole system, so that two simultaneous aliases can't make a circle.
/// Anonymous ids need no such care: nothing is ever linked to them. There is one of it, with the key <see cref="Key"/>.
/// </summary>
[Alias("CustomerGrains.IIdentityGrain")]
public interface IIdentityGrain : IGrainWithStringKey
{
    /// <summary>The only key.</summary>
    const string Key = "alias";

    /// <summary>Makes <paramref name="previousId"/> (or the customer it is part of) part of <paramref name="id"/> (or the customer that one is part of).</summary>
    [Alias("Link")]
    Task<LinkReply> Link(string previousId, string id);
}
