using CustomerGrains.Domain.Customers;
using CustomerGrains.Domain.Rules.Syntax;

namespace CustomerGrains.Domain.Rules.Fields;

/// <summary>Where she is on her journey, what brought her there, and the segments she is in.</summary>
static class JourneyFields
{
    static readonly RuleInput[] Steps = FieldTable.Of(InputPart.Steps);
    static readonly RuleInput[] Staged = FieldTable.Of(InputPart.Stage);

    static readonly EvidenceFinder Cause = (state, in _) => state.Stages is [.., { Because: { } message }] ? FieldTable.Messages([message]) : null;
    static readonly Reader<long> Since = (state, in _) => state.Stages is [.., var stage] ? stage.AtTime : null;

    public static IEnumerable<Field> All() =>
    [
        FieldTable.Count("looks.count", "How often she looked at a product, a list or a search.", "looks.count > 0", Steps, ("look", "looks"), state => state.Journey?.Looks ?? 0),
        FieldTable.Count("referrals.count", "How often she recommended us to somebody.", "referrals.count > 0", Steps, ("referral", "referrals"), state => state.Journey?.Referrals ?? 0, evidence: (state, in _) => state.Journey is { Referrals: > 0 } ? FieldTable.Named("Referral Made") : null),
        FieldTable.Time("checkout.last", "When she took the latest step of a checkout.", "checkout.last within 1d and not ordered within 1d", Steps, state => state.Journey?.LastCheckout, evidence: (state, in _) => state.Journey?.LastCheckout is { } time ? new(["Checkout Started", "Checkout Step Viewed", "Checkout Step Completed", "Payment Info Entered"], null, time - 1, time, []) : null),
        FieldTable.Text("journey.stage", "The stage she is in.", "journey.stage = \"Loyal\"", Staged, state => state.Stage, evidence: Cause, since: Since).AfterStages(),
        FieldTable.Time("journey.since", "When she entered the stage she is in.", "journey.stage = \"Loyal\" and journey.since older than 30d", Staged, state => state.Stages is [.., var stage] ? stage.AtTime : null, evidence: Cause).AfterStages(),
        FieldTable.Text("journey.from", "The stage she was in before.", "journey.from = \"At risk\"", Staged, state => state.Stages is [.., var stage] ? stage.From : null, evidence: Cause, since: Since).AfterStages(),
        new Field(
            new("journey.history", "set", "All stages she was in, as far as the latest 50 changes tell.", "journey.history has \"Advocate\""),
            names => new SetSource(WasIn, state => [.. state.Stages.Select(stage => stage.Stage).Distinct()]) { Path = names.Path, Inputs = Staged }).AfterStages(),
        new Field(
            new("segments", "set", "The segments she is in, by their keys.", "segments has \"vip\""),
            names => new SetSource(IsIn, state => [.. state.Segments.Select(segment => segment.Key)])
            {
                Path = names.Path, Inputs = [], Check = KeyObjection, InputOf = key => new(InputPart.Segment, key), AskedWhole = false, MayBeMissing = false,
            }).AfterStages(),
        new Field(
            new("segments.<key>.since", "time", "Since when she is in a segment; missing while she is not.", "segments.vip.since older than 30d"),
            names => new TimeSource((state, in _) => state.MembershipOf(names.First)?.SinceTime) { Path = names.Path, Inputs = [new(InputPart.Segment, names.First)] }).AfterStages(names => KeyObjection(names.First)),
    ];

    static bool WasIn(CustomerState state, in RuleContext context, string member)
    {
        for (var i = 0; i < state.Stages.Count; i++)
        {
            if (state.Stages[i].Stage.Equals(member, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }

    static bool IsIn(CustomerState state, in RuleContext context, string member) => state.MembershipOf(member) is not null;

    static Objection? KeyObjection(string key)
    {
        if (key.Length is > 0 and <= 64 && key.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'))
            return null;
        var meant = new string([.. key.ToLowerInvariant().Select(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) ? c : '-')]).Trim('-');
        return new($"'{Parser.Cut(key)}' is no segment's key: keys are of a-z, 0-9 and -", meant.Length is > 0 and <= 64 ? Field.Quote(meant) : null);
    }
}
