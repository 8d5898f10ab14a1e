namespace CustomerGrains.Client;

/// <summary>An event has more than 32,768 bytes of JSON, so that the server would reject it. It was not queued.</summary>
public sealed class EventTooLargeException : ArgumentException
{
    internal EventTooLargeException(int size, string what)
        : base($"The event ({what}) has {size:N0} bytes of JSON; the limit is {Limits.EventBytes:N0}. Send fewer or shorter properties.") =>
        Size = size;

    /// <summary>The size of the event's JSON in bytes.</summary>
    public int Size { get; }
}
