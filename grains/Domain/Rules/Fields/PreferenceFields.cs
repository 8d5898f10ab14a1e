using CustomerGrains.Domain.Customers;
using CustomerGrains.Domain.Preferences;
using CustomerGrains.Domain.Rules.Syntax;
using CustomerGrains.Domain.Touchpoints;

namespace CustomerGrains.Domain.Rules.Fields;

/// <summary>What she agreed to, and what her behaviour says she likes.</summary>
static class PreferenceFields
{
    static readonly string[] Channels = ["web", "mobile", "store", "email", "phone", "chat", "social"];
    static readonly RuleInput[] Consents = FieldTable.Of(InputPart.Consents);
    static readonly RuleInput[] Interests = FieldTable.Of(InputPart.Interests);
    static readonly RuleInput[] Categories = FieldTable.Of(InputPart.Categories);
    static readonly (decimal, decimal) Percent = (0, 100);

    public static IEnumerable<Field> All() => [.. Consent(), .. Channel(), .. Category()];

    static IEnumerable<Field> Consent() =>
    [
        new(
            new("consents", "set", "The purposes she agreed to, whatever the channel.", "consents has \"marketing\"") { Aliases = ["preferences.consents"] },
            names => new SetSource(
                (state, in _, member) => WordOn(state, member, null) is { Given: true },
                state => [.. state.Consents.Where(consent => consent is { Channel: null, Given: true }).Select(consent => consent.Purpose)])
            {
                Path = names.Path,
                Inputs = Consents,
            }),
        new(
            new("consents.<purpose>", "yesno", "Her latest word on a purpose, whatever the channel; missing if she never said one.", "consents.marketing = yes", ["yes", "no"]) { Aliases = ["preferences.consents.<purpose>"] },
            names => WordSource(names, names.First, null)),
        new(
            new("consents.<purpose>.<channel>", "yesno", "Her latest word that counts for one channel: that on the channel or that on all, whichever is later.", "consents.marketing.email = yes", ["yes", "no"])
            {
                Aliases = ["preferences.consents.<purpose>.<channel>"],
            },
            names => WordSource(names, names.First, names.Names[1])),
    ];

    static YesNoSource WordSource(FieldNames names, string purpose, string? channel) => new((state, in _) => WordOn(state, purpose, channel)?.Given)
    {
        Path = names.Path,
        Inputs = Consents,
        Evidence = (state, in _) => FieldTable.Message(WordOn(state, purpose, channel)?.At),
        Since = (state, in _) => WordOn(state, purpose, channel)?.At.Time,
    };

    static Consent? WordOn(CustomerState state, string purpose, string? channel)
    {
        var consents = state.Consents;
        Consent? word = null;
        for (var i = 0; i < consents.Count; i++)
        {
            var consent = consents[i];
            if (consent.Purpose.Equals(purpose, StringComparison.OrdinalIgnoreCase)
                && (consent.Channel is null || consent.Channel.Equals(channel, StringComparison.OrdinalIgnoreCase))
                && (word is null || word.At <= consent.At))
                word = consent;
        }

        return word;
    }

    static IEnumerable<Field> Channel() =>
    [
        new(
            new("channels", "set", "The channels she used herself.", "channels has \"store\"", Channels) { Aliases = ["preferences.channels"] },
            names => Members(names, Interests, state => state.Interests?.ChannelWeights, ChannelObjection)),
        new(
            new("channels.favourite", "text", "The channel she is drawn to most: what she did recently weighs more.", "channels.favourite = \"mobile\"", Channels) { Aliases = ["preferences.channels.favourite"] },
            names => FieldTable.TextOf(names.Path, Interests, state => Favourite(state.Interests?.ChannelWeights))),
        .. Of("channels.<channel>", "channel", "web", Interests, state => state.Interests?.ChannelWeights, ChannelObjection),
        FieldTable.Number(
            "hours.favourite", "The hour of the day (UTC, 0 to 23) in which she is most active.", "hours.favourite >= 18", Interests,
            state => Favourite(state.Interests?.HourWeights) is { } hour ? int.Parse(hour, System.Globalization.CultureInfo.InvariantCulture) : null,
            ["preferences.hours.favourite"], range: (0, 23), whole: true),
    ];

    static IEnumerable<Field> Category() =>
    [
        new(
            new("categories", "set", "The product categories she looked at, put into the cart or bought.", "categories has \"Shoes\"") { Aliases = ["preferences.categories"] },
            names => Members(names, Categories, state => state.Interests?.CategoryWeights, null)),
        new(
            new("categories.favourite", "text", "The category she is drawn to most: what she did recently weighs more.", "categories.favourite = \"Shoes\"") { Aliases = ["preferences.categories.favourite"] },
            names => FieldTable.TextOf(names.Path, Categories, state => Favourite(state.Interests?.CategoryWeights))),
        .. Of("categories.<category>", "category", "\"Running Shoes\"", Categories, state => state.Interests?.CategoryWeights, null, state => state.Interests?.OtherWeights),
    ];

    static IEnumerable<Field> Of(
        string path,
        string what,
        string example,
        RuleInput[] inputs,
        Func<CustomerState, InterestList?> list,
        Func<string, Objection?>? check,
        Func<CustomerState, Interest?>? others = null)
    {
        var stem = path[..path.IndexOf('.', StringComparison.Ordinal)];
        Func<FieldNames, Objection?>? checkNames = check is null ? null : names => check(names.First);
        yield return new(
            new($"{path}.share", "number", $"How much of her interest goes to a {what}, in per cent of all, recent events weighing more.", $"{stem}.{example}.share >= 50") { Aliases = [$"preferences.{path}.share"] },
            names => new ScalarSource(FieldType.Number, (state, in _, _) => Share(list(state), names.First, others?.Invoke(state)))
            {
                Path = names.Path, Inputs = inputs, Range = Percent,
            })
        { Check = checkNames };
        yield return new(
            new($"{path}.count", "number", $"Events behind her interest in a {what}.", $"{stem}.{example}.count >= 5") { Aliases = [$"preferences.{path}.count"] },
            names => new ScalarSource(FieldType.Number, (state, in _, _) => Find(list(state), names.First)?.Count ?? 0)
            {
                Path = names.Path, Inputs = inputs, Range = (0, decimal.MaxValue), Whole = true, MayBeMissing = false, Unit = ("event", "events"),
            })
        { Check = checkNames };
        yield return new(
            new($"{path}.last", "time", $"When the latest of the events behind her interest in a {what} happened.", $"{stem}.{example}.last within 14d") { Aliases = [$"preferences.{path}.last"] },
            names => new TimeSource((state, in _) => Find(list(state), names.First)?.LastTime) { Path = names.Path, Inputs = inputs })
        { Check = checkNames };
    }

    static SetSource Members(FieldNames names, RuleInput[] inputs, Func<CustomerState, InterestList?> list, Func<string, Objection?>? check) => new(
        (state, in _, member) => Find(list(state), member) is not null,
        state => [.. list(state)?.Select(interest => interest.Key) ?? []])
    {
        Path = names.Path, Inputs = inputs, Check = check,
    };

    public static Objection? ChannelObjection(string name) =>
        ChannelNames.Parse(name) switch
        {
            null => new($"'{name}' is no channel: there are {ChannelNames.All}", Words.Nearest(name, Channels)),
            Touchpoints.Channel.Server => new($"a server says nothing about where she is, so it is none of her channels: count(channel \"server\", 7d) counts its events"),
            _ => null,
        };

    // Mostly written as it was sent: only another spelling is looked for one by one.
    static Interest? Find(InterestList? interests, string key)
    {
        if (interests is null)
            return null;
        if (interests.Find(key) is { } found)
            return found;
        foreach (var interest in interests.Span)
        {
            if (interest.Key.Length == key.Length && interest.Key.Equals(key, StringComparison.OrdinalIgnoreCase))
                return interest;
        }

        return null;
    }

    // All weights fade alike, so shares do not change by time alone.
    static decimal? Share(InterestList? interests, string key, Interest? others)
    {
        if (interests is null)
            return null;
        var (part, sum) = (0.0, others?.Sum.ToDouble() ?? 0);
        foreach (var interest in interests.Span)
        {
            var weight = interest.Sum.ToDouble();
            sum += weight;
            if (interest.Key.Equals(key, StringComparison.OrdinalIgnoreCase))
                part += weight;
        }

        var share = 100 * part / sum;
        return double.IsFinite(share) ? Math.Round((decimal)share, 2) : null;
    }

    // Of equal ones the first by name, as lists show them.
    static string? Favourite(InterestList? interests)
    {
        if (interests is null or { Count: 0 })
            return null;
        var favourite = interests[0];
        foreach (var interest in interests.Span)
        {
            if (interest.Sum > favourite.Sum)
                favourite = interest;
        }

        return favourite.Key;
    }
}
