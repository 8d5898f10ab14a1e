namespace CustomerGrains.Web.Journeys;

/// <summary>The journey: its stages in order, and how customers move through it.</summary>
/// <param name="Version">The published version.</param>
/// <param name="Window">1h, 24h or 30d.</param>
/// <param name="Stages">From the first to the last; she is in the last one whose rule holds.</param>
/// <param name="Flows">Who went from where to where within the window.</param>
sealed record JourneyReply(int Version, string Window, IReadOnlyList<StageReply> Stages, IReadOnlyList<StageFlowReply> Flows);

/// <summary>One stage.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Rule">Who is in it, unless a later stage's rule holds too.</param>
/// <param name="Description">What it means, or null.</param>
/// <param name="Customers">How many are in it now.</param>
/// <param name="Share">Of all customers, 0 to 100; null of nobody.</param>
/// <param name="Entered">How many came within the window.</param>
/// <param name="Left">How many went on within the window.</param>
/// <param name="MeanSeconds">How long those had been in it; null where nobody went.</param>
sealed record StageReply(
    string Name, string Rule, string? Description, long Customers, decimal? Share, long Entered, long Left, double? MeanSeconds);

/// <summary>How many went from one stage to another.</summary>
/// <param name="From">Where they were; null for those who were new.</param>
/// <param name="To">Where they are.</param>
/// <param name="Count">How many times that happened.</param>
sealed record StageFlowReply(string? From, string To, long Count);

/// <summary>A journey to publish.</summary>
/// <param name="Stages">From the first, which takes everybody (always), to the last.</param>
/// <param name="Version">The version that was edited; left out to replace whatever is there.</param>
sealed record JourneyToPublish(IReadOnlyList<StageToPublish> Stages, int? Version = null);

/// <summary>A stage to publish.</summary>
/// <param name="Name">Its name: 1 to 64 characters, without &gt;.</param>
/// <param name="Rule">Who is in it; may mention neither segments nor the journey.</param>
/// <param name="Description">What it means: at most 2,000 characters.</param>
sealed record StageToPublish(string Name, string Rule, string? Description = null);

/// <summary>All versions of the journey.</summary>
/// <param name="Items">Newest first.</param>
sealed record JourneyVersionsReply(IReadOnlyList<JourneyVersionReply> Items);

/// <summary>A version of the journey.</summary>
/// <param name="Version">From 1.</param>
/// <param name="PublishedAt">When it began.</param>
/// <param name="PublishedBy">By whom.</param>
/// <param name="Stages">Its stages, in order.</param>
sealed record JourneyVersionReply(int Version, DateTimeOffset PublishedAt, string PublishedBy, IReadOnlyList<StageToPublish> Stages);
