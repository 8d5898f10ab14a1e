using CustomerGrains.Web.Security;

namespace CustomerGrains.Web.Segments;

/// <summary>A segment.</summary>
sealed record SegmentReply(string Key, string Name, string Rule, string? Description, long Size);

/// <summary>All segments.</summary>
sealed record SegmentsReply(IReadOnlyList<SegmentReply> Items);

/// <summary>Segments. There are none yet, and the answer says so.</summary>
static class SegmentEndpoints
{
    public static void MapSegments(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/segments", () => TypedResults.Ok(new SegmentsReply([])))
            .RequireAuthorization(Policies.Agent).WithTags("Segments").WithSummary("All segments; none can be made yet.");
}
