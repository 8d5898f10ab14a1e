using CustomerGrains.Grains.Journal;
using CustomerGrains.Web.Backfills;
using CustomerGrains.Web.Journeys;
using CustomerGrains.Web.Rules;
using CustomerGrains.Web.Transitions;

namespace CustomerGrains.Web.Segments;

/// <summary>Segments, the journey, and what is decided by their rules.</summary>
static class SegmentServices
{
    public static IServiceCollection AddSegments(this IServiceCollection services)
    {
        services.AddSingleton<RuleChecker>();
        services.AddSingleton<SegmentReader>();
        services.AddSingleton<SegmentPreviews>();
        services.AddSingleton<EvidenceReader>();
        services.AddSingleton<JourneyReader>();
        // After the flows: when it wakes the pump, they have counted already.
        services.AddSingleton<Decisions>();
        services.AddSingleton<ICommitObserver>(provider => provider.GetRequiredService<Decisions>());
        services.AddSingleton<SegmentPump>();
        services.AddHostedService(provider => provider.GetRequiredService<SegmentPump>());
        return services;
    }

    /// <summary>All their endpoints.</summary>
    public static void MapSegmentation(this IEndpointRouteBuilder routes)
    {
        routes.MapRules();
        routes.MapSegments();
        routes.MapEvidence();
        routes.MapTransitions();
        routes.MapBackfills();
        routes.MapJourney();
    }
}
