using CustomerGrains.Silo.Customers;
using CustomerGrains.Web.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CustomerGrains.Web.Journeys;

/// <summary>The journey: its stages in order, and how many customers are in each.</summary>
sealed record JourneyReply(IReadOnlyList<StageReply> Stages);

/// <summary>One stage.</summary>
sealed record StageReply(string Stage, long Customers);

/// <summary>The journey over all customers.</summary>
static class JourneyEndpoints
{
    public static void MapJourney(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/journey", GetAsync).RequireAuthorization(Policies.Agent).WithTags("Journey")
            .WithSummary("The journey's stages in order, with the number of customers in each.");

    static async Task<Ok<JourneyReply>> GetAsync(ICustomerDirectory directory, CancellationToken cancellationToken)
    {
        var counts = await directory.CountByStageAsync(cancellationToken);
        return TypedResults.Ok(new JourneyReply([.. Stages.InOrder.Select(stage => new StageReply(stage, counts.GetValueOrDefault(stage)))]));
    }
}

/// <summary>The stages of the default journey.</summary>
static class Stages
{
    public static string[] InOrder { get; } = ["Aware", "Considering", "Buying", "New", "Loyal", "Advocate"];
}
