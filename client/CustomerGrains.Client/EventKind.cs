namespace CustomerGrains.Client;

/// <summary>The six kinds of events of the Segment protocol.</summary>
public enum EventKind
{
    /// <summary>Something the customer did; has a name and properties.</summary>
    Track,

    /// <summary>Who the customer is: traits, and the link from an anonymous visitor to a known user.</summary>
    Identify,

    /// <summary>A page of a web site was seen.</summary>
    Page,

    /// <summary>A screen of an app was seen.</summary>
    Screen,

    /// <summary>The customer belongs to a group, such as a company.</summary>
    Group,

    /// <summary>Two ids are the same customer.</summary>
    Alias,
}
