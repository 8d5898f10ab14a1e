namespace CustomerGrains.Client;

/// <summary>
/// Whom an event is about: a known user, an anonymous visitor, or both at once. A plain string is a known user's id.
/// </summary>
/// <remarks>Ids have 1 to 256 characters and no control characters. Known and anonymous ids share one namespace.</remarks>
public readonly record struct Customer
{
    Customer(string? userId, string? anonymousId) => (UserId, AnonymousId) = (userId, anonymousId);

    /// <summary>The id of a known user; null for a visitor who has not signed in.</summary>
    public string? UserId { get; }

    /// <summary>The id of an anonymous visitor (a cookie or a device); null when only the user is known.</summary>
    public string? AnonymousId { get; }

    /// <summary>The id under which the server keeps the event: the user's if there is one, else the visitor's.</summary>
    public string Key => UserId ?? AnonymousId ?? "";

    /// <summary>A known user.</summary>
    /// <param name="userId">Her id, 1 to 256 characters.</param>
    /// <param name="anonymousId">The visitor she was before; <c>Identify</c> with both links the two for good.</param>
    /// <exception cref="ArgumentException">An id is empty, too long, or has control characters.</exception>
    public static Customer Known(string userId, string? anonymousId = null) =>
        new(Text.Id(userId, nameof(userId)), anonymousId is null ? null : Text.Id(anonymousId, nameof(anonymousId)));

    /// <summary>A visitor who is not known yet.</summary>
    /// <param name="anonymousId">The visitor's id, 1 to 256 characters.</param>
    /// <exception cref="ArgumentException">The id is empty, too long, or has control characters.</exception>
    public static Customer Anonymous(string anonymousId) => new(null, Text.Id(anonymousId, nameof(anonymousId)));

    /// <summary>A known user by id, so that a plain string can be passed.</summary>
    /// <param name="userId">Her id, 1 to 256 characters.</param>
    public static implicit operator Customer(string userId) => Known(userId);

    /// <summary>The same as the conversion from a string, for languages without it.</summary>
    /// <param name="userId">Her id, 1 to 256 characters.</param>
    public static Customer FromString(string userId) => Known(userId);
}
