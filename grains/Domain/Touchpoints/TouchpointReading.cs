namespace CustomerGrains.Domain.Touchpoints;

/// <summary>What the door made of one event: a touchpoint, or why not.</summary>
/// <param name="Touchpoint">The valid event, or null.</param>
/// <param name="MessageId">The sender's id as far as it could be read (or the one made here), for the answer; null if unusable.</param>
/// <param name="Error">Why the event is rejected, or null.</param>
public sealed record TouchpointReading(Touchpoint? Touchpoint, string? MessageId, FieldError? Error);
