using CustomerGrains.Web.Hosting;

namespace CustomerGrains.Web.Ingestion;

/// <summary>Why a whole request is refused: sending it again unchanged would not help.</summary>
sealed record Refusal(int Status, string Field, string? Value, string Reason)
{
    public IResult ToResult() => Problems.Of(Status, Reason, new FieldProblem(Field, Shown.Value(Value), Reason));
}
