namespace CustomerGrains.Domain.Kpis;

/// <summary>Names of the counters. They are stored: never change or reuse one.</summary>
public static class Metrics
{
    /// <summary>Touchpoints.</summary>
    public const string Events = "events";

    /// <summary>
    /// Touchpoints by channel and name; see <see cref="TouchpointDimension"/>. Those that were older than
    /// <see cref="TouchpointDimension.Reach"/> when they arrived count over all time only.
    /// </summary>
    public const string Touchpoints = "touchpoints";

    /// <summary>Customers, at the minute of their first touchpoint.</summary>
    public const string CustomersNew = "customers_new";

    /// <summary>Customers, at the minute of their latest touchpoint: the sum over a window is who was active in it.</summary>
    public const string CustomersSeen = "customers_seen";

    /// <summary>Completed orders, by currency.</summary>
    public const string Orders = "orders";

    /// <summary>Money of completed orders, by currency.</summary>
    public const string Gross = "gross";

    /// <summary>Refunds and cancellations, by currency.</summary>
    public const string Refunds = "refunds";

    /// <summary>Money given back, positive, by currency.</summary>
    public const string Refunded = "refunded";

    /// <summary>Cancelled orders, by currency; they are among <see cref="Refunds"/> too.</summary>
    public const string Cancelled = "cancelled";

    /// <summary>Customer satisfaction answers (1 to 5).</summary>
    public const string CsatAnswers = "csat_n";

    /// <summary>Customer satisfaction answers of 4 or 5.</summary>
    public const string CsatSatisfied = "csat_top";

    /// <summary>Net promoter answers (0 to 10).</summary>
    public const string NpsAnswers = "nps_n";

    /// <summary>Net promoter answers of 9 or 10.</summary>
    public const string NpsPromoters = "nps_promoters";

    /// <summary>Net promoter answers of 0 to 6.</summary>
    public const string NpsDetractors = "nps_detractors";

    /// <summary>Customer effort answers (1 to 7).</summary>
    public const string CesAnswers = "ces_n";

    /// <summary>Sum of customer effort answers.</summary>
    public const string CesSum = "ces_sum";

    /// <summary>Customer effort answers of 5 to 7.</summary>
    public const string CesEasy = "ces_top";

    /// <summary>Tickets that are open now: a gauge.</summary>
    public const string TicketsOpen = "tickets_open";

    /// <summary>Customers who are in a segment now, by key: a gauge.</summary>
    public const string SegmentSize = "segment_size";

    /// <summary>Customers who are in a stage now, by its name ("" for those in none yet): a gauge.</summary>
    public const string StageSize = "stage_size";

    /// <summary>Customers who joined a segment, by key.</summary>
    public const string SegmentJoined = "segment_joined";

    /// <summary>Customers who left a segment, by key.</summary>
    public const string SegmentLeft = "segment_left";

    /// <summary>Customers who went from one stage to another; see <see cref="DecisionKpis.FlowOf"/>.</summary>
    public const string StageEntered = "stage_entered";

    /// <summary>Customers who left a stage: for another, or because they became part of another customer.</summary>
    public const string StageLeft = "stage_left";

    /// <summary>For how many seconds those who left a stage had been in it.</summary>
    public const string StageSeconds = "stage_seconds";

    /// <summary>Follow-ups that are not resolved, by state (open, taken): a gauge.</summary>
    public const string FollowUps = "follow_ups";

    /// <summary>What was decided and done about follow-ups, by what: opened, answered, taken, noted, resolved, released.</summary>
    public const string FollowUpActs = "follow_up_acts";

    /// <summary>
    /// Whether a counter is of sizes and flow: of these there is one for each segment, and none of them is among the key figures.
    /// </summary>
    public static bool IsFlow(string metric) => metric is SegmentSize or StageSize or SegmentJoined or SegmentLeft or StageEntered or StageLeft or StageSeconds;
}
