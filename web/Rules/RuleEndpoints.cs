using CustomerGrains.Domain.Rules;
using CustomerGrains.Web.Hosting;
using CustomerGrains.Web.Security;

namespace CustomerGrains.Web.Rules;

/// <summary>The words of the rule language.</summary>
/// <param name="Items">Fields that a rule may ask for.</param>
/// <param name="Functions">Functions, as count(event, window).</param>
/// <param name="Keywords">Words with a meaning of their own.</param>
/// <param name="Operators">Comparisons, in symbols and words.</param>
sealed record VocabularyReply(
    IReadOnlyList<VocabularyItem> Items, IReadOnlyList<VocabularyFunction> Functions, IReadOnlyList<string> Keywords, IReadOnlyList<string> Operators);

/// <summary>A rule to look at.</summary>
/// <param name="Rule">Its text.</param>
/// <param name="Use">segment (default) or stage: a stage's rule may not mention the journey or segments.</param>
/// <param name="Key">The segment it is for: one that mentions itself, in the end, is told so.</param>
sealed record RuleToCheck(string Rule, string? Use = null, string? Key = null);

/// <summary>What was made of a rule.</summary>
/// <param name="Ok">Whether it can be published.</param>
/// <param name="Errors">Everything that is wrong, in the order of the text.</param>
/// <param name="Hints">What is allowed but looks like a slip.</param>
/// <param name="DependsOnTime">Whether its answer can change with no further event.</param>
/// <param name="Segments">The segments it mentions.</param>
sealed record RuleCheckReply(bool Ok, IReadOnlyList<RuleError> Errors, IReadOnlyList<RuleError> Hints, bool DependsOnTime, IReadOnlyList<string> Segments);

/// <summary>The rule language: its words, and whether a rule is right.</summary>
static class RuleEndpoints
{
    static readonly string[] _uses = ["segment", "stage"];

    public static void MapRules(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/rules").RequireAuthorization(Policies.Agent).WithTags("Rules");
        group.MapGet("vocabulary", () => TypedResults.Ok(new VocabularyReply(Vocabulary.Items, Vocabulary.Functions, Vocabulary.Keywords, Vocabulary.Operators)))
            .WithSummary("The words of the rule language: fields with their types, functions, keywords and operators. docs/rules.md is the grammar.");
        group.MapPost("check", CheckAsync).WithMetadata(new JsonShape(typeof(RuleToCheck))).Produces<RuleCheckReply>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .WithSummary("Reads a rule and says everything that is wrong with it, each with its place. use: segment (default) or stage; key: the segment it is for. Saves nothing.");
    }

    static async Task<IResult> CheckAsync(HttpContext context, RuleChecker checker)
    {
        var body = await JsonFields.ReadAsync(context.Request);
        // An empty one is no mistake of the caller's: somebody begins to type.
        var rule = body.Lines("rule", RuleText.MaxLength);
        if (rule is null && body.Problem is null) body.Fail("rule", null, "rule is missing: send the text of a rule.");
        var use = body.Has("use") ? body.Word("use", _uses) : _uses[0];
        var key = body.Has("key") ? body.Text("key", 64) : "";
        if (body.Problem is { } problem) return problem;
        return TypedResults.Ok(await checker.CheckAsync(rule!, use == "stage" ? DefinitionKind.Stage : DefinitionKind.Segment, key, context.RequestAborted));
    }
}
