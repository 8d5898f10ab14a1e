namespace CustomerGrains.Domain.Touchpoints;

/// <summary>What the name of a track event means to the fold. Not stored: the journal keeps names.</summary>
public enum Meaning : byte
{
    /// <summary>No meaning: counted as a touchpoint, nothing else.</summary>
    None,

    /// <summary>A name of the catalogue that is only counted.</summary>
    Counted,

    /// <summary>Looked for products or at a list of them.</summary>
    Browsed,

    /// <summary>Looked at one product.</summary>
    ProductViewed,

    /// <summary>Put a product into the cart.</summary>
    ProductAdded,

    /// <summary>Took a product out of the cart.</summary>
    ProductRemoved,

    /// <summary>Emptied the cart.</summary>
    CartCleared,

    /// <summary>Is checking out.</summary>
    Checkout,

    /// <summary>Bought.</summary>
    OrderCompleted,

    /// <summary>Got money back.</summary>
    OrderRefunded,

    /// <summary>An order was called off.</summary>
    OrderCancelled,

    /// <summary>Answered a CSAT, NPS or CES question.</summary>
    SurveyAnswered,

    /// <summary>Asked for help.</summary>
    TicketOpened,

    /// <summary>Something happened to a ticket; it is open (again).</summary>
    TicketUpdated,

    /// <summary>A ticket was resolved.</summary>
    TicketResolved,

    /// <summary>Recommended us to somebody.</summary>
    ReferralMade,

    /// <summary>Agreed to a purpose.</summary>
    ConsentGiven,

    /// <summary>Took an agreement back.</summary>
    ConsentWithdrawn,

    /// <summary>We sent a message: nothing the customer did.</summary>
    MessageDelivered,

    /// <summary>Opened a message or followed its link.</summary>
    MessageEngaged,

    /// <summary>Wants no more messages of this channel.</summary>
    MessageUnsubscribed,
}
