using System.Globalization;
using System.Text;
using CustomerGrains.Contracts.Customers;
using CustomerGrains.Contracts.FollowUps;
using CustomerGrains.Domain.Experience;
using CustomerGrains.Domain.FollowUps;
using CustomerGrains.Domain.Journal;
using CustomerGrains.JournalTests.Support;
using CustomerGrains.Silo.FollowUps;
using CustomerGrains.Silo.Storage;
using CustomerGrains.TestSupport.Postgres;
using Microsoft.Extensions.Configuration;

namespace CustomerGrains.JournalTests.FollowUps;

/// <summary>The list of follow-ups is what the journals say, whatever was done and whoever became part of whom.</summary>
public abstract class FollowUpStoreTests(StoreKind kind) : SiloTests(kind)
{
    static readonly CancellationToken None = CancellationToken.None;

    int _commands;

    [StoreFact]
    public async Task From_the_low_score_to_the_outcome_the_list_says_what_is_so()
    {
        var silo = await StartAsync();
        await silo.RecordAsync("ann", "who", "Product Viewed");
        await AnswerAsync(silo, "ann", "nps", 3, "It came \\u0000 broken");
        Pass(TimeSpan.FromMinutes(5));
        await AnswerAsync(silo, "ann", "nps", 1, "Still broken");

        var open = Assert.Single((await silo.FollowUps.PageAsync(new(), None)).Items);
        Assert.Equal(("ann", SurveyMetric.Nps, FollowUpState.Open, 1, "Still broken", 2, TestCustomer.Start), (
            open.CustomerId, open.Metric, open.State, open.Score, open.Comment, open.Answers, open.OpenedAt));
        Assert.Equal(new FollowUpCounts(1, 0, TestCustomer.Start), await silo.FollowUps.CountAsync(None));
        await DoAsync(silo, open, FollowUpAct.Take, "ben");
        await DoAsync(silo, open, FollowUpAct.Note, "ben", "She gets a new one.");
        Assert.Equal(new FollowUpCounts(0, 1, null), await silo.FollowUps.CountAsync(None));
        Assert.Equal(("ben", 1, "She gets a new one."), (await silo.FollowUps.FindAsync(open.Id, None)) is var taken ? (taken!.TakenBy, taken.NoteCount, taken.Note!.Text) : default);
        await DoAsync(silo, open, FollowUpAct.Resolve, "ben", "Replaced.");

        Assert.Empty((await silo.FollowUps.PageAsync(new(), None)).Items);
        var resolved = Assert.Single((await silo.FollowUps.PageAsync(new(FollowUpState.Resolved, "ben"), None)).Items);
        Assert.Equal(("ben", "Replaced.", Clock.GetUtcNow()), (resolved.ResolvedBy, resolved.Outcome, resolved.ResolvedAt));
        Assert.DoesNotContain((await silo.Transitions.PageAsync(new(), None)).Items, t => t.Kind >= EntryKind.FollowUpOpened);
        await AssertAgreesAsync(silo);
    }

    [StoreFact]
    public async Task Pages_are_oldest_first_and_filters_find_what_they_should()
    {
        var silo = await StartAsync();
        for (var i = 0; i < 12; i++)
        {
            await AnswerAsync(silo, $"c{i}", i % 3 == 0 ? "csat" : "nps", 1);
            if (i % 4 == 0)
                Pass(TimeSpan.FromMinutes(1));
        }

        var all = await AllAsync(silo, new(Limit: 5));
        Assert.Equal(12, all.Count);
        Assert.Equal(all.OrderBy(each => each.OpenedAt).ThenBy(each => each.Id, StringComparer.Ordinal), all);
        for (var i = 0; i < 6; i++)
            await DoAsync(silo, all[i], FollowUpAct.Take, i % 2 == 0 ? "ben" : "eve");
        for (var i = 0; i < 3; i++)
        {
            Pass(TimeSpan.FromMinutes(1));
            await DoAsync(silo, all[i], FollowUpAct.Resolve, all[i] is var it && i % 2 == 0 ? "ben" : "eve", $"{it.Id}");
        }

        Assert.Equal([.. all.Skip(6).Concat(all.Skip(3).Take(3)).Select(each => each.Id)], (await AllAsync(silo, new(Limit: 2))).Select(each => each.Id));
        Assert.Equal([all[2].Id, all[1].Id, all[0].Id], (await AllAsync(silo, new(FollowUpState.Resolved, Limit: 1))).Select(each => each.Id));
        Assert.Equal([all[3].Id, all[5].Id], (await AllAsync(silo, new(FollowUpState.Taken, "eve", Limit: 1))).Select(each => each.Id));
        Assert.Equal(all.Skip(6).Where(each => each.Metric == SurveyMetric.Csat).Select(each => each.Id), (await AllAsync(silo, new(FollowUpState.Open, Metric: SurveyMetric.Csat))).Select(each => each.Id));
        await Assert.ThrowsAsync<FormatException>(() => silo.FollowUps.PageAsync(new(Cursor: "nonsense"), None));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => silo.FollowUps.PageAsync(new(Limit: 0), None));
    }

    [StoreFact]
    public async Task A_random_life_with_links_and_restarts_keeps_the_list_and_the_folds_the_same()
    {
        var silo = await StartAsync();
        var random = new Random(5);
        var alive = Enumerable.Range(0, 8).Select(i => $"c{i}").ToList();
        for (var step = 0; step < 160; step++)
        {
            Pass(TimeSpan.FromMinutes(random.Next(1, 90)));
            var id = alive[random.Next(alive.Count)];
            var page = (await silo.FollowUps.PageAsync(new(Limit: 500), None)).Items;
            switch (random.Next(8))
            {
                case 0 when alive.Count > 3 && alive[random.Next(alive.Count)] is var target && target != id:
                    await silo.Grains.GetGrain<ICustomerGrain>(id).LinkTo(target, onlyAnonymous: false);
                    await silo.Grains.GetGrain<ICustomerGrain>(target).Absorb(id);
                    alive.Remove(id);
                    break;
                case > 3 when page.Count > 0:
                    await DoAsync(silo, page[random.Next(page.Count)], (FollowUpAct)random.Next(1, 5), random.Next(2) == 0 ? "ben" : "eve", "Words.");
                    break;
                default:
                    await AnswerAsync(silo, id, ((string[])["csat", "nps", "ces"])[random.Next(3)], random.Next(1, 6));
                    break;
            }

            if (step % 40 == 39)
            {
                await silo.DisposeAsync();
                silo = await StartAsync();
            }
        }

        Assert.True((await silo.FollowUps.CountAsync(None)) is { Open: > 0, Taken: > 0 });
        foreach (var id in alive)
        {
            var live = (await silo.Grains.GetGrain<ICustomerGrain>(id).Get())!;
            Assert.Equal(live.Version, (await silo.StateAsync(id)).Version);
            Assert.Contains($"\"followUps\":{Encoding.UTF8.GetString(JsonOf((await silo.StateAsync(id)).FollowUps))}", Encoding.UTF8.GetString(live.Json), StringComparison.Ordinal);
        }

        await AssertAgreesAsync(silo);
    }

    [StoreFact]
    public async Task A_recount_finds_a_row_that_is_not_what_the_journal_says()
    {
        var silo = await StartAsync();
        foreach (var id in (string[])["ann", "ben", "eve"])
            await AnswerAsync(silo, id, "nps", 2);
        var ids = (await silo.FollowUps.PageAsync(new(), None)).Items.Select(each => each.Id).ToList();
        await silo.Database.ExecuteAsync("UPDATE follow_up SET score = 5 WHERE id = @id", c => c.With("@id", ids[0]), None);
        await silo.Database.ExecuteAsync("DELETE FROM follow_up WHERE id = @id", c => c.With("@id", ids[1]), None);
        await silo.Database.ExecuteAsync("UPDATE follow_up SET id = 'stray' WHERE id = @id", c => c.With("@id", ids[2]), None);
        Assert.Equal([.. ids.Append("stray").Order(StringComparer.Ordinal)], (await silo.Kpis.RecountAsync(None)).Differences.Select(difference => difference.Dimension));
    }

    [StoreFact]
    public async Task What_was_resolved_over_a_year_ago_leaves_the_list_and_the_recount_knows()
    {
        var silo = await StartAsync();
        await AnswerAsync(silo, "ann", "nps", 2);
        await AnswerAsync(silo, "ben", "nps", 2);
        foreach (var each in (await silo.FollowUps.PageAsync(new(), None)).Items.Where(each => each.CustomerId == "ann"))
            await DoAsync(silo, each, FollowUpAct.Resolve, "eve");
        Pass(FollowUpPurge.Reach + TimeSpan.FromDays(1));
        Assert.Equal(1, await silo.PurgeFollowUpsAsync());
        Assert.Equal("ben", Assert.Single((await silo.FollowUps.PageAsync(new(), None)).Items).CustomerId);
        Assert.Empty((await silo.Kpis.RecountAsync(None)).Differences);
    }

    static byte[] JsonOf(FollowUpList? list) => [.. "["u8, .. FollowUpView.From(list).SelectMany((view, i) => (byte[])[.. i > 0 ? ","u8 : [], .. view.ToJson()]), .. "]"u8];

    static async Task<List<FollowUpListing>> AllAsync(TestSilo silo, FollowUpQuery query)
    {
        var all = new List<FollowUpListing>();
        string? cursor = null;
        do
        {
            var page = await silo.FollowUps.PageAsync(query with { Cursor = cursor }, None);
            all.AddRange(page.Items);
            cursor = page.Next;
        }
        while (cursor is not null);
        return all;
    }

    Task AnswerAsync(TestSilo silo, string id, string metric, int score, string comment = "") =>
        silo.RecordAsync(id, $"a{++_commands}", "Survey Answered", string.Create(CultureInfo.InvariantCulture, $$"""{"metric":"{{metric}}","score":{{score}},"comment":"{{comment}}"}"""));

    async Task DoAsync(TestSilo silo, FollowUpListing of, FollowUpAct act, string by, string? text = null)
    {
        var reply = await silo.Grains.GetGrain<ICustomerGrain>(of.CustomerId).FollowUp(new($"c{++_commands}", (byte)act, of.Id, by, text, ForOthers: false));
        Assert.Contains(reply.Outcome, (FollowUpStatus[])[FollowUpStatus.Done, FollowUpStatus.TakenByAnother]);
    }

    static async Task AssertAgreesAsync(TestSilo silo)
    {
        Assert.Empty((await silo.Kpis.RecountAsync(None)).Differences);
        Assert.DoesNotContain((await silo.Kpis.RecountAsync(None)).Totals, total => total.Metric == "follow_ups" && total.Value < 0);
    }
}

public sealed class SqliteFollowUpStoreTests() : FollowUpStoreTests(StoreKind.Sqlite);

[NeedsPostgres]
public sealed class PostgresFollowUpStoreTests() : FollowUpStoreTests(StoreKind.Postgres);

/// <summary>The configuration section FollowUps.</summary>
public sealed class FollowUpOptionsTests
{
    [Fact]
    public void Without_settings_it_is_as_usual_and_off_is_off()
    {
        Assert.Equal(FollowUpPolicy.Default, From());
        Assert.Equal(new(null, 4, 1, TimeSpan.FromDays(7)), From(("Csat", "off"), ("Nps", " 4 "), ("Ces", "1"), ("Horizon", "7d")));
        Assert.Equal(0, From(("Nps", "0")).Nps);
    }

    [Theory]
    [InlineData("Csat", "0", "1 to 4")]
    [InlineData("Csat", "5", "1 to 4")]
    [InlineData("Nps", "10", "0 to 9")]
    [InlineData("Nps", "-1", "0 to 9")]
    [InlineData("Ces", "low", "1 to 6")]
    [InlineData("Horizon", "30", "1d to 3650d")]
    [InlineData("Horizon", "0d", "1d to 3650d")]
    public void What_makes_no_sense_is_refused_with_the_way_out(string name, string value, string right)
    {
        var error = Assert.Throws<FollowUpOptionsException>(() => From((name, value)));
        Assert.Contains($"FollowUps:{name} is '{value}'", error.Message, StringComparison.Ordinal);
        Assert.Contains(right, error.Message, StringComparison.Ordinal);
    }

    static FollowUpPolicy From(params (string Name, string Value)[] settings) => FollowUpOptions.From(new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Select(each => KeyValuePair.Create($"FollowUps:{each.Name}", (string?)each.Value))).Build());
}
