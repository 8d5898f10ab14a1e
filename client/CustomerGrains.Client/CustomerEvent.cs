namespace CustomerGrains.Client;

/// <summary>One event, serialised once and never changed: what is queued, sent, retried and reported.</summary>
public sealed class CustomerEvent
{
    internal CustomerEvent(EventKind kind, string customer, string messageId, ReadOnlyMemory<byte> json, object? state)
    {
        if (json.Length > Limits.EventBytes)
            throw new EventTooLargeException(json.Length, $"{kind}, messageId {messageId}");
        (Kind, Customer, MessageId, Json, State) = (kind, customer, messageId, json, state);
    }

    /// <summary>What kind of event it is.</summary>
    public EventKind Kind { get; }

    /// <summary>The id it counts for; events of one customer stay in order.</summary>
    public string Customer { get; }

    /// <summary>The id that the server applies once.</summary>
    public string MessageId { get; }

    /// <summary>The event as it is sent: one JSON object in UTF-8, at most 32,768 bytes.</summary>
    public ReadOnlyMemory<byte> Json { get; }

    /// <summary>The caller's own reference (<see cref="EventOptions.State"/>).</summary>
    public object? State { get; }

    /// <summary>Something the customer did.</summary>
    /// <param name="customer">Who.</param>
    /// <param name="name">What, such as "Order Completed"; 1 to 200 characters.</param>
    /// <param name="properties">Any object that System.Text.Json makes a JSON object of; names are sent as they are.</param>
    /// <param name="options">Message id, time, channel and context.</param>
    /// <param name="time">The clock for events without a time; null means the system's.</param>
    /// <exception cref="ArgumentException">An id or the name is not usable, or the properties are not a JSON object.</exception>
    /// <exception cref="EventTooLargeException">The event has more than 32 KB.</exception>
    public static CustomerEvent Track(
        Customer customer, string name, object? properties = null, EventOptions? options = null, TimeProvider? time = null) =>
        EventWriter.Write(EventKind.Track, customer, new EventBody { Name = Text.Name(name, nameof(name)), Properties = properties }, options, time);

    /// <summary>Who the customer is; with both ids of <see cref="Client.Customer"/>, links the visitor to the user.</summary>
    /// <param name="customer">Who.</param>
    /// <param name="traits">E-mail, name and so on: an object that becomes a JSON object.</param>
    /// <param name="options">Message id, time, channel and context.</param>
    /// <param name="time">The clock for events without a time; null means the system's.</param>
    /// <inheritdoc cref="Track" path="/exception"/>
    public static CustomerEvent Identify(
        Customer customer, object? traits = null, EventOptions? options = null, TimeProvider? time = null) =>
        EventWriter.Write(EventKind.Identify, customer, new EventBody { Traits = traits }, options, time);

    /// <summary>A page was seen.</summary>
    /// <param name="customer">Who saw it.</param>
    /// <param name="name">The page's name; may be null.</param>
    /// <param name="properties">url, title, referrer and so on.</param>
    /// <param name="options">Message id, time, channel and context.</param>
    /// <param name="time">The clock for events without a time; null means the system's.</param>
    /// <inheritdoc cref="Track" path="/exception"/>
    public static CustomerEvent Page(
        Customer customer, string? name = null, object? properties = null, EventOptions? options = null, TimeProvider? time = null) =>
        EventWriter.Write(EventKind.Page, customer, Viewed(name, properties), options, time);

    /// <summary>A screen of an app was seen.</summary>
    /// <param name="customer">Who saw it.</param>
    /// <param name="name">The screen's name; may be null.</param>
    /// <param name="properties">Anything about it.</param>
    /// <param name="options">Message id, time, channel and context.</param>
    /// <param name="time">The clock for events without a time; null means the system's.</param>
    /// <inheritdoc cref="Track" path="/exception"/>
    public static CustomerEvent Screen(
        Customer customer, string? name = null, object? properties = null, EventOptions? options = null, TimeProvider? time = null) =>
        EventWriter.Write(EventKind.Screen, customer, Viewed(name, properties), options, time);

    /// <summary>The customer belongs to a group.</summary>
    /// <param name="customer">Who.</param>
    /// <param name="groupId">The group's id, 1 to 256 characters.</param>
    /// <param name="traits">What is known about the group.</param>
    /// <param name="options">Message id, time, channel and context.</param>
    /// <param name="time">The clock for events without a time; null means the system's.</param>
    /// <inheritdoc cref="Track" path="/exception"/>
    public static CustomerEvent Group(
        Customer customer, string groupId, object? traits = null, EventOptions? options = null, TimeProvider? time = null) =>
        EventWriter.Write(EventKind.Group, customer, new EventBody { GroupId = Text.Id(groupId, nameof(groupId)), Traits = traits }, options, time);

    /// <summary>Two ids are the same customer: <paramref name="previousId"/> becomes part of <paramref name="userId"/>.</summary>
    /// <param name="userId">The id that stays.</param>
    /// <param name="previousId">The id that is folded into it.</param>
    /// <param name="options">Message id, time, channel and context.</param>
    /// <param name="time">The clock for events without a time; null means the system's.</param>
    /// <inheritdoc cref="Track" path="/exception"/>
    public static CustomerEvent Alias(string userId, string previousId, EventOptions? options = null, TimeProvider? time = null) =>
        EventWriter.Write(EventKind.Alias, userId, new EventBody { PreviousId = Text.Id(previousId, nameof(previousId)) }, options, time);

    /// <summary>An event that exists as JSON already, in the form of the Segment protocol; it is sent as it is.</summary>
    /// <param name="json">One JSON object in UTF-8 with type, messageId, and userId or anonymousId.</param>
    /// <param name="state">Your own reference.</param>
    /// <exception cref="ArgumentException">It is not JSON, or one of these members is missing or not usable; the message says which.</exception>
    /// <exception cref="EventTooLargeException">The event has more than 32 KB.</exception>
    public static CustomerEvent Parse(ReadOnlyMemory<byte> json, object? state = null) => EventReader.Read(json, state);

    /// <summary>The same event with another reference of the caller's.</summary>
    /// <param name="state">Your own reference, handed back in receipts and failures.</param>
    public CustomerEvent WithState(object? state) => new(Kind, Customer, MessageId, Json, state);

    static EventBody Viewed(string? name, object? properties) =>
        new() { Name = name is null ? null : Text.Name(name, nameof(name)), Properties = properties };
}
