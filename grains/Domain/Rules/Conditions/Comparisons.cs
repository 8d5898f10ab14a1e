using CustomerGrains.Domain.Rules.Syntax;

namespace CustomerGrains.Domain.Rules.Conditions;

/// <summary>The six comparisons, done and in words.</summary>
static class Comparisons
{
    public static bool Holds(this Comparison comparison, int order) => comparison switch
    {
        Comparison.Equal => order == 0,
        Comparison.NotEqual => order != 0,
        Comparison.Less => order < 0,
        Comparison.AtMost => order <= 0,
        Comparison.More => order > 0,
        _ => order >= 0,
    };

    public static string Symbol(this Comparison comparison) => comparison switch
    {
        Comparison.Equal => "=",
        Comparison.NotEqual => "!=",
        Comparison.Less => "<",
        Comparison.AtMost => "<=",
        Comparison.More => ">",
        _ => ">=",
    };

    public static string Words(this Comparison comparison) => comparison switch
    {
        Comparison.Equal => "",
        Comparison.NotEqual => "not ",
        Comparison.Less => "less than ",
        Comparison.AtMost => "at most ",
        Comparison.More => "more than ",
        _ => "at least ",
    };
}
