using CustomerGrains.Domain.Customers;
using CustomerGrains.Domain.Experience;
using CustomerGrains.Domain.FollowUps;
using CustomerGrains.Domain.Identity;
using CustomerGrains.Domain.Journal;
using CustomerGrains.Domain.Touchpoints;
using CustomerGrains.DomainTests.Support;

namespace CustomerGrains.DomainTests.FollowUps;

/// <summary>What opens a follow-up, and what may be done about one.</summary>
public sealed class FollowUpTests
{
    int _messages;

    [Theory]
    [InlineData("csat", 1, true)]
    [InlineData("csat", 2, true)]
    [InlineData("csat", 3, false)]
    [InlineData("nps", 0, true)]
    [InlineData("nps", 6, true)]
    [InlineData("nps", 7, false)]
    [InlineData("ces", 1, true)]
    [InlineData("ces", 3, true)]
    [InlineData("ces", 4, false)]
    public void A_low_score_opens_one(string metric, int score, bool opens) => Assert.Equal(opens, Answer(new("ada"), metric, score) is { Kind: EntryKind.FollowUpOpened });

    [Fact]
    public void A_metric_that_is_off_opens_none_and_thresholds_are_heeded()
    {
        var policy = new FollowUpPolicy(null, 0, 6, TimeSpan.FromDays(1));
        Assert.Null(Answer(new("ada"), "csat", 1, policy: policy));
        Assert.Null(Answer(new("ada"), "nps", 1, policy: policy));
        Assert.NotNull(Answer(new("ada"), "nps", 0, policy: policy));
        Assert.NotNull(Answer(new("ada"), "ces", 6, policy: policy));
    }

    [Theory]
    [InlineData(30, true)]
    [InlineData(31, false)]
    public void What_is_old_when_it_arrives_opens_none(int days, bool opens) => Assert.Equal(opens, Answer(new("ada"), "nps", 3, TimeSpan.FromDays(days)) is not null);

    [Fact]
    public void Another_low_answer_belongs_to_the_one_that_is_not_resolved_and_the_latest_by_event_time_counts()
    {
        var state = new CustomerState("ada");
        Answer(state, "nps", 5, TimeSpan.FromMinutes(1), comment: "Late again");
        Answer(state, "nps", 2, comment: "And broken");
        Answer(state, "nps", 4, TimeSpan.FromHours(3), comment: "An old one");
        Answer(state, "csat", 1);

        Assert.Equal(2, state.FollowUps!.All.Count);
        var nps = state.FollowUps.Of(SurveyMetric.Nps)!;
        Assert.Equal((2, "And broken", 3), (nps.Score, nps.Comment, nps.Answers));
    }

    [Fact]
    public void One_that_is_taken_notes_and_ends_with_an_outcome_and_the_next_low_answer_opens_another()
    {
        var state = new CustomerState("ada");
        Answer(state, "nps", 3);
        var id = state.FollowUps!.All[0].Id;
        Assert.Equal(FollowUpVerdict.Done, Do(state, FollowUpAct.Take, id, "ann"));
        Assert.Equal(FollowUpState.Taken, state.FollowUps.Find(id)!.State);
        Assert.Equal(FollowUpVerdict.Done, Do(state, FollowUpAct.Note, id, "ben", "She waits for a call."));
        Assert.Equal(FollowUpVerdict.Done, Do(state, FollowUpAct.Resolve, id, "ann", "Refunded."));

        var it = state.FollowUps.Find(id)!;
        Assert.Equal((FollowUpState.Resolved, "ann", "Refunded.", "She waits for a call."), (it.State, it.ResolvedBy, it.Outcome, Assert.Single(it.Notes!).Text));
        Answer(state, "nps", 3);
        Assert.NotEqual(id, state.FollowUps.Of(SurveyMetric.Nps)!.Id);
    }

    [Fact]
    public void What_somebody_else_has_is_not_taken_resolved_or_handed_back_but_by_those_who_lead()
    {
        var state = new CustomerState("ada");
        Answer(state, "nps", 3);
        var id = state.FollowUps!.All[0].Id;
        Do(state, FollowUpAct.Take, id, "ann");
        foreach (var act in (FollowUpAct[])[FollowUpAct.Take, FollowUpAct.Resolve, FollowUpAct.Release])
            Assert.Equal(FollowUpVerdict.TakenByAnother, Do(state, act, id, "ben"));
        Assert.Equal(FollowUpVerdict.TakenByAnother, Do(state, FollowUpAct.Take, id, "ben", forOthers: true));
        Assert.Equal("ann", state.FollowUps.Find(id)!.TakenBy);

        Assert.Equal(FollowUpVerdict.Done, Do(state, FollowUpAct.Release, id, "ben", forOthers: true));
        Assert.Equal(FollowUpState.Open, state.FollowUps.Find(id)!.State);
        Assert.Equal(FollowUpVerdict.Done, Do(state, FollowUpAct.Resolve, id, "ben"));
        foreach (var act in Enum.GetValues<FollowUpAct>())
            Assert.Equal(FollowUpVerdict.Resolved, Do(state, act, id, "ben"));
        Assert.Equal(FollowUpVerdict.Unknown, Do(state, FollowUpAct.Take, "nothing", "ben"));
    }

    [Fact]
    public void The_same_command_is_done_once_and_what_is_so_already_writes_nothing()
    {
        var state = new CustomerState("ada");
        Answer(state, "nps", 3);
        var id = state.FollowUps!.All[0].Id;
        Do(state, FollowUpAct.Note, id, "ann", "once", command: "n1");
        Do(state, FollowUpAct.Take, id, "ann");
        var version = state.Version;
        Assert.Equal(FollowUpVerdict.Done, Do(state, FollowUpAct.Note, id, "ann", "once", command: "n1"));
        Assert.Equal(FollowUpVerdict.Done, Do(state, FollowUpAct.Take, id, "ann"));
        Assert.Equal(version, state.Version);
        Assert.Equal(1, state.FollowUps.Find(id)!.NoteCount);
        Do(state, FollowUpAct.Resolve, id, "ann", "done", command: "r1");
        Assert.Equal(FollowUpVerdict.Done, Do(state, FollowUpAct.Resolve, id, "ann", "done", command: "r1"));
    }

    [Fact]
    public void It_stays_bounded_and_comes_back_from_its_json_the_same()
    {
        var state = new CustomerState("ada");
        for (var i = 0; i < 12; i++)
        {
            Answer(state, "nps", 3, comment: "No.");
            var id = state.FollowUps!.Of(SurveyMetric.Nps)!.Id;
            for (var n = 0; n < 15; n++)
                Do(state, FollowUpAct.Note, id, "ann", $"note {n}");
            if (i < 11)
                Do(state, FollowUpAct.Resolve, id, "ann", $"outcome {i}");
        }

        Assert.Equal(FollowUpList.MaxResolved + 1, state.FollowUps!.All.Count);
        Assert.Equal(["outcome 6", "outcome 7", "outcome 8", "outcome 9", "outcome 10"], state.FollowUps.All.Where(each => each.State == FollowUpState.Resolved).Select(each => each.Outcome));
        Assert.All(state.FollowUps.All, each => Assert.Equal((FollowUp.MaxNotes, 15, "note 14"), (each.Notes!.Count, each.NoteCount, each.Notes[^1].Text)));
        Assert.Equal(state.ToJson(), CustomerState.FromJson(state.ToJson()).ToJson());
    }

    [Fact]
    public void Follow_ups_are_no_facts_and_do_not_settle_time()
    {
        var (one, other) = (new CustomerState("ada"), new CustomerState("ada"));
        Answer(one, "nps", 3);
        _messages = 0;
        Answer(other, "nps", 3, policy: FollowUpPolicy.Default with { Nps = null });
        Do(one, FollowUpAct.Take, one.FollowUps!.All[0].Id, "ann", at: Door.Now.AddDays(3));
        Assert.Equal(other.FactsToJson(), one.FactsToJson());
        Assert.Equal(other.SettledAt, one.SettledAt);
    }

    [Fact]
    public void Of_two_that_turn_out_to_be_one_the_one_that_somebody_has_goes_on_with_what_the_other_had()
    {
        var (device, ada) = (new CustomerState("device"), new CustomerState("ada"));
        Answer(device, "nps", 4, TimeSpan.FromMinutes(5), comment: "Slow");
        Answer(device, "ces", 1);
        Answer(ada, "nps", 1, comment: "Broken");
        var (waits, taken) = (ada.FollowUps!.All[0], device.FollowUps!.All[0]);
        Do(device, FollowUpAct.Take, taken.Id, "ann");
        Do(device, FollowUpAct.Note, taken.Id, "ann", "Called.");

        Absorb(ada, device);

        Assert.Equal(3, ada.FollowUps.All.Count);
        var nps = ada.FollowUps.Of(SurveyMetric.Nps)!;
        Assert.Equal((taken.Id, "ann", 1, "Broken", 2), (nps.Id, nps.TakenBy, nps.Score, nps.Comment, nps.Answers));
        Assert.Equal("Called.", Assert.Single(nps.Notes!).Text);
        var merged = ada.FollowUps.Find(waits.Id)!;
        Assert.Equal((FollowUpState.Resolved, "", taken.Id), (merged.State, merged.ResolvedBy, merged.MergedInto));
        Assert.Equal(device.FollowUps.Of(SurveyMetric.Ces), ada.FollowUps.Of(SurveyMetric.Ces));
        Assert.Equal(ada.ToJson(), CustomerState.FromJson(ada.ToJson()).ToJson());
    }

    [Fact]
    public void An_entry_of_a_kind_that_is_not_known_stops_the_fold_instead_of_counting_as_a_touchpoint()
    {
        var state = new CustomerState("ada");
        var error = Assert.Throws<InvalidOperationException>(() => state.Apply(new(1, (EntryKind)60, Channel.Server, null, "", Door.Now, Door.Now, "{}"u8.ToArray())));
        Assert.Contains("kind 60", error.Message, StringComparison.Ordinal);
    }

    JournalEntry? Answer(CustomerState state, string metric, int score, TimeSpan ago = default, string? comment = null, FollowUpPolicy? policy = null)
    {
        var body = System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(new { type = "track", @event = "Survey Answered", properties = new { metric, score, comment } });
        var touchpoint = new JournalEntry(state.Version + 1, EntryKind.Track, Channel.Web, $"m{++_messages}", "Survey Answered", Door.Now - ago, Door.Now, body);
        state.Apply(touchpoint);
        var entry = FollowUpDecider.After(state, touchpoint, policy ?? FollowUpPolicy.Default);
        if (entry is not null)
            state.Apply(entry);
        return entry;
    }

    FollowUpVerdict Do(
        CustomerState state, FollowUpAct act, string id, string by, string? text = null, bool forOthers = false, string? command = null, DateTimeOffset? at = null)
    {
        var (verdict, entry) = FollowUpDecider.Command(state, act, id, new(command ?? $"c{++_messages}", by, text), forOthers, at ?? Door.Now.AddMinutes(_messages));
        if (entry is not null)
            state.Apply(entry);
        return verdict;
    }

    static void Absorb(CustomerState state, CustomerState source)
    {
        var body = new AbsorbedBody(source.Id, source.Version, [], []) { FollowUps = source.FollowUps?.All };
        state.Apply(new(state.Version + 1, EntryKind.Absorbed, Channel.Server, null, source.Id, Door.Now, Door.Now, body.ToJson()));
    }
}
