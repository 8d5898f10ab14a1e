using CustomerGrains.Domain.Rules;
using CustomerGrains.Web.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CustomerGrains.Web.Rules;

/// <summary>What is wrong with a rule's text as fields of a problem: each with its place and, where there is one, what to write instead.</summary>
static class RuleProblems
{
    /// <summary>The text of a rule, as it was sent; "" if it can't be used, which is said then.</summary>
    public static string Rule(this JsonFields fields, string name)
    {
        var text = fields.Lines(name, RuleText.MaxLength);
        if (string.IsNullOrWhiteSpace(text) && fields.IsObject && (text is not null || !fields.Has(name)))
            fields.Fail(name, text, $"{name} is empty: send the text of a rule, for example orders.count >= 2; always means everybody.");
        return string.IsNullOrWhiteSpace(text) ? "" : text;
    }

    /// <summary>400 with everything that is wrong with a rule.</summary>
    public static ProblemHttpResult Of(string name, string text, IReadOnlyList<RuleError> errors) => Problems.Of(
        StatusCodes.Status400BadRequest, string.Join(' ', errors.Select(error => error.Message)), [.. errors.Select(error => Field(name, text, error))]);

    /// <summary>Says everything that is wrong with a rule.</summary>
    /// <param name="fields">The body that the rule came in.</param>
    /// <param name="name">The field of the rule.</param>
    /// <param name="text">The rule.</param>
    /// <param name="errors">What is wrong with it.</param>
    public static void Fail(this JsonFields fields, string name, string text, IReadOnlyList<RuleError> errors)
    {
        foreach (var error in errors) fields.Fail(Field(name, text, error));
    }

    static FieldProblem Field(string name, string text, RuleError error) => new(name, Shown.Value(At(text, error)), error.Message)
    {
        Start = error.Start,
        Length = error.Length,
        Line = error.Line,
        Column = error.Column,
        Suggestion = error.Suggestion,
    };

    static string At(string text, RuleError error)
    {
        var start = Math.Clamp(error.Start, 0, text.Length);
        return text.Substring(start, Math.Clamp(error.Length, 0, text.Length - start));
    }
}
