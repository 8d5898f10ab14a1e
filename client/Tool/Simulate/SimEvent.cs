using CustomerGrains.Client;

namespace CustomerGrains.Tool.Simulate;

/// <summary>One event of the simulation, before it has a time and a message id.</summary>
sealed record SimEvent(EventKind Kind, Customer Customer, string? Name, object? Body, string Channel)
{
    /// <summary>What was bought, for the status line; null for everything else.</summary>
    public (decimal Total, string Currency)? Bought { get; init; }

    public CustomerEvent At(string messageId, TimeProvider time)
    {
        var options = new EventOptions { MessageId = messageId, Channel = Channel };
        return Kind switch
        {
            EventKind.Identify => CustomerEvent.Identify(Customer, Body, options, time),
            EventKind.Page => CustomerEvent.Page(Customer, Name, Body, options, time),
            EventKind.Screen => CustomerEvent.Screen(Customer, Name, Body, options, time),
            _ => CustomerEvent.Track(Customer, Name!, Body, options, time),
        };
    }
}
