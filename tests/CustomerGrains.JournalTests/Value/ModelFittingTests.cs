using System.Text;
using CustomerGrains.Domain.Customers;
using CustomerGrains.Domain.Journal;
using CustomerGrains.Domain.Kpis;
using CustomerGrains.Domain.Touchpoints;
using CustomerGrains.Domain.Value;
using CustomerGrains.Domain.Value.Prediction;
using CustomerGrains.Grains.Journal;
using CustomerGrains.Grains.Value;
using CustomerGrains.JournalTests.Support;
using CustomerGrains.Silo.Backfills;
using CustomerGrains.Silo.Rules;
using CustomerGrains.Silo.Value.Models;
using CustomerGrains.TestSupport.Postgres;
using Microsoft.Extensions.Logging.Abstractions;

namespace CustomerGrains.JournalTests.Value;

/// <summary>Models are fitted to everybody in the store, in time, once, and shared.</summary>
public abstract class ModelFittingTests(StoreKind kind) : StoreTests(kind)
{
    static readonly CancellationToken None = CancellationToken.None;

    [StoreFact]
    public async Task Nothing_is_fitted_before_there_are_enough_repeat_customers()
    {
        var process = await ProcessAsync();
        await BuyAsync(process.Store, 0, 99, days: 3);
        await BuyAsync(process.Store, 1_000, 200, days: 1);
        Assert.Null(await process.Fitting.RunAsync(None));
        Assert.Null(process.Models.Latest);
        Assert.Equal((299, 99), (process.Models.LastLook!.Customers, process.Models.LastLook.RepeatCustomers));
        Assert.Null(process.Models.Of(State(1, 3), Now(process)));
    }

    [StoreFact]
    public async Task The_first_model_comes_as_soon_as_there_are_enough_and_counts_known_customers_alone()
    {
        var process = await ProcessAsync();
        await BuyAsync(process.Store, 0, 120, days: 3);
        await BuyAsync(process.Store, 1_000, 60, days: 1);
        await BuyAsync(process.Store, 2_000, 50, days: 2, known: false);
        var model = (await process.Fitting.RunAsync(None))!;
        Assert.Equal((1, 180L, 120L, "GBP", process.Store.Clock.GetUtcNow()), (model.Version, model.Buyers, model.Repeaters, model.Currency, model.FittedAt));
        Assert.Equal((120 * 3) + 60 + 100, model.Orders);
        var expected = new BuyerSample();
        foreach (var (first, count, days) in new[] { (0, 120, 3), (1_000, 60, 1) })
        {
            for (var i = first; i < first + count; i++)
                expected.Add(Id(i), BuyerHistory.Of(State(i, days), Pounds)!.Value);
        }

        Assert.Equal(expected.Fit(model.FittedAt, "GBP", 1, model.Orders)!.ToJson(), model.ToJson());
        Assert.InRange(process.Models.Of(State(1, 3), Now(process))!.Alive!.Value, 0, 1);
        Assert.Null(await process.Fitting.RunAsync(None));
    }

    [StoreFact]
    public async Task Another_is_fitted_when_repeat_customers_grew_by_a_tenth_or_a_day_has_passed_and_not_before()
    {
        var process = await ProcessAsync();
        await BuyAsync(process.Store, 0, 120, days: 3);
        Assert.NotNull(await process.Fitting.RunAsync(None));

        process.Store.Clock.Advance(TimeSpan.FromHours(1));
        await BuyAsync(process.Store, 200, 9, days: 2);
        Assert.Null(await process.Fitting.RunAsync(None));

        // So many more orders that it looks, and finds customers who bought once.
        await BuyAsync(process.Store, 1_000, 60, days: 1);
        Assert.Null(await process.Fitting.RunAsync(None));
        Assert.Equal(129, process.Models.LastLook!.RepeatCustomers);

        await BuyAsync(process.Store, 300, 30, days: 2);
        Assert.Null(await process.Fitting.RunAsync(None)); // it rests after a look
        process.Store.Clock.Advance(ModelFitting.Rest);
        Assert.Equal((2, 159L), ((await process.Fitting.RunAsync(None)) is { } second ? (second.Version, second.Repeaters) : default));

        process.Store.Clock.Advance(ModelFitting.Lifetime - TimeSpan.FromSeconds(1));
        Assert.Null(await process.Fitting.RunAsync(None));
        process.Store.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(3, (await process.Fitting.RunAsync(None))!.Version);
    }

    [StoreFact]
    public async Task Another_reporting_currency_gets_a_model_of_its_own_and_meanwhile_nothing_is_said()
    {
        var process = await ProcessAsync();
        await BuyAsync(process.Store, 0, 120, days: 3);
        Assert.NotNull(await process.Fitting.RunAsync(None));
        process.Store.Clock.Advance(TimeSpan.FromHours(1));
        process.Reporting.Current = new("EUR", new Dictionary<string, decimal> { ["GBP"] = 1.2m });
        Assert.Null(process.Models.Of(State(1, 3), Now(process)));
        var model = (await process.Fitting.RunAsync(None))!;
        Assert.Equal((2, "EUR"), (model.Version, model.Currency));
        Assert.NotNull(process.Models.Of(State(1, 3), Now(process)));
    }

    [StoreFact]
    public async Task Another_process_finds_the_model_and_of_two_that_fit_at_once_one_wins()
    {
        var (one, other) = (await ProcessAsync(), await ProcessAsync());
        await BuyAsync(one.Store, 0, 120, days: 3);
        var fitted = await Task.WhenAll(one.Fitting.RunAsync(None), other.Fitting.RunAsync(None));
        Assert.Contains(fitted, model => model is not null);
        await one.Models.RefreshAsync(None);
        await other.Models.RefreshAsync(None);
        Assert.Equal(1, one.Models.Latest!.Version);
        Assert.Equal(one.Models.Latest.ToJson(), other.Models.Latest!.ToJson());

        var third = await ProcessAsync();
        await third.Models.RefreshAsync(None);
        Assert.Equal(one.Models.Latest.ToJson(), third.Models.Latest!.ToJson());
    }

    [StoreFact]
    public async Task Everybody_is_judged_anew_only_if_a_rule_asks_for_predictions()
    {
        var process = await ProcessAsync();
        await BuyAsync(process.Store, 0, 120, days: 3);
        await process.Store.Definitions.PublishAsync(new(Domain.Rules.DefinitionKind.Segment, "vip", "VIP", "orders.count >= 2"), "ann", None);
        await process.Rules.RefreshAsync(None);
        Assert.NotNull(await process.Fitting.RunAsync(None));
        Assert.Equal(1, await process.Store.Definitions.GenerationAsync(None));

        await process.Store.Definitions.PublishAsync(new(Domain.Rules.DefinitionKind.Segment, "fading", "Fading", "value.predicted.alive < 0.5"), "ann", None);
        await process.Rules.RefreshAsync(None);
        process.Store.Clock.Advance(ModelFitting.Lifetime);
        Assert.NotNull(await process.Fitting.RunAsync(None));
        Assert.Equal(3, await process.Store.Definitions.GenerationAsync(None));
        var backfills = await new BackfillTable(process.Store.Database).UnfinishedAsync(None);
        Assert.Equal(["segment/vip", "segment/fading", "value model"], backfills.Select(row => row.Reason));
    }

    [StoreFact]
    public async Task Rules_of_a_new_generation_come_with_the_model_that_raised_it()
    {
        var (one, other) = (await ProcessAsync(), await ProcessAsync());
        await BuyAsync(one.Store, 0, 120, days: 3);
        await one.Store.Definitions.PublishAsync(new(Domain.Rules.DefinitionKind.Segment, "fading", "Fading", "value.predicted.alive < 0.5"), "ann", None);
        await one.Rules.RefreshAsync(None);
        Assert.NotNull(await one.Fitting.RunAsync(None));
        await other.Rules.RefreshAsync(None);
        Assert.Equal((2L, 1), (other.Rules.Current.Generation, other.Models.Latest!.Version));
    }

    [StoreFact]
    public async Task A_day_is_judged_by_the_model_of_that_day()
    {
        var process = await ProcessAsync();
        await BuyAsync(process.Store, 0, 120, days: 3);
        var first = (await process.Fitting.RunAsync(None))!;
        var then = Now(process);
        process.Store.Clock.Advance(TimeSpan.FromDays(40));
        await BuyAsync(process.Store, 300, 200, days: 2);
        var second = (await process.Fitting.RunAsync(None))!;
        Assert.Equal(first.Version, process.Models.Explain(State(1, 3), then)!.Model.Version);
        Assert.Equal(second.Version, process.Models.Explain(State(1, 3), Now(process))!.Model.Version);
        Assert.Null(process.Models.Explain(State(1, 3), then - (long)TimeSpan.FromDays(1).TotalMilliseconds));
    }

    [StoreFact]
    public async Task A_customer_with_a_linked_id_counts_once()
    {
        var process = await ProcessAsync();
        await BuyAsync(process.Store, 0, 110, days: 2);
        await BuyAsync(process.Store, 500, 1, days: 1, known: false);
        var (device, ann) = (new TestCustomer(Id(500), process.Store), new TestCustomer(Id(3), process.Store));
        await device.LoadAsync();
        await ann.LoadAsync();
        await process.Store.Journal.AppendAsync(device.LinkTo(ann.Id));
        await process.Store.Journal.AppendAsync(await ann.AbsorbAsync(device));
        await process.Fitting.RunAsync(None);
        Assert.Equal((110, 110), (process.Models.LastLook!.Customers, process.Models.LastLook.RepeatCustomers));
    }

    static readonly ReportingCurrency Pounds = new("GBP", new Dictionary<string, decimal>());

    static long Now(Process process) => process.Store.Clock.GetUtcNow().ToUnixTimeMilliseconds();

    static string Id(int number) => $"c{number:0000}";

    async Task<Process> ProcessAsync()
    {
        var store = await OpenAsync();
        var reporting = new FixedCurrency { Current = Pounds };
        var definitions = new DefinitionStore(store.Database, store.Clock);
        var rules = new RuleBook(definitions, store.Database, store.Locks, store.Clock, NullLogger<RuleBook>.Instance);
        var models = new ModelStore(store.Database);
        var stored = new StoredModels(models, reporting, rules);
        var fitting = new ModelFitting(
            stored, store.Kpis, new CustomerScan(store.Database, store.Reader), definitions, rules, reporting, new LiveTraffic(store.Health, store.Clock), store.Database,
            store.Clock, NullLogger<ModelFitting>.Instance);
        return new(store, reporting, rules, stored, fitting);
    }

    static async Task BuyAsync(TestStore store, int first, int count, int days, bool known = true) =>
        await Task.WhenAll(Enumerable.Range(first, count).Select(i => store.Journal.AppendAsync(Orders(i, days, known).Commit)));

    static CustomerState State(int number, int days) => Orders(number, days, known: true).State;

    // The first 300 to 700 days ago, the others some days later, all by the number alone.
    static (Commit Commit, CustomerState State) Orders(int number, int days, bool known)
    {
        var state = new CustomerState(Id(number));
        var (entries, deltas, before) = (new List<JournalEntry>(), new List<KpiDelta>(), CustomerKpis.Of(state));
        for (var day = 0; day < days; day++)
        {
            var at = TestCustomer.Start.AddDays(-300 - (number * 7 % 400) + (day * (5 + (number * 13 % 60))));
            var (id, who) = ($"{Id(number)}-{day}", known ? "userId" : "anonymousId");
            var body = $$$"""{"type":"track","event":"Order Completed","messageId":"{{{id}}}","{{{who}}}":"{{{Id(number)}}}","properties":{"total":{{{5 + (number * 17 % 40)}}}.5,"currency":"GBP"}}""";
            var entry = new JournalEntry(day + 1, EntryKind.Track, Channel.Web, id, "Order Completed", at, TestCustomer.Start, Encoding.UTF8.GetBytes(body));
            TouchpointKpis.AddTo(deltas, entry, state.Scopes);
            state.Apply(entry);
            entries.Add(entry);
        }

        CustomerKpis.AddDifference(deltas, before, CustomerKpis.Of(state));
        var row = new CustomerRow(state.Id, null, state.Known, null, null, null, "New", state.FirstSeen!.Value, state.LastSeen!.Value);
        return (new(state.Id, entries, deltas, row, []), state);
    }

    sealed record Process(TestStore Store, FixedCurrency Reporting, RuleBook Rules, StoredModels Models, ModelFitting Fitting);

    sealed class FixedCurrency : IReportingCurrency
    {
        public ReportingCurrency Current { get; set; } = Pounds;
    }
}

public sealed class SqliteModelFittingTests() : ModelFittingTests(StoreKind.Sqlite);

[NeedsPostgres]
public sealed class PostgresModelFittingTests() : ModelFittingTests(StoreKind.Postgres);
