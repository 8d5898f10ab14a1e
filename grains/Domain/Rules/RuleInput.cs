namespace CustomerGrains.Domain.Rules;

/// <summary>A part of a customer that rules ask for and that entries of her journal change.</summary>
public enum InputPart : byte
{
    /// <summary>Anything she does: how many touchpoints, when last, whether she is known.</summary>
    Touchpoints,

    /// <summary>Touchpoints of one name.</summary>
    Event,

    /// <summary>Touchpoints of one channel.</summary>
    Channel,

    /// <summary>What was said about her, and what she chose.</summary>
    Traits,

    /// <summary>What she agreed to.</summary>
    Consents,

    /// <summary>Channels and hours she is drawn to.</summary>
    Interests,

    /// <summary>Categories she is drawn to.</summary>
    Categories,

    /// <summary>Her cart.</summary>
    Cart,

    /// <summary>Her orders.</summary>
    Orders,

    /// <summary>Her refunds and cancellations.</summary>
    Refunds,

    /// <summary>Her answers to surveys.</summary>
    Scores,

    /// <summary>Her tickets.</summary>
    Tickets,

    /// <summary>Looks, referrals and steps of a checkout.</summary>
    Steps,

    /// <summary>What is expected of her: no entry changes that, but a new model does. Rules that ask for it ask for orders and refunds too.</summary>
    Predictions,

    /// <summary>The stage of her journey.</summary>
    Stage,

    /// <summary>Her membership of one segment; with no name, of any.</summary>
    Segment,
}

/// <summary>Something that a rule asks for.</summary>
/// <param name="Part">What.</param>
/// <param name="Name">Which event, channel or segment; "" where the part has no names or all are meant.</param>
public readonly record struct RuleInput(InputPart Part, string Name);
