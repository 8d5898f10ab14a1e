using System.Globalization;
using CustomerGrains.Domain.Rules;

namespace CustomerGrains.Domain.Value.Actions;

/// <summary>
/// Says why an action is the one to take in words for agents: what the deciding conditions of its rule found. Conditions that found nothing there ("no open
/// ticket") decide too, but say nothing worth reading.
/// </summary>
static class ActionReason
{
    const int MostParts = 4;

    // What rules write short, as people say it; other fields go by their own name.
    static readonly Dictionary<string, string> _words = new(StringComparer.OrdinalIgnoreCase)
    {
        ["tickets.open"] = "open:",
        ["nps.last"] = "last NPS answer",
        ["nps.at"] = "answered",
        ["csat.last"] = "last CSAT answer",
        ["ces.last"] = "last CES answer",
        ["cart.items"] = "in the cart:",
        ["cart.updated"] = "cart changed",
        ["cart.total"] = "cart of",
        ["orders.count"] = "ordered:",
        ["orders.last"] = "last order",
        ["last(orders)"] = "last order",
        ["orders.first"] = "first order",
        ["categories.favourite"] = "favourite category",
        ["seen"] = "seen",
        ["lastseen"] = "seen",
        ["value.predicted.alive"] = "still a customer with",
        ["value.predicted.returns12m"] = "orders again with",
        ["value.predicted.value12m"] = "worth in 12 months",
        ["value.rfm.recency"] = "recency rank",
        ["value.rfm.frequency"] = "frequency rank",
        ["value.rfm.monetary"] = "money rank",
    };

    static readonly string[] _ends = [" older than ", " within ", " is ", " in ", " has ", " contains ", " starts ", " ends ", "!=", "<=", ">=", "=", "<", ">"];

    /// <summary>The reason; what the rule itself says where no condition found anything.</summary>
    public static string Of(RuleExplanation explanation)
    {
        var parts = new List<string>();
        Add(parts, explanation.Root);
        return parts.Count == 0 ? explanation.Why : string.Join(", ", parts);
    }

    static void Add(List<string> parts, ConditionNode node)
    {
        if (!node.Holds || parts.Count == MostParts)
            return;
        if (node.Kind is "all" or "any")
        {
            foreach (var child in node.Children)
                Add(parts, child);
        }
        else if (node.Kind == "condition" && Part(node) is { } part && !parts.Contains(part))
        {
            parts.Add(part);
        }
    }

    static string? Part(ConditionNode node)
    {
        if (node.Actual is not { Length: > 0 } actual || actual == "0" || actual.StartsWith("0 ", StringComparison.Ordinal))
            return null;
        var subject = Subject(node.Text);
        var words = _words.GetValueOrDefault(subject, subject);
        if (words.EndsWith(" rank", StringComparison.Ordinal))
            return $"{words} {actual} of 5";
        return words.EndsWith(" with", StringComparison.Ordinal) && double.TryParse(actual, NumberStyles.Float, CultureInfo.InvariantCulture, out var chance)
            ? string.Create(CultureInfo.InvariantCulture, $"{words} {Math.Round(chance * 100):0} %")
            : $"{words} {actual}";
    }

    static string Subject(string text)
    {
        var end = text.Length;
        foreach (var mark in _ends)
        {
            var place = text.IndexOf(mark, StringComparison.OrdinalIgnoreCase);
            if (place > 0 && place < end)
                end = place;
        }

        return text[..end].Trim();
    }
}
