using CustomerGrains.Domain.Customers;
using CustomerGrains.Domain.Rules;

namespace CustomerGrains.Domain.Value.Actions;

/// <summary>Something to do for a customer.</summary>
/// <param name="Key">Which action.</param>
/// <param name="Title">What to do, for people.</param>
/// <param name="Reason">Why, with what was found: the rule's own explanation.</param>
public sealed record NextBestAction(string Key, string Title, string Reason);

/// <summary>
/// What to do for a customer next: the actions whose rules hold, most urgent first, found when somebody looks. An action whose key begins with
/// <see cref="ServicePrefix"/> serves her; every other one sells, and is left out when she withdrew her consent to marketing, whatever its rule says.
/// </summary>
public static class NextBestActions
{
    /// <summary>Actions that a withdrawn consent to marketing does not stop.</summary>
    public const string ServicePrefix = "service-";

    /// <summary>So many are shown: more are no advice.</summary>
    public const int Most = 3;

    const string Category = "{category}";

    /// <summary>The actions for a customer, at most <see cref="Most"/>.</summary>
    public static IReadOnlyList<NextBestAction> Of(RuleSet rules, CustomerState state, in RuleContext context)
    {
        ArgumentNullException.ThrowIfNull(rules);
        ArgumentNullException.ThrowIfNull(state);
        if (rules.Actions.Count == 0 || state.Version == 0 || state.LinkedTo is not null)
            return [];
        var marketing = MarketingConsent.Of(state);
        var actions = new List<NextBestAction>();
        foreach (var action in rules.Actions)
        {
            var serves = action.Key.StartsWith(ServicePrefix, StringComparison.Ordinal);
            if ((!serves && !marketing.Allowed) || !action.Rule.Evaluate(state, context).Holds)
                continue;
            var why = ActionReason.Of(action.Rule.Explain(state, context));
            var reason = serves || marketing.Limits is null ? why : $"{why}; {marketing.Limits}";
            actions.Add(new(action.Key, Fill(action.Title, state, context.Now), reason));
            if (actions.Count == Most)
                break;
        }

        return actions;
    }

    static string Fill(string title, CustomerState state, long now)
    {
        if (!title.Contains(Category, StringComparison.Ordinal))
            return title;
        var at = DateTimeOffset.FromUnixTimeMilliseconds(now);
        var favourite = state.Interests?.Categories
            .OrderByDescending(category => category.WeightAt(at))
            .ThenBy(category => category.Key, StringComparer.Ordinal)
            .FirstOrDefault();
        return title.Replace(Category, favourite?.Key ?? "her favourite category", StringComparison.Ordinal);
    }
}
