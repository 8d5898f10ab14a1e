using System.Globalization;
using CustomerGrains.Silo.Webhooks;
using CustomerGrains.Web.Customers;
using CustomerGrains.Web.Hosting;
using CustomerGrains.Web.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CustomerGrains.Web.Webhooks;

/// <summary>Endpoints that events go to, what went there, and what did not.</summary>
static partial class WebhookEndpoints
{
    const int MostItems = 200;

    public static void MapWebhooks(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/webhooks").RequireAuthorization(Policies.Admin).WithTags("Webhooks");
        group.MapGet("", ListAsync).WithSummary("All endpoints and how they are doing, the oldest first; never their secrets. For admins, like everything here.").Produces<WebhooksReply>();
        group.MapPost("", AddAsync)
            .WithSummary("Makes an endpoint: {name, url, events, segments?, stages?}. It gets what is decided from now on. The answer is the only one with the secret.")
            .WithMetadata(new JsonShape(typeof(NewWebhook))).Produces<MadeWebhookReply>(StatusCodes.Status201Created)
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status409Conflict);
        group.MapGet("{id}", GetAsync).WithSummary("One endpoint.").Produces<WebhookReply>().ProducesProblem(StatusCodes.Status404NotFound);
        group.MapPut("{id}", ChangeAsync)
            .WithSummary("Changes what is sent: name, url, events, segments, stages, paused. What was taken up already goes out as it is. Counts within a second.")
            .WithMetadata(new JsonShape(typeof(WebhookChange))).Produces<WebhookReply>()
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);
        group.MapDelete("{id}", RemoveAsync).WithSummary("Removes an endpoint with everything that was to go there.")
            .Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status404NotFound);
        group.MapPost("{id}/secret", RenewAsync)
            .WithSummary("Makes a new secret, which only this answer has. For 24 hours messages carry a signature by the one before as well.")
            .Produces<WebhookSecretReply>().ProducesProblem(StatusCodes.Status404NotFound);
        group.MapPost("{id}/test", TestAsync).WithSummary("Sends a message of type webhook.test; what came of it is among the deliveries. 409 while the endpoint is paused.")
            .Produces<WebhookDeliveryReply>(StatusCodes.Status202Accepted).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        group.MapGet("{id}/deliveries", DeliveriesAsync)
            .WithSummary("What was sent, waits or was given up, the latest first: state=pending, delivered or dead (default all); limit up to 200 (default 50); before= next of the page before.")
            .Produces<PageReply<WebhookDeliveryReply>>().ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);
        group.MapPost("{id}/deliveries/{delivery}/replay", ReplayAsync)
            .WithSummary("Sends a dead letter, or what was delivered, again under the same message id, before whatever waits for the same customer.")
            .Produces<WebhookDeliveryReply>(StatusCodes.Status202Accepted).ProducesProblem(StatusCodes.Status404NotFound);
        group.MapPost("{id}/replay", ReplayDeadAsync).WithSummary("Sends every dead letter of the endpoint again.")
            .Produces<ReplayedReply>(StatusCodes.Status202Accepted).ProducesProblem(StatusCodes.Status404NotFound);
    }

    static async Task<IResult> ListAsync(IWebhooks webhooks, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return TypedResults.Ok(new WebhooksReply([.. (await webhooks.ListAsync(cancellationToken)).Select(webhook => WebhookReply.Of(webhook, now))]));
    }

    static async Task<IResult> GetAsync(string id, IWebhooks webhooks, TimeProvider clock, CancellationToken cancellationToken) =>
        await FindAsync(id, webhooks, cancellationToken) is { } found ? TypedResults.Ok(WebhookReply.Of(found, clock.GetUtcNow())) : Missing(id);

    static async Task<IResult> AddAsync(HttpContext context, IWebhooks webhooks, WebhookReader reader, TimeProvider clock, ILogger<Webhook> log)
    {
        var body = await JsonFields.ReadAsync(context.Request);
        var target = reader.Read(body, before: null);
        if (body.Problem is { } problem) return problem;
        var by = context.User.Identity?.Name ?? "";
        if (await webhooks.AddAsync(target, by, context.RequestAborted) is not var (made, secret))
            return Problems.Conflict("name", target.Name, $"There are {WebhookLimits.Endpoints} endpoints, which is all there can be: remove one that nobody needs.");
        Made(log, made.Id, Principals.IdOf(context.User));
        return TypedResults.Created($"/api/webhooks/{made.Id}", new MadeWebhookReply(WebhookReply.Of(made, clock.GetUtcNow()), secret));
    }

    static async Task<IResult> ChangeAsync(string id, HttpContext context, IWebhooks webhooks, WebhookReader reader, TimeProvider clock, ILogger<Webhook> log)
    {
        var token = context.RequestAborted;
        if (await FindAsync(id, webhooks, token) is not { } before) return Missing(id);
        var body = await JsonFields.ReadAsync(context.Request);
        var target = reader.Read(body, before.Target);
        var paused = body.Has("paused") ? body.Flag("paused", false) : (bool?)null;
        if (body.Problem is { } problem) return problem;
        var now = await webhooks.ChangeAsync(before.Id, target, token);
        if (paused is { } pause) now = await webhooks.PauseAsync(before.Id, pause, token);
        if (now is null) return Missing(id);
        Changed(log, before.Id, Principals.IdOf(context.User));
        return TypedResults.Ok(WebhookReply.Of(now, clock.GetUtcNow()));
    }

    static async Task<IResult> RemoveAsync(string id, HttpContext context, IWebhooks webhooks, ILogger<Webhook> log)
    {
        if (NumberOf(id) is not { } number || !await webhooks.RemoveAsync(number, context.RequestAborted)) return Missing(id);
        Removed(log, number, Principals.IdOf(context.User));
        return TypedResults.NoContent();
    }

    static async Task<IResult> RenewAsync(string id, HttpContext context, IWebhooks webhooks, ILogger<Webhook> log)
    {
        if (NumberOf(id) is not { } number || await webhooks.RenewSecretAsync(number, context.RequestAborted) is not { } secret) return Missing(id);
        Renewed(log, number, Principals.IdOf(context.User));
        return TypedResults.Ok(new WebhookSecretReply(secret));
    }

    static async Task<IResult> TestAsync(string id, IWebhooks webhooks, CancellationToken cancellationToken)
    {
        if (await FindAsync(id, webhooks, cancellationToken) is not { } found) return Missing(id);
        if (found.PausedAt is not null) return Problems.Conflict("id", id, "The endpoint is paused, so nothing is sent: resume it first.");
        return await webhooks.TestAsync(found.Id, cancellationToken) is { } made ? TypedResults.Accepted((string?)null, WebhookDeliveryReply.Of(made)) : Missing(id);
    }

    static async Task<IResult> DeliveriesAsync(string id, string? state, string? before, string? limit, IWebhooks webhooks, CancellationToken cancellationToken)
    {
        if (!QueryParameters.TryWord("state", state, ["all", "pending", "delivered", "dead"], "all", out var which, out var problem)
            || !QueryParameters.TryNumber("limit", limit, 1, MostItems, 50, out var most, out problem))
            return Problems.Bad(problem);
        var from = string.IsNullOrEmpty(before) ? (long?)null : NumberOf(before);
        if (from is null && !string.IsNullOrEmpty(before)) return Problems.Bad("before", before, "before must be next of the page before; leave it out to start again.");
        if (await FindAsync(id, webhooks, cancellationToken) is not { } found) return Missing(id);
        var only = which switch
        {
            "pending" => DeliveryState.Pending,
            "delivered" => DeliveryState.Delivered,
            "dead" => DeliveryState.Dead,
            _ => (DeliveryState?)null,
        };
        var items = await webhooks.DeliveriesAsync(found.Id, only, from, most + 1, cancellationToken);
        var page = items.Take(most).Select(WebhookDeliveryReply.Of).ToList();
        return TypedResults.Ok(new PageReply<WebhookDeliveryReply>(page, items.Count > most ? page[^1].Id.ToString(CultureInfo.InvariantCulture) : null));
    }

    static async Task<IResult> ReplayAsync(string id, string delivery, IWebhooks webhooks, CancellationToken cancellationToken)
    {
        if (NumberOf(id) is not { } number) return Missing(id);
        return NumberOf(delivery) is { } which && await webhooks.ReplayAsync(number, which, cancellationToken) is { } again
            ? TypedResults.Accepted((string?)null, WebhookDeliveryReply.Of(again))
            : Problems.NotFound("delivery", delivery, $"There is no such delivery. GET /api/webhooks/{number}/deliveries lists those that are kept.");
    }

    static async Task<IResult> ReplayDeadAsync(string id, HttpContext context, IWebhooks webhooks, ILogger<Webhook> log)
    {
        if (await FindAsync(id, webhooks, context.RequestAborted) is not { } found) return Missing(id);
        var replayed = await webhooks.ReplayDeadAsync(found.Id, context.RequestAborted);
        Replayed(log, replayed, found.Id, Principals.IdOf(context.User));
        return TypedResults.Accepted((string?)null, new ReplayedReply(replayed));
    }

    static async Task<Webhook?> FindAsync(string id, IWebhooks webhooks, CancellationToken cancellationToken) =>
        NumberOf(id) is { } number ? await webhooks.FindAsync(number, cancellationToken) : null;

    static long? NumberOf(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    static ProblemHttpResult Missing(string id) => Problems.NotFound("id", id, "There is no such endpoint. GET /api/webhooks lists them.");

    [LoggerMessage(LogLevel.Information, "Webhook {Webhook} was made by {By}")]
    static partial void Made(ILogger logger, long webhook, string? by);

    [LoggerMessage(LogLevel.Information, "Webhook {Webhook} was changed by {By}")]
    static partial void Changed(ILogger logger, long webhook, string? by);

    [LoggerMessage(LogLevel.Information, "Webhook {Webhook} was removed by {By}")]
    static partial void Removed(ILogger logger, long webhook, string? by);

    [LoggerMessage(LogLevel.Information, "Webhook {Webhook} got a new secret from {By}")]
    static partial void Renewed(ILogger logger, long webhook, string? by);

    [LoggerMessage(LogLevel.Information, "{Count} dead letters of webhook {Webhook} are sent again for {By}")]
    static partial void Replayed(ILogger logger, int count, long webhook, string? by);
}
