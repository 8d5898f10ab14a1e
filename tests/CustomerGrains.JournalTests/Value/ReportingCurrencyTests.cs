using CustomerGrains.JournalTests.Support;
using CustomerGrains.Silo.Value;
using CustomerGrains.TestSupport.Postgres;
using Microsoft.Extensions.Logging.Abstractions;

namespace CustomerGrains.JournalTests.Value;

/// <summary>Which currency the first money of a store is measured in.</summary>
public abstract class ReportingCurrencyTests(StoreKind kind) : StoreTests(kind)
{
    [StoreFact]
    public async Task The_first_that_arrives_settles_it_for_every_process_and_every_start()
    {
        var store = await OpenAsync();
        var (one, other) = (Open(store, null), Open(store, null));
        Assert.Equal((false, "USD"), (one.IsSettled, one.Current.Currency));

        await one.SettleAsync("GBP", CancellationToken.None);
        await other.SettleAsync("EUR", CancellationToken.None);
        await one.SettleAsync("EUR", CancellationToken.None);
        var later = Open(store, null);
        await later.StartAsync(CancellationToken.None);

        foreach (var currency in new[] { one, other, later })
            Assert.Equal((true, "GBP", 1.2m), (currency.IsSettled, currency.Current.Currency, currency.Current.RateOf("CHF")));
    }

    [StoreFact]
    public async Task A_configured_one_is_never_asked_for()
    {
        var store = await OpenAsync();
        var configured = Open(store, "SEK");
        await configured.SettleAsync("GBP", CancellationToken.None);
        Assert.Equal((true, "SEK"), (configured.IsSettled, configured.Current.Currency));
        Assert.Null(await store.Settings.GetAsync("reportingCurrency", CancellationToken.None));
    }

    static StoredReportingCurrency Open(TestStore store, string? configured) => new(
        new ValueOptions(configured, new Dictionary<string, decimal> { ["CHF"] = 1.2m }), store.Settings, NullLogger<StoredReportingCurrency>.Instance);
}

public sealed class SqliteReportingCurrencyTests() : ReportingCurrencyTests(StoreKind.Sqlite);

[NeedsPostgres]
public sealed class PostgresReportingCurrencyTests() : ReportingCurrencyTests(StoreKind.Postgres);
