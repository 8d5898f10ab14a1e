namespace CustomerGrains.Client;

/// <summary>What is rarely needed about an event.</summary>
public sealed record EventOptions
{
    /// <summary>
    /// At most 100 characters; made up when null. The server applies an id once per customer, so give your own (an order number, a
    /// row's key) whenever the same event might be sent again by a program that starts anew.
    /// </summary>
    public string? MessageId { get; init; }

    /// <summary>
    /// When it happened. Null means now; then the server repairs a wrong clock of this machine, while a time given here counts as it is.
    /// </summary>
    public DateTimeOffset? Timestamp { get; init; }

    /// <summary>web, mobile, store, email, phone, chat, social or server; null lets the server derive it.</summary>
    public string? Channel { get; init; }

    /// <summary>Further context, serialised with System.Text.Json into the event's <c>context</c>.</summary>
    public object? Context { get; init; }

    /// <summary>Your own reference; not sent, but handed back with the event in receipts and failures.</summary>
    public object? State { get; init; }
}
