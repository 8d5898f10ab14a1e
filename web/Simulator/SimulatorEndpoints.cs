using System.Security.Claims;
using CustomerGrains.Web.Hosting;
using CustomerGrains.Web.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CustomerGrains.Web.Simulator;

/// <summary>How fast the simulator is to run.</summary>
/// <param name="EventsPerSecond">1 to 200.</param>
sealed record SimulatorRequest(int EventsPerSecond);

/// <summary>Starting and stopping the simulator.</summary>
static class SimulatorEndpoints
{
    public static void MapSimulator(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/simulator").RequireAuthorization(Policies.Admin).WithTags("Simulator");
        group.MapGet("", (ShopSimulator simulator) => TypedResults.Ok(simulator.Read())).WithSummary("What the simulator does. For admins, like everything here.");
        group.MapPost("", StartAsync)
            .WithSummary("Lets believable shoppers shop at 1 to 200 events a second, for 30 minutes: eventsPerSecond. Their events are recorded like all others; ids start with sim-.")
            .WithMetadata(new JsonShape(typeof(SimulatorRequest))).Produces<SimulatorReply>(StatusCodes.Status202Accepted).ProducesProblem(StatusCodes.Status400BadRequest);
        group.MapDelete("", StopAsync).WithSummary("Stops it. What was recorded stays.");
    }

    static async Task<IResult> StartAsync(HttpContext context, ShopSimulator simulator)
    {
        var body = await JsonFields.ReadAsync(context.Request);
        var eventsPerSecond = body.Number("eventsPerSecond", 1, ShopSimulator.Fastest);
        if (body.Problem is { } problem) return problem;
        return TypedResults.Accepted("/api/simulator", simulator.Start(eventsPerSecond, context.User.FindFirstValue(ClaimTypes.Name)));
    }

    static async Task<NoContent> StopAsync(ShopSimulator simulator)
    {
        await simulator.StopAsync();
        return TypedResults.NoContent();
    }
}
