namespace CustomerGrains.Client;

/// <content>One pair of methods for each kind of event: Async awaits room in the queue, Try returns false when it is full.</content>
public sealed partial class CustomerGrainsClient
{
    /// <summary>Something the customer did.</summary>
    /// <param name="customer">Who.</param>
    /// <param name="name">What, such as "Order Completed"; 1 to 200 characters.</param>
    /// <param name="properties">Any object that System.Text.Json makes a JSON object of; names are sent as they are.</param>
    /// <param name="options">Message id, time, channel and context.</param>
    /// <param name="cancellationToken">Ends the wait for room; the event is not queued then.</param>
    /// <returns>The event's message id, once it is queued (not yet delivered).</returns>
    /// <exception cref="ArgumentException">Something is not usable; nothing was queued.</exception>
    /// <exception cref="EventTooLargeException">The event has more than 32 KB; it was not queued.</exception>
    /// <exception cref="ObjectDisposedException">The client is disposed; the event was not queued.</exception>
    public ValueTask<string> TrackAsync(
        Customer customer, string name, object? properties = null, EventOptions? options = null, CancellationToken cancellationToken = default) =>
        QueueAsync(CustomerEvent.Track(customer, name, properties, options, _options.TimeProvider), cancellationToken);

    /// <summary>Something the customer did.</summary>
    /// <param name="customer">Who.</param>
    /// <param name="name">What, such as "Order Completed"; 1 to 200 characters.</param>
    /// <param name="properties">Any object that System.Text.Json makes a JSON object of; names are sent as they are.</param>
    /// <param name="options">Message id, time, channel and context.</param>
    /// <returns>Whether it was queued; false when the queue is full.</returns>
    /// <inheritdoc cref="TrackAsync" path="/exception"/>
    public bool TryTrack(Customer customer, string name, object? properties = null, EventOptions? options = null) =>
        TryEnqueue(CustomerEvent.Track(customer, name, properties, options, _options.TimeProvider));

    /// <summary>Who the customer is; with both ids of <see cref="Customer"/>, links the visitor to the user.</summary>
    /// <param name="customer">Who.</param>
    /// <param name="traits">E-mail, name and so on.</param>
    /// <param name="options">Message id, time, channel and context.</param>
    /// <param name="cancellationToken">Ends the wait for room; the event is not queued then.</param>
    /// <returns>The event's message id, once it is queued (not yet delivered).</returns>
    /// <exception cref="ArgumentException">Something is not usable; nothing was queued.</exception>
    /// <exception cref="EventTooLargeException">The event has more than 32 KB; it was not queued.</exception>
    /// <exception cref="ObjectDisposedException">The client is disposed; the event was not queued.</exception>
    public ValueTask<string> IdentifyAsync(
        Customer customer, object? traits = null, EventOptions? options = null, CancellationToken cancellationToken = default) =>
        QueueAsync(CustomerEvent.Identify(customer, traits, options, _options.TimeProvider), cancellationToken);

    /// <summary>Who the customer is; with both ids of <see cref="Customer"/>, links the visitor to the user.</summary>
    /// <param name="customer">Who.</param>
    /// <param name="traits">E-mail, name and so on.</param>
    /// <param name="options">Message id, time, channel and context.</param>
    /// <returns>Whether it was queued; false when the queue is full.</returns>
    /// <inheritdoc cref="IdentifyAsync" path="/exception"/>
    public bool TryIdentify(Customer customer, object? traits = null, EventOptions? options = null) =>
        TryEnqueue(CustomerEvent.Identify(customer, traits, options, _options.TimeProvider));

    /// <summary>A page was seen.</summary>
    /// <param name="customer">Who saw it.</param>
    /// <param name="name">The page's name.</param>
    /// <param name="properties">url, title, referrer and so on.</param>
    /// <param name="options">Message id, time, channel and context.</param>
    /// <param name="cancellationToken">Ends the wait for room; the event is not queued then.</param>
    /// <returns>The event's message id, once it is queued (not yet delivered).</returns>
    /// <exception cref="ArgumentException">Something is not usable; nothing was queued.</exception>
    /// <exception cref="EventTooLargeException">The event has more than 32 KB; it was not queued.</exception>
    /// <exception cref="ObjectDisposedException">The client is disposed; the event was not queued.</exception>
    public ValueTask<string> PageAsync(
        Customer customer, string? name = null, object? properties = null, EventOptions? options = null, CancellationToken cancellationToken = default) =>
        QueueAsync(CustomerEvent.Page(customer, name, properties, options, _options.TimeProvider), cancellationToken);

    /// <summary>A page was seen.</summary>
    /// <param name="customer">Who saw it.</param>
    /// <param name="name">The page's name.</param>
    /// <param name="properties">url, title, referrer and so on.</param>
    /// <param name="options">Message id, time, channel and context.</param>
    /// <returns>Whether it was queued; false when the queue is full.</returns>
    /// <inheritdoc cref="PageAsync" path="/exception"/>
    public bool TryPage(Customer customer, string? name = null, object? properties = null, EventOptions? options = null) =>
        TryEnqueue(CustomerEvent.Page(customer, name, properties, options, _options.TimeProvider));

    /// <summary>A screen of an app was seen.</summary>
    /// <param name="customer">Who saw it.</param>
    /// <param name="name">The screen's name.</param>
    /// <param name="properties">Anything about it.</param>
    /// <param name="options">Message id, time, channel and context.</param>
    /// <param name="cancellationToken">Ends the wait for room; the event is not queued then.</param>
    /// <returns>The event's message id, once it is queued (not yet delivered).</returns>
    /// <exception cref="ArgumentException">Something is not usable; nothing was queued.</exception>
    /// <exception cref="EventTooLargeException">The event has more than 32 KB; it was not queued.</exception>
    /// <exception cref="ObjectDisposedException">The client is disposed; the event was not queued.</exception>
    public ValueTask<string> ScreenAsync(
        Customer customer, string? name = null, object? properties = null, EventOptions? options = null, CancellationToken cancellationToken = default) =>
        QueueAsync(CustomerEvent.Screen(customer, name, properties, options, _options.TimeProvider), cancellationToken);

    /// <summary>A screen of an app was seen.</summary>
    /// <param name="customer">Who saw it.</param>
    /// <param name="name">The screen's name.</param>
    /// <param name="properties">Anything about it.</param>
    /// <param name="options">Message id, time, channel and context.</param>
    /// <returns>Whether it was queued; false when the queue is full.</returns>
    /// <inheritdoc cref="ScreenAsync" path="/exception"/>
    public bool TryScreen(Customer customer, string? name = null, object? properties = null, EventOptions? options = null) =>
        TryEnqueue(CustomerEvent.Screen(customer, name, properties, options, _options.TimeProvider));

    /// <summary>The customer belongs to a group, such as a company.</summary>
    /// <param name="customer">Who.</param>
    /// <param name="groupId">The group's id, 1 to 256 characters.</param>
    /// <param name="traits">What is known about the group.</param>
    /// <param name="options">Message id, time, channel and context.</param>
    /// <param name="cancellationToken">Ends the wait for room; the event is not queued then.</param>
    /// <returns>The event's message id, once it is queued (not yet delivered).</returns>
    /// <exception cref="ArgumentException">Something is not usable; nothing was queued.</exception>
    /// <exception cref="EventTooLargeException">The event has more than 32 KB; it was not queued.</exception>
    /// <exception cref="ObjectDisposedException">The client is disposed; the event was not queued.</exception>
    public ValueTask<string> GroupAsync(
        Customer customer, string groupId, object? traits = null, EventOptions? options = null, CancellationToken cancellationToken = default) =>
        QueueAsync(CustomerEvent.Group(customer, groupId, traits, options, _options.TimeProvider), cancellationToken);

    /// <summary>The customer belongs to a group, such as a company.</summary>
    /// <param name="customer">Who.</param>
    /// <param name="groupId">The group's id, 1 to 256 characters.</param>
    /// <param name="traits">What is known about the group.</param>
    /// <param name="options">Message id, time, channel and context.</param>
    /// <returns>Whether it was queued; false when the queue is full.</returns>
    /// <inheritdoc cref="GroupAsync" path="/exception"/>
    public bool TryGroup(Customer customer, string groupId, object? traits = null, EventOptions? options = null) =>
        TryEnqueue(CustomerEvent.Group(customer, groupId, traits, options, _options.TimeProvider));

    /// <summary>Two ids are the same customer.</summary>
    /// <param name="userId">The id that stays.</param>
    /// <param name="previousId">The id that is folded into it.</param>
    /// <param name="options">Message id, time, channel and context.</param>
    /// <param name="cancellationToken">Ends the wait for room; the event is not queued then.</param>
    /// <returns>The event's message id, once it is queued (not yet delivered).</returns>
    /// <exception cref="ArgumentException">Something is not usable; nothing was queued.</exception>
    /// <exception cref="EventTooLargeException">The event has more than 32 KB; it was not queued.</exception>
    /// <exception cref="ObjectDisposedException">The client is disposed; the event was not queued.</exception>
    public ValueTask<string> AliasAsync(
        string userId, string previousId, EventOptions? options = null, CancellationToken cancellationToken = default) =>
        QueueAsync(CustomerEvent.Alias(userId, previousId, options, _options.TimeProvider), cancellationToken);

    /// <summary>Two ids are the same customer.</summary>
    /// <param name="userId">The id that stays.</param>
    /// <param name="previousId">The id that is folded into it.</param>
    /// <param name="options">Message id, time, channel and context.</param>
    /// <returns>Whether it was queued; false when the queue is full.</returns>
    /// <inheritdoc cref="AliasAsync" path="/exception"/>
    public bool TryAlias(string userId, string previousId, EventOptions? options = null) =>
        TryEnqueue(CustomerEvent.Alias(userId, previousId, options, _options.TimeProvider));

    async ValueTask<string> QueueAsync(CustomerEvent item, CancellationToken cancellationToken)
    {
        await EnqueueAsync(item, cancellationToken);
        return item.MessageId;
    }
}
