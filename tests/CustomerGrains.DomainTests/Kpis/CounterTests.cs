using CustomerGrains.Contracts.Kpis;
using CustomerGrains.Domain.Customers;
using CustomerGrains.Domain.Journal;
using CustomerGrains.Domain.Kpis;
using CustomerGrains.Domain.Touchpoints;
using CustomerGrains.Domain.Value;
using CustomerGrains.DomainTests.Support;
using FsCheck;
using FsCheck.Fluent;

namespace CustomerGrains.DomainTests.Kpis;

/// <summary>Invariant 6: what is added event by event equals what a recount gives.</summary>
public sealed class CounterTests
{
    [Fact]
    public void Deltas_in_any_order_add_up_to_the_recount() =>
        Prop.ForAll(Folding.Journals, Folding.Seeds, (journal, seed) =>
        {
            var deltas = new List<KpiDelta>();
            var state = new CustomerState("ada");
            foreach (var entry in journal.Shuffled(seed))
            {
                var before = CustomerKpis.Of(state);
                state.Apply(entry with { Seq = state.Version + 1 });
                TouchpointKpis.AddTo(deltas, entry, KpiScopes.None);
                CustomerKpis.AddDifference(deltas, before, CustomerKpis.Of(state));
            }

            return Same(Sum(deltas), Sum(Recount(journal)));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(100));

    [Fact]
    public void Touchpoints_by_channel_and_name_add_up_to_the_events() =>
        Prop.ForAll(Folding.Journals, journal =>
        {
            var deltas = Recount(journal);
            return deltas.Where(delta => delta.Metric == Metrics.Touchpoints && delta.Scopes is null).Sum(delta => delta.Value)
                == deltas.Where(delta => delta.Metric == Metrics.Events).Sum(delta => delta.Value);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(30));

    [Theory]
    [InlineData(EntryKind.Track, Channel.Web, "viewed  product", "web/Product Viewed")]
    [InlineData(EntryKind.Track, Channel.Email, "Email Opened", "email/Message Opened")]
    [InlineData(EntryKind.Track, Channel.Store, "Anything/else", "store/Other")]
    [InlineData(EntryKind.Page, Channel.Web, "Home", "web/Page Viewed")]
    [InlineData(EntryKind.Screen, Channel.Mobile, "Product Viewed", "mobile/Screen Viewed")]
    [InlineData(EntryKind.Identify, Channel.Server, "", "server/Identified")]
    [InlineData(EntryKind.Group, Channel.Chat, "Acme", "chat/Grouped")]
    [InlineData(EntryKind.Alias, (Channel)99, "", "server/Aliased")]
    public void A_touchpoint_counts_under_its_channel_and_the_catalogues_name(EntryKind kind, Channel channel, string name, string expected)
    {
        var deltas = new List<KpiDelta>();
        TouchpointKpis.AddTo(deltas, new(1, kind, channel, "m", name, Door.Now, Door.Now, "{}"u8.ToArray()), KpiScopes.None);
        Assert.Contains(new(KpiDelta.MinuteOf(Door.Now), Metrics.Touchpoints, expected, 1), deltas);
    }

    [Fact]
    public void Names_of_senders_own_make_no_counters_of_their_own()
    {
        var deltas = new List<KpiDelta>();
        for (var i = 0; i < 1_000; i++)
            TouchpointKpis.AddTo(deltas, new(1, EntryKind.Track, Channel.Web, "m", $"Invented {i}", Door.Now, Door.Now, "{}"u8.ToArray()), KpiScopes.None);
        Assert.Equal(["web/Other"], deltas.Where(delta => delta.Metric == Metrics.Touchpoints).Select(delta => delta.Dimension).Distinct());
    }

    [Fact]
    public void A_touchpoint_too_old_for_every_window_counts_by_name_over_all_time_only()
    {
        var deltas = new List<KpiDelta>();
        TouchpointKpis.AddTo(deltas, Viewed(TouchpointDimension.Reach), KpiScopes.None);
        TouchpointKpis.AddTo(deltas, Viewed(TouchpointDimension.Reach + TimeSpan.FromMilliseconds(1)), KpiScopes.None);
        Assert.Equal(
            [KpiDelta.MinuteOf(Door.Now - TouchpointDimension.Reach), KpiDelta.Gauge],
            deltas.Where(delta => delta.Metric == Metrics.Touchpoints && delta.Scopes is null).Select(delta => delta.Minute));

        static JournalEntry Viewed(TimeSpan age) => new(1, EntryKind.Track, Channel.Web, "m", "Product Viewed", Door.Now - age, Door.Now, "{}"u8.ToArray());
    }

    [Fact]
    public void A_dimension_comes_apart_at_its_first_slash() => Assert.Equal(("web", "A/B"), TouchpointDimension.Split("web/A/B"));

    [Fact]
    public void What_is_taken_back_leaves_nothing() =>
        Prop.ForAll(Folding.Journals, journal =>
        {
            var deltas = Recount(journal);
            foreach (var entry in journal)
                TouchpointKpis.AddTo(deltas, entry, KpiScopes.None, -1);
            CustomerKpis.AddDifference(deltas, CustomerKpis.Of(Folding.Fold(journal)), CustomerKpis.None);
            return Sum(deltas).Count == 0;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(30));

    [Fact]
    public void A_late_first_event_moves_the_new_customer_to_its_minute()
    {
        var deltas = new List<KpiDelta>();
        CustomerKpis.AddDifference(deltas, new(10, 12, 0), new(7, 12, 0));
        Assert.Equal([new(10, Metrics.CustomersNew, "", -1), new(7, Metrics.CustomersNew, "", 1)], deltas);
    }

    [Fact]
    public void An_id_that_became_part_of_another_counts_as_nobody()
    {
        var state = Folding.Fold(new RandomEvents(5).Journal(40, Theme.Tickets));
        Assert.True(CustomerKpis.Of(state).OpenTickets > 0);
        state.Apply(new(state.Version + 1, EntryKind.Linked, Channel.Server, null, "eve", Door.Now, Door.Now, "{}"u8.ToArray()));
        Assert.Equal(CustomerKpis.None, CustomerKpis.Of(state));
    }

    [Fact]
    public void Decisions_and_links_cause_no_deltas()
    {
        var deltas = new List<KpiDelta>();
        TouchpointKpis.AddTo(deltas, new(1, EntryKind.StageEntered, Channel.Server, null, "New", Door.Now, Door.Now, "{}"u8.ToArray()), KpiScopes.None);
        Assert.Empty(deltas);
    }

    [Fact]
    public void The_view_adds_currencies_up_at_their_rates_and_says_what_it_left_out()
    {
        var sums = new Dictionary<(string, string), decimal>
        {
            [(Metrics.Events, "")] = 9,
            [(Metrics.CustomersSeen, "")] = 2,
            [(Metrics.CustomersNew, "")] = 1,
            [(Metrics.Orders, "")] = 1,
            [(Metrics.Gross, "")] = 10m,
            [(Metrics.Orders, "GBP")] = 2,
            [(Metrics.Gross, "GBP")] = 20.5m,
            [(Metrics.Orders, "EUR")] = 1,
            [(Metrics.Gross, "EUR")] = 100m,
            [(Metrics.Refunds, "EUR")] = 1,
            [(Metrics.Refunded, "EUR")] = 50m,
            [(Metrics.Cancelled, "EUR")] = 1,
            [(Metrics.Orders, "JPY")] = 3,
            [(Metrics.Gross, "JPY")] = 9000m,
            [(Metrics.Refunds, "JPY")] = 1,
            [(Metrics.NpsAnswers, "")] = 10,
            [(Metrics.NpsPromoters, "")] = 5,
            [(Metrics.NpsDetractors, "")] = 2,
            [(Metrics.CesAnswers, "")] = 3,
            [(Metrics.CesSum, "")] = 14,
            [(Metrics.CesEasy, "")] = 2,
            [(Metrics.TicketsOpen, "")] = 4,
        };
        var view = KpiView.From("1h", Door.Now, Story.Pounds, sums);
        Assert.Equal((7, 110.5m, 2, 40m, 70.5m), (view.Orders, view.Gross, view.RefundCount, view.Refunded, view.Net));
        Assert.Equal((4, 1), (view.Unconverted, view.Cancelled));
        Assert.Equal(new MoneyView(3, 30.5m, 0, 0, 30.5m), view.ByCurrency["GBP"]);
        Assert.Equal(["EUR", "GBP", "JPY"], view.ByCurrency.Keys);
        Assert.Equal(new NpsKpi(30, 10, 5, 3, 2), view.Nps);
        Assert.Equal(new CesKpi(4.6667m, 66.6667m, 3), view.Ces);
        Assert.Equal(new CsatKpi(null, 0), view.Csat);
        Assert.Equal((9, 2, 1, 4), (view.Events, view.ActiveCustomers, view.NewCustomers, view.OpenTickets));
    }

    [Fact]
    public void An_empty_window_is_zeros_and_nulls() => Assert.Equal(
        """{"window":"5m","asOf":"2026-01-05T12:00:00.000Z","currency":"USD","events":0,"activeCustomers":0,"newCustomers":0,"orders":0,"gross":0,"refundCount":0,"refunded":0,"net":0,"cancelled":0,"unconverted":0,"byCurrency":{},"csat":{"share":null,"answers":0},"nps":{"score":null,"answers":0,"promoters":0,"passives":0,"detractors":0},"ces":{"mean":null,"share":null,"answers":0},"openTickets":0}""",
        System.Text.Encoding.UTF8.GetString(
            KpiView.From("5m", Door.Now, new ReportingCurrency("USD", new Dictionary<string, decimal>()), new Dictionary<(string, string), decimal>()).ToJson()));

    static List<KpiDelta> Recount(JournalEntry[] journal)
    {
        var deltas = new List<KpiDelta>();
        foreach (var entry in journal)
            TouchpointKpis.AddTo(deltas, entry, KpiScopes.None);
        CustomerKpis.AddDifference(deltas, CustomerKpis.None, CustomerKpis.Of(Folding.Fold(journal)));
        return deltas;
    }

    static Dictionary<(string, long, string, string), decimal> Sum(List<KpiDelta> deltas)
    {
        var sums = new CounterSums();
        foreach (var delta in deltas)
            sums.Add(delta);
        return sums.ToCounts().ToDictionary(count => (count.Scope, count.Minute, count.Metric, count.Dimension), count => count.Value);
    }

    static bool Same(Dictionary<(string, long, string, string), decimal> one, Dictionary<(string, long, string, string), decimal> other) =>
        one.Count == other.Count && one.All(sum => other.TryGetValue(sum.Key, out var value) && value == sum.Value);
}
