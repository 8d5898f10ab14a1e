namespace CustomerGrains.Web.Flows;

/// <summary>A count over the last hour and the last day: whole minutes up to and including the current one.</summary>
/// <param name="Hour">The last 60 minutes.</param>
/// <param name="Day">The last 24 hours.</param>
readonly record struct FlowCount(long Hour, long Day);

/// <summary>A segment's size and what moved it.</summary>
/// <param name="Size">Customers in it now.</param>
/// <param name="Joined">Who joined.</param>
/// <param name="Left">Who left.</param>
/// <param name="Spark">Its size at the end of each of the latest 24 hours of the clock, the last one now.</param>
sealed record SegmentFlow(long Size, FlowCount Joined, FlowCount Left, IReadOnlyList<long> Spark);

/// <summary>One step of a segment's or stage's history.</summary>
/// <param name="Start">When it begins (UTC).</param>
/// <param name="Joined">Who joined, or entered, in it.</param>
/// <param name="Left">Who left in it.</param>
/// <param name="Size">The size at its end, of the last one now.</param>
sealed record FlowBucket(DateTimeOffset Start, long Joined, long Left, long Size);

/// <summary>A segment's or stage's history.</summary>
/// <param name="Step">minute, hour or day.</param>
/// <param name="Buckets">Every step, oldest first; the last is the current one.</param>
sealed record FlowHistory(string Step, IReadOnlyList<FlowBucket> Buckets);

/// <summary>A stage in a window.</summary>
/// <param name="Stage">Its name.</param>
/// <param name="Customers">Who is in it now.</param>
/// <param name="Entered">Who entered.</param>
/// <param name="Left">Who left, for another stage or because she became part of another customer.</param>
/// <param name="MeanSeconds">For how long those who left had been there, on average; null if nobody left.</param>
sealed record StageFlow(string Stage, long Customers, long Entered, long Left, double? MeanSeconds);

/// <summary>How many went from one stage to another; from null into their first.</summary>
sealed record StageMove(string? From, string To, long Count);

/// <summary>The journey in a window.</summary>
/// <param name="Window">1h, 24h or 30d.</param>
/// <param name="Stages">Every stage that anybody was in or moved to or from.</param>
/// <param name="Flows">The moves, the most frequent first.</param>
sealed record FlowPicture(string Window, IReadOnlyList<StageFlow> Stages, IReadOnlyList<StageMove> Flows);
