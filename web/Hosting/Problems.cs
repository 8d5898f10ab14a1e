using System.Globalization;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace CustomerGrains.Web.Hosting;

/// <summary>What is wrong with one field of a request, and the way out.</summary>
/// <param name="Field">The parameter, or the path into the body.</param>
/// <param name="Value">What was sent, shortened; null where nothing was.</param>
/// <param name="Reason">What is wrong and what would be right.</param>
sealed record FieldProblem(string Field, string? Value, string Reason)
{
    /// <summary>Of a text with a grammar: where the mistake begins, in UTF-16 units from 0.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Start { get; init; }

    /// <summary>How long it is.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Length { get; init; }

    /// <summary>Its line, from 1.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Line { get; init; }

    /// <summary>Its place in the line, from 1.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Column { get; init; }

    /// <summary>What to put in its place.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Suggestion { get; init; }
}

/// <summary>Every error of this server: problem details (RFC 9457) that name the field, the value and the way out.</summary>
static class Problems
{
    /// <summary>400: a parameter or the body can't be understood.</summary>
    public static ProblemHttpResult Bad(string field, string? value, string reason) =>
        Of(StatusCodes.Status400BadRequest, reason, new FieldProblem(field, Shown.Value(value), reason));

    /// <summary>400 with a field that was checked elsewhere.</summary>
    public static ProblemHttpResult Bad(FieldProblem problem) => Of(StatusCodes.Status400BadRequest, problem.Reason, problem);

    /// <summary>404: nothing has this id.</summary>
    public static ProblemHttpResult NotFound(string field, string value, string reason) =>
        Of(StatusCodes.Status404NotFound, reason, new FieldProblem(field, Shown.Value(value), reason));

    /// <summary>410: it was there, and was removed for good.</summary>
    public static ProblemHttpResult Gone(string field, string? value, string reason) =>
        Of(StatusCodes.Status410Gone, reason, new FieldProblem(field, Shown.Value(value), reason));

    /// <summary>409: what is there does not allow it.</summary>
    /// <param name="field">What the caller sent.</param>
    /// <param name="value">Its value.</param>
    /// <param name="reason">What is in the way, and the way out.</param>
    /// <param name="current">What is there now, or null.</param>
    public static ProblemHttpResult Conflict(string field, string? value, string reason, object? current = null)
    {
        var problem = Of(StatusCodes.Status409Conflict, reason, new FieldProblem(field, Shown.Value(value), reason));
        if (current is not null) problem.ProblemDetails.Extensions["current"] = current;
        return problem;
    }

    /// <summary>503: the store can't be reached. The caller may try again.</summary>
    public static RetryLater Unavailable(string reason) => Retry(StatusCodes.Status503ServiceUnavailable, TimeSpan.FromSeconds(1), reason);

    /// <summary>429 or 503 with a Retry-After of at least a second.</summary>
    public static RetryLater Retry(int status, TimeSpan after, string reason) => new RetryLater(Of(status, reason), after);

    /// <summary>Any status, with or without fields.</summary>
    public static ProblemHttpResult Of(int status, string detail, params FieldProblem[] errors)
    {
        var problem = new ProblemDetails { Status = status, Detail = detail };
        if (errors.Length > 0) problem.Extensions["errors"] = errors;
        return TypedResults.Problem(problem);
    }
}

/// <summary>A problem that goes away by itself: with Retry-After.</summary>
sealed class RetryLater(ProblemHttpResult problem, TimeSpan after) : IResult, IStatusCodeHttpResult
{
    /// <summary>What it says.</summary>
    public ProblemHttpResult Problem => problem;

    public int? StatusCode => problem.StatusCode;

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var seconds = Math.Max(1, (long)Math.Ceiling(after.TotalSeconds));
        httpContext.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return problem.ExecuteAsync(httpContext);
    }
}
