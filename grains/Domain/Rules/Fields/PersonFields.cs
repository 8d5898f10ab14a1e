using CustomerGrains.Domain.Customers;
using CustomerGrains.Domain.Identity;

namespace CustomerGrains.Domain.Rules.Fields;

/// <summary>Who she is, what was said about her, and what she did at all.</summary>
static class PersonFields
{
    static readonly RuleInput[] Traits = FieldTable.Of(InputPart.Traits);
    static readonly RuleInput[] Anything = FieldTable.Of(InputPart.Touchpoints);

    public static IEnumerable<Field> All() =>
    [
        FieldTable.Text("id", "Her id: a known one or an anonymous one.", "id starts with \"guest-\"", [], state => state.Id),
        new(
            new("known", "yesno", "Whether she was ever identified; no = she is known by an anonymous id alone.", "known", ["yes", "no"]),
            names => new YesNoSource((state, in _) => state.Known) { Path = names.Path, Inputs = Anything, MayBeMissing = false }),
        FieldTable.Text("displayName", "Her name, else her e-mail address.", "displayName contains \"lovelace\"", Traits, state => state.DisplayName),
        FieldTable.Time("firstSeen", "When her first touchpoint happened.", "firstSeen within 7d", Anything, state => state.Touchpoints?.First),
        FieldTable.Time("lastSeen", "When her latest touchpoint happened.", "seen within 7d", Anything, state => state.Touchpoints?.Last, ["seen"]),
        FieldTable.Count("touchpoints.count", "All her touchpoints, of whatever kind.", "touchpoints.count >= 50", Anything, ("touchpoint", "touchpoints"), state => state.TouchpointCount),
        FieldTable.Count("links.count", "Ids that became part of her.", "links.count >= 1", Anything, ("id", "ids"), state => state.Links.Count),
        new(
            new("traits.<name>", "any", "What was said about her by identify: text, a number, yes or no, a date, or a set, as it was sent. Case counts in the name.", "traits.plan in (\"pro\", \"team\")"),
            names => Said(names, state => state.Traits)) { IsOpen = true },
        new(
            new("preferences.explicit.<name>", "any", "What she declared she prefers (identify's traits.preferences).", "preferences.explicit.newsletter = \"weekly\"") { Aliases = ["choices.<name>"] },
            names => Said(names, state => state.Choices)) { IsOpen = true },
    ];

    static AnySource Said(FieldNames names, Func<CustomerState, IReadOnlyList<Trait>> registers)
    {
        var key = names.First;
        return new(state => Find(registers(state), key), [.. names.Names.Skip(1)])
        {
            Path = names.Path,
            Inputs = Traits,
            Evidence = (state, in _) => FieldTable.Message(Find(registers(state), key)?.At),
            Since = (state, in _) => Find(registers(state), key)?.At.Time,
        };
    }

    // Sorted by name.
    static Trait? Find(IReadOnlyList<Trait> traits, string key)
    {
        var (low, high) = (0, traits.Count - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var order = string.CompareOrdinal(traits[middle].Key, key);
            if (order == 0)
                return traits[middle];
            if (order < 0)
                low = middle + 1;
            else
                high = middle - 1;
        }

        return null;
    }
}
