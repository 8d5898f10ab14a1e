using CustomerGrains.Domain.Customers;
using CustomerGrains.Domain.Decisions;
using CustomerGrains.Domain.Identity;
using CustomerGrains.Domain.Journal;
using CustomerGrains.Domain.Touchpoints;
using CustomerGrains.DomainTests.Support;
using FsCheck;
using FsCheck.Fluent;

namespace CustomerGrains.DomainTests.Customers;

/// <summary>Invariants 3 and 4: the facts don't depend on the order of arrival, and a snapshot is only a cache.</summary>
public sealed class OrderTests
{
    static readonly Config Cases = Config.QuickThrowOnFailure.WithMaxTest(120);

    [Fact]
    public void Any_order_of_arrival_gives_the_same_facts() =>
        Prop.ForAll(Folding.Journals, Folding.Seeds, (journal, seed) =>
            Folding.Fold(journal).Facts() == Folding.Fold(journal.Shuffled(seed)).Facts()
            && Folding.Fold(journal).Facts() == Folding.Fold(journal.Reverse()).Facts()).Check(Cases);

    [Fact]
    public void A_state_reads_back_to_the_same_bytes() =>
        Prop.ForAll(Folding.Journals, journal =>
        {
            var json = Decided(journal).ToJson();
            return CustomerState.FromJson(json).ToJson().AsSpan().SequenceEqual(json);
        }).Check(Cases);

    [Fact]
    public void Folding_on_from_snapshots_equals_folding_everything() =>
        Prop.ForAll(Folding.Journals, Folding.Seeds, (journal, seed) =>
        {
            var random = new Random(seed);
            var state = new CustomerState("ada");
            foreach (var entry in journal)
            {
                state.Apply(entry with { Seq = state.Version + 1 });
                if (random.Next(10) == 0)
                    state = CustomerState.FromJson(state.ToJson());
            }

            return state.Json() == Folding.Fold(journal).Json() && state.Facts() == Folding.Fold(journal).Facts();
        }).Check(Cases);

    [Fact]
    public void Absorbing_an_id_equals_having_had_its_events_oneself() =>
        Prop.ForAll(Folding.Journals, Folding.Seeds, (journal, seed) =>
        {
            var random = new Random(seed);
            var theirs = journal.Where(_ => random.Next(2) == 0).ToArray();
            var hers = journal.Except(theirs).ToArray();
            var link = new JournalEntry(
                0, EntryKind.Absorbed, Channel.Server, null, "anon", Door.Now, Door.Now, new AbsorbedBody("anon", theirs.Length, [], []).ToJson());
            var half = random.Next(hers.Length + 1);

            var absorbing = Folding.Fold([.. hers[..half], link]);
            foreach (var entry in theirs)
                absorbing.ApplyAbsorbed(entry);
            foreach (var entry in hers[half..])
                absorbing.Apply(entry with { Seq = absorbing.Version + 1 });

            return absorbing.Facts() == Folding.Fold([.. journal, link]).Facts() && absorbing.Version == hers.Length + 1;
        }).Check(Cases);

    [Fact]
    public void Absorbing_the_fold_of_what_is_gone_and_the_rest_equals_absorbing_it_all() =>
        Prop.ForAll(Folding.Journals, Folding.Seeds, (journal, seed) =>
        {
            var random = new Random(seed);
            var theirs = journal.Where(_ => random.Next(2) == 0).ToArray();
            var hers = journal.Except(theirs).ToArray();
            var link = new JournalEntry(
                0, EntryKind.Absorbed, Channel.Server, null, "anon", Door.Now, Door.Now, new AbsorbedBody("anon", theirs.Length, [], []).ToJson());
            var gone = random.Next(theirs.Length + 1);
            var removed = new CustomerState("anon");
            foreach (var entry in theirs[..gone])
                removed.Apply(entry with { Seq = removed.Version + 1 });

            var (all, rest) = (Folding.Fold(hers), Folding.Fold(hers));
            foreach (var entry in theirs)
                all.ApplyAbsorbed(entry);
            rest.ApplyAbsorbed(CustomerState.FromJson(removed.ToJson()));
            foreach (var entry in theirs[gone..])
                rest.ApplyAbsorbed(entry);
            foreach (var state in (CustomerState[])[all, rest])
                state.Apply(link with { Seq = state.Version + 1 });

            return all.Json() == rest.Json();
        }).Check(Cases);

    [Fact]
    public void Of_an_absorbed_journal_only_touchpoints_count()
    {
        var state = new CustomerState("ada");
        var before = state.Json();
        foreach (var kind in new[] { EntryKind.StageEntered, EntryKind.SegmentJoined, EntryKind.SegmentLeft, EntryKind.Linked, EntryKind.Absorbed })
            state.ApplyAbsorbed(new JournalEntry(7, kind, Channel.Server, null, "x", Door.Now, Door.Now, "{}"u8.ToArray()));
        Assert.Equal(before, state.Json());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void An_entry_out_of_place_is_refused(long seq)
    {
        var state = new CustomerState("ada");
        var entry = new RandomEvents(1).Journal(1)[0] with { Seq = seq };
        Assert.Throws<InvalidOperationException>(() => state.Apply(entry));
        Assert.Equal(0, state.Version);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"format\":99,\"id\":\"ada\"}")]
    [InlineData("{\"format\":2,\"id\":\"ada\",\"more\":1}")]
    [InlineData("{\"format\":2,\"id\":\"ada\",\"recent\":[[1]]}")]
    [InlineData("{\"format\":2,\"id\":\"ada\",\"recent\":[[\"5 m\",1,1,\"x\",1,\"n\",null,null,null]]}")]
    [InlineData("{\"format\":2,\"id\":\"ada\",\"interests\":{\"hours\":[[\"05\",\"zz\",1,1]]}}")]
    [InlineData("{\"format\":2,\"id\":\"ada\",\"traits\":{\"x\":{}}}")]
    public void A_broken_snapshot_is_a_JsonException(string json) =>
        Assert.ThrowsAny<System.Text.Json.JsonException>(() => CustomerState.FromJson(System.Text.Encoding.UTF8.GetBytes(json)));

    static CustomerState Decided(JournalEntry[] journal)
    {
        var state = Folding.Fold(journal);
        for (var i = 0; i < 60; i++)
            state.Apply(Decision(state, EntryKind.StageEntered, $"Stage{i}", i));
        for (var i = 0; i < 20; i++)
            state.Apply(Decision(state, EntryKind.SegmentJoined, $"segment-{i * 7 % 20}", i));
        for (var i = 0; i < 20; i += 3)
            state.Apply(Decision(state, EntryKind.SegmentLeft, $"segment-{i}", i));
        state.Apply(new(state.Version + 1, EntryKind.Absorbed, Channel.Server, null, "b", Door.Now, Door.Now, new AbsorbedBody("b", 3, ["m"], ["c", "a"]).ToJson()));
        state.Apply(new(state.Version + 1, EntryKind.Linked, Channel.Server, null, "z", Door.Now, Door.Now, "{}"u8.ToArray()));
        return state;
    }

    static JournalEntry Decision(CustomerState state, EntryKind kind, string name, int i) => new(
        state.Version + 1,
        kind,
        Channel.Server,
        null,
        name,
        Door.Now.AddMinutes(i),
        Door.Now.AddMinutes(i),
        new DecisionBody((DecisionCause)(1 + (i % 4)), i % 4 == 0 ? $"m{i}" : null, i, "because", i % 2 == 0 ? "x" : null).ToJson());
}
