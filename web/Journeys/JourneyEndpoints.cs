using CustomerGrains.Domain.Rules;
using CustomerGrains.Silo.Rules;
using CustomerGrains.Web.Hosting;
using CustomerGrains.Web.Rules;
using CustomerGrains.Web.Security;

namespace CustomerGrains.Web.Journeys;

/// <summary>The journey over all customers, and who may change it.</summary>
static class JourneyEndpoints
{
    const int MostStages = 30;
    const int LongestDescription = 2_000;

    static readonly string[] _windows = ["1h", "24h", "30d"];

    public static void MapJourney(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/journey").RequireAuthorization(Policies.Agent).WithTags("Journey");
        group.MapGet("", GetAsync).Produces<JourneyReply>().ProducesProblem(StatusCodes.Status400BadRequest)
            .WithSummary("The stages in order, with who is in them, came, went and for how long, and the flows between them. window: 1h, 24h (default) or 30d.");
        group.MapGet("versions", async (JourneyReader journey, CancellationToken cancellationToken) => TypedResults.Ok(new JourneyVersionsReply(await journey.VersionsAsync(cancellationToken))))
            .WithSummary("Every version of the journey, newest first.");
        group.MapPut("", PublishAsync).RequireAuthorization(Policies.Operator).WithMetadata(new JsonShape(typeof(JourneyToPublish))).Produces<JourneyReply>()
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status409Conflict)
            .WithSummary("Publishes the journey as a whole: from now on everybody is decided by these stages. version: the one that was edited. For operators.");
    }

    static async Task<IResult> GetAsync(string? window, JourneyReader journey, CancellationToken cancellationToken) =>
        QueryParameters.TryWord("window", window, _windows, "24h", out var name, out var problem)
            ? TypedResults.Ok(await journey.ReadAsync(name, cancellationToken))
            : Problems.Bad(problem);

    static async Task<IResult> PublishAsync(HttpContext context, IDefinitionStore definitions, JourneyReader journey)
    {
        var body = await JsonFields.ReadAsync(context.Request);
        var version = body.Has("version") ? body.Number("version", 0, int.MaxValue) : (int?)null;
        var stages = new List<Definition>();
        var current = await definitions.LoadAsync(context.RequestAborted);
        foreach (var fields in body.Objects("stages", 1, MostStages))
            stages.Add(Read(fields, stages, current.Items));
        if (body.Problem is { } problem) return problem;

        var keys = StageNames.Keys([.. stages.Select(stage => stage.Name)], [.. current.Items.Where(item => item.Kind == DefinitionKind.Stage)]);
        var drafts = stages.Select((stage, i) => new DefinitionDraft(DefinitionKind.Stage, keys[i], stage.Name, stage.Rule, stage.Description)).ToList();
        var reply = await definitions.PublishMapAsync(drafts, version, context.User.Identity?.Name ?? "", CancellationToken.None);
        if (reply.Status == PublishStatus.Published) return TypedResults.Ok(await journey.ReadAsync("24h", context.RequestAborted));
        var versions = await journey.VersionsAsync(context.RequestAborted);
        return Problems.Conflict(
            "version",
            version?.ToString(System.Globalization.CultureInfo.InvariantCulture),
            $"Version {reply.Version} was published by {reply.Current?.PublishedBy} since: look at it, then publish with version {reply.Version}.",
            versions.Count > 0 ? versions[0] : null);
    }

    // Gathers what is wrong with a stage in the body's problems.
    static Definition Read(JsonFields fields, List<Definition> before, IReadOnlyList<Definition> current)
    {
        var name = fields.Text("name", StageNames.Longest);
        var rule = fields.Rule("rule");
        var description = fields.Lines("description", LongestDescription);
        if (name.Contains(StageNames.Reserved, StringComparison.Ordinal)) fields.Fail("name", name, $"A stage's name must not hold {StageNames.Reserved}.");
        else if (name.Length > 0 && before.Exists(stage => string.Equals(stage.Name, name, StringComparison.OrdinalIgnoreCase)))
            fields.Fail("name", name, $"There are two stages called {name}: names must differ.");
        var stage = new Definition(DefinitionKind.Stage, "", 1, before.Count + 1, name, rule, string.IsNullOrWhiteSpace(description) ? null : description.Trim(), 0, "");
        if (rule.Length == 0) return stage;
        var errors = RuleGraph.Check(stage, current);
        fields.Fail("rule", rule, errors);
        // Who is in no later stage is in the first: so everybody is in one, and the stages add up to all customers.
        if (before.Count == 0 && errors.Count == 0 && RuleText.Read(rule, RuleUse.Stage).Rule?.Formatted != "always")
            fields.Fail("rule", rule, "The first stage takes everybody who is in no later one: its rule must be always.");
        return stage;
    }
}
