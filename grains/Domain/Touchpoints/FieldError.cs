namespace CustomerGrains.Domain.Touchpoints;

/// <summary>Why an event is rejected.</summary>
/// <param name="Field">Path of the field, such as <c>properties.products[2].price</c>; empty for the event as a whole.</param>
/// <param name="Value">What was sent, cut to 40 characters, control characters escaped; null where the field is missing.</param>
/// <param name="Reason">What is wrong and what to send instead.</param>
public sealed record FieldError(string Field, string? Value, string Reason);
