using System.Text.Json.Serialization;
using CustomerGrains.Domain.Rules;
using CustomerGrains.Silo.Rules;
using CustomerGrains.Web.Backfills;
using CustomerGrains.Web.Flows;

namespace CustomerGrains.Web.Segments;

/// <summary>A segment as it is published, with how many are in it.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Name">Its name for people.</param>
/// <param name="Description">What it is for, or null.</param>
/// <param name="Rule">Who is in it.</param>
/// <param name="Version">The published version.</param>
/// <param name="PublishedAt">When.</param>
/// <param name="PublishedBy">By whom.</param>
/// <param name="Size">How many are in it.</param>
/// <param name="Share">Of all customers, 0 to 100; null of nobody.</param>
/// <param name="Joined">How many joined lately.</param>
/// <param name="Left">How many left lately.</param>
/// <param name="Spark">Its size at the end of each of the last 24 hours, oldest first.</param>
/// <param name="Backfill">The evaluation of everybody that this version began; null when it is over.</param>
/// <param name="Broken">Why the rule can't be evaluated any more; null for nearly all.</param>
record SegmentReply(
    string Key,
    string Name,
    string? Description,
    string Rule,
    int Version,
    DateTimeOffset PublishedAt,
    string PublishedBy,
    long Size,
    decimal? Share,
    FlowCount Joined,
    FlowCount Left,
    IReadOnlyList<long> Spark,
    BackfillReply? Backfill,
    string? Broken);

/// <summary>A segment with its history.</summary>
sealed record SegmentDetailReply : SegmentReply
{
    public SegmentDetailReply(SegmentReply segment, IReadOnlyList<VersionReply> versions)
        : base(segment) => Versions = versions;

    /// <summary>Every version, newest first.</summary>
    public IReadOnlyList<VersionReply> Versions { get; }
}

/// <summary>All segments.</summary>
/// <param name="Items">By name.</param>
/// <param name="Population">How many customers there are.</param>
sealed record SegmentsReply(IReadOnlyList<SegmentReply> Items, long Population);

/// <summary>A version of a segment.</summary>
/// <param name="Version">From 1.</param>
/// <param name="Name">Its name then.</param>
/// <param name="Rule">Its rule then.</param>
/// <param name="Description">What it was for, or null.</param>
/// <param name="PublishedAt">When it began.</param>
/// <param name="PublishedBy">By whom.</param>
/// <param name="Deleted">Whether it ended the segment.</param>
sealed record VersionReply(int Version, string Name, string Rule, string? Description, DateTimeOffset PublishedAt, string PublishedBy, bool Deleted)
{
    public static VersionReply Of(DefinitionVersion version) => Of(version.Definition, version.Deleted);

    public static VersionReply Of(Definition definition, bool deleted = false) => new(
        definition.Version,
        definition.Name,
        definition.Rule,
        definition.Description,
        DateTimeOffset.FromUnixTimeMilliseconds(definition.PublishedAt),
        definition.PublishedBy,
        deleted);
}

/// <summary>A segment to publish.</summary>
/// <param name="Name">Its name for people: 1 to 100 characters.</param>
/// <param name="Rule">Who is in it.</param>
/// <param name="Description">What it is for: at most 2,000 characters.</param>
/// <param name="Version">The version that was edited; 0 for a new segment; left out to replace whatever is there.</param>
sealed record SegmentToPublish(string Name, string Rule, string? Description = null, int? Version = null);

/// <summary>A segment over time.</summary>
/// <param name="Step">minute, hour or day.</param>
/// <param name="Buckets">Oldest first, without gaps; the last one is the current step.</param>
sealed record SegmentSeriesReply(string Step, IReadOnlyList<FlowBucket> Buckets);

/// <summary>A rule to try.</summary>
/// <param name="Rule">Its text.</param>
/// <param name="Key">The segment it would become a version of: then also who would join and leave.</param>
sealed record RuleToPreview(string Rule, string? Key = null);

/// <summary>Whom a rule would find.</summary>
/// <param name="Matches">How many.</param>
/// <param name="Share">Of all customers, 0 to 100; null of nobody.</param>
/// <param name="Population">How many customers there are.</param>
/// <param name="Scanned">How many were looked at.</param>
/// <param name="Exact">Whether that was everybody; else the counts are extrapolated.</param>
/// <param name="Milliseconds">How long it took.</param>
/// <param name="Sample">Some of them, each with the reason.</param>
/// <param name="Joins">How many are not in the segment now; only with a key.</param>
/// <param name="Leaves">How many are in it now and would not be; only with a key.</param>
/// <param name="JoinSample">Some who would join.</param>
/// <param name="LeaveSample">Some who would leave.</param>
sealed record PreviewReply(
    long Matches,
    decimal? Share,
    long Population,
    long Scanned,
    bool Exact,
    long Milliseconds,
    IReadOnlyList<SampleReply> Sample,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? Joins,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? Leaves,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<SampleReply>? JoinSample,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<SampleReply>? LeaveSample);

/// <summary>A customer in a preview.</summary>
/// <param name="Id">Who.</param>
/// <param name="DisplayName">Her name, or null.</param>
/// <param name="Why">The conditions that decide, with their values.</param>
sealed record SampleReply(string Id, string? DisplayName, string Why);

/// <summary>Parts of a whole.</summary>
static class Shares
{
    /// <summary>0 to 100 with two decimals; null of nothing.</summary>
    public static decimal? Of(long part, long whole) => whole <= 0 ? null : Math.Round(100m * part / whole, 2);
}
