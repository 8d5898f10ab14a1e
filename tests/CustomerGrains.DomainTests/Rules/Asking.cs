using CustomerGrains.Domain.Customers;
using CustomerGrains.Domain.Rules;
using CustomerGrains.DomainTests.Support;

namespace CustomerGrains.DomainTests.Rules;

/// <summary>Rules asked about customers, in lines of a test.</summary>
static class Asking
{
    public static Rule Rule(string text, RuleUse use = RuleUse.Segment)
    {
        var reading = RuleText.Read(text, use);
        Assert.True(reading.Rule is not null, $"{text}: {string.Join("; ", reading.Errors.Select(error => $"{error.Line}:{error.Column} {error.Message}"))}");
        return reading.Rule;
    }

    public static RuleContext At(double minute, IPredictions? predictions = null) => new(Time(minute), Story.Pounds, predictions);

    public static long Time(double minute) => Story.Start.AddMinutes(minute).ToUnixTimeMilliseconds();

    public static bool Holds(this CustomerState state, string rule, double minute = 0) => Rule(rule).Evaluate(state, At(minute)).Holds;

    public static bool Holds(this Story story, string rule, double minute = 0) => story.State.Holds(rule, minute);

    public static RuleError Error(string text, RuleUse use = RuleUse.Segment)
    {
        var reading = RuleText.Read(text, use);
        Assert.Null(reading.Rule);
        return Assert.Single(reading.Errors);
    }
}
