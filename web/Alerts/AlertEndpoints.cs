using System.Globalization;
using System.Security.Claims;
using System.Text.RegularExpressions;
using CustomerGrains.Domain.Rules;
using CustomerGrains.Silo.Alerts;
using CustomerGrains.Silo.Rules;
using CustomerGrains.Web.Hosting;
using CustomerGrains.Web.Kpis;
using CustomerGrains.Web.Security;

namespace CustomerGrains.Web.Alerts;

/// <summary>Alerts and their rules.</summary>
static partial class AlertEndpoints
{
    /// <summary>Every rule is looked at every second: this many cost nothing that matters.</summary>
    public const int MostRules = 200;

    const int MostItems = 200;
    const int LongestNote = 500;

    public static void MapAlerts(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/alerts").WithTags("Alerts");
        group.MapGet("", ListAsync).RequireAuthorization(Policies.Agent)
            .WithSummary("Alerts, the latest first: state=open (default) or all; limit up to 200 (default 50); before= the next of the page before.")
            .Produces<AlertsReply>().ProducesProblem(StatusCodes.Status400BadRequest);
        group.MapPost("{id}/acknowledge", AcknowledgeAsync).RequireAuthorization(Policies.Agent)
            .WithSummary("Says that you take care of it, with a note if you like. The first who does counts: 409 for others.")
            .WithMetadata(new JsonShape(typeof(Acknowledgement))).Produces<AlertReply>()
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        group.MapGet("rules", RulesAsync).RequireAuthorization(Policies.Agent)
            .WithSummary("The rules, each with its value now and its open alert.").Produces<AlertRulesReply>();
        group.MapPut("rules/{key}", PutAsync).RequireAuthorization(Policies.Operator)
            .WithSummary("Publishes a rule: {name, source: kpi|joined|left|size|entered, metric?, scope?, window: 5m|10m|1h|24h, op: >|>=|<|<=, threshold, enabled?, version?}. For operators.")
            .WithMetadata(new JsonShape(typeof(NewAlertRule))).Produces<AlertRuleReply>()
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status409Conflict);
        group.MapDelete("rules/{key}", DeleteAsync).RequireAuthorization(Policies.Operator)
            .WithSummary("Removes a rule; its open alert is cleared. For operators.")
            .Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status404NotFound);
    }

    static async Task<IResult> ListAsync(string? state, string? before, string? limit, IAlertStore alerts, CancellationToken cancellationToken)
    {
        if (!QueryParameters.TryWord("state", state, ["open", "all"], "open", out var which, out var problem)
            || !QueryParameters.TryNumber("limit", limit, 1, MostItems, 50, out var most, out problem)
            || !QueryParameters.TryNumber("before", before, 1, int.MaxValue, int.MaxValue, out var beforeId, out problem))
            return Problems.Bad(problem);
        var items = await alerts.ListAsync(which == "open", string.IsNullOrEmpty(before) ? null : beforeId, most + 1, cancellationToken);
        var page = items.Take(most).Select(AlertReply.Of).ToList();
        return TypedResults.Ok(new AlertsReply(page, items.Count > most ? page[^1].Id : null));
    }

    static async Task<IResult> AcknowledgeAsync(string id, HttpContext context, IAlertStore alerts, AlertWatch watch, TimeProvider clock)
    {
        var (body, token) = (await JsonFields.ReadOptionalAsync(context.Request), context.RequestAborted);
        var note = body.Has("note") ? body.Text("note", LongestNote) : null;
        if (body.Problem is { } problem) return problem;
        var (by, at) = (NameOf(context.User), clock.GetUtcNow());
        // As the store keeps it.
        at = DateTimeOffset.FromUnixTimeMilliseconds(at.ToUnixTimeMilliseconds());
        if (!long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || await alerts.AcknowledgeAsync(number, by, note, at, token) is not { } alert)
            return Problems.NotFound("id", id, "There is no such alert. GET /api/alerts?state=all lists them.");
        if (alert.AcknowledgedBy != by)
        {
            var reason = $"{alert.AcknowledgedBy} has acknowledged it already, at {alert.AcknowledgedAt:yyyy-MM-dd HH:mm:ss} UTC.";
            return Problems.Of(StatusCodes.Status409Conflict, reason, new FieldProblem("id", null, reason));
        }
        // Once more by the same hand (a second click) changes nothing and is no mistake.
        if (alert.AcknowledgedAt == at) await watch.ChangedAsync(alert, token);
        return TypedResults.Ok(AlertReply.Of(alert));
    }

    static async Task<IResult> RulesAsync(IDefinitionStore definitions, AlertValues values, AlertWatch watch, CancellationToken cancellationToken)
    {
        var open = await watch.OpenAsync(cancellationToken);
        var items = new List<AlertRuleReply>();
        foreach (var definition in await definitions.ListAsync(DefinitionKind.Alert, cancellationToken))
            if (AlertRule.Of(definition) is { } rule) items.Add(await ReplyAsync(rule, values, open.GetValueOrDefault(rule.Key)?.Id, cancellationToken));
        return TypedResults.Ok(new AlertRulesReply(items));
    }

    static async Task<IResult> PutAsync(
        string key, HttpContext context, IDefinitionStore definitions, ScopeNames names, AlertValues values, AlertWatch watch)
    {
        if (!Key().IsMatch(key)) return Problems.Bad("key", key, "A key has 1 to 64 of the characters a-z, 0-9 and -.");
        var (body, token) = (await JsonFields.ReadAsync(context.Request), context.RequestAborted);
        var (name, condition, version) = AlertRuleReader.Read(body, names);
        if (body.Problem is { } problem) return problem;
        var known = await definitions.ListAsync(DefinitionKind.Alert, token);
        if (known.Count >= MostRules && known.All(each => each.Key != key))
            return Problems.Bad("key", key, $"There are {MostRules} alert rules, which is all there can be: remove one that nobody needs.");
        var reply = await definitions.PublishAsync(new(DefinitionKind.Alert, key, name, condition.ToText(), Expected: version), NameOf(context.User), token);
        if (reply.Status != PublishStatus.Published)
        {
            var reason = reply.Current is { } current
                ? $"Version {current.Version} was published by {current.PublishedBy} since the one that you edited: load it and make your change again."
                : "The rule was removed since you loaded it: leave version out to make it anew.";
            return Problems.Of(StatusCodes.Status409Conflict, reason, new FieldProblem("version", null, reason));
        }
        var open = await watch.OpenAsync(token);
        return TypedResults.Ok(await ReplyAsync(AlertRule.Of(reply.Current!)!, values, open.GetValueOrDefault(key)?.Id, token));
    }

    static async Task<IResult> DeleteAsync(string key, HttpContext context, IDefinitionStore definitions) =>
        (await definitions.DeleteAsync(DefinitionKind.Alert, key, null, NameOf(context.User), context.RequestAborted)).Status == PublishStatus.Published
            ? TypedResults.NoContent()
            : Problems.NotFound("key", key, "There is no such alert rule. GET /api/alerts/rules lists them.");

    static async Task<AlertRuleReply> ReplyAsync(AlertRule rule, AlertValues values, long? open, CancellationToken cancellationToken)
    {
        var of = rule.Condition;
        var broken = values.WhyBroken(of);
        // Looking at the list must not make boards for rules that are switched off.
        var value = of.Enabled && broken is null ? await values.ReadAsync(of, cancellationToken) : null;
        return new(
            rule.Key, rule.Name, of.Source, of.Metric, of.Scope, of.Window, of.Op, of.Threshold, of.Enabled,
            rule.Version, rule.PublishedAt, rule.PublishedBy, value, open, broken);
    }

    static string NameOf(ClaimsPrincipal user) => user.Identity?.Name ?? "";

    [GeneratedRegex("^[a-z0-9-]{1,64}$")]
    private static partial Regex Key();
}
