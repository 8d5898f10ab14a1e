using CustomerGrains.JournalTests.Support;
using CustomerGrains.Silo.Alerts;
using CustomerGrains.TestSupport.Postgres;

namespace CustomerGrains.JournalTests.Alerts;

/// <summary>Alerts in the store: one open alert a rule, whoever raises it.</summary>
public abstract class AlertStoreTests(StoreKind kind) : StoreTests(kind)
{
    static readonly DateTimeOffset At = TestCustomer.Start;

    [StoreFact]
    public async Task Of_many_processes_that_raise_the_same_alert_at_once_one_does()
    {
        var stores = new[] { await OpenAsync(), await OpenAsync(), await OpenAsync() };
        var raised = await Task.WhenAll(Enumerable.Range(0, 24).Select(i => Task.Run(() => stores[i % 3].Alerts.RaiseAsync(Rush("rush", i), CancellationToken.None))));
        var one = Assert.Single(raised.OfType<Alert>());
        Assert.Equal([one], await stores[1].Alerts.OpenAsync(CancellationToken.None));
        Assert.NotNull(await stores[2].Alerts.RaiseAsync(Rush("other", 1), CancellationToken.None));

        var cleared = await Task.WhenAll(stores.Select(store => store.Alerts.ClearAsync(one.Id, At.AddMinutes(5), CancellationToken.None)));
        Assert.Equal(At.AddMinutes(5), Assert.Single(cleared.OfType<Alert>()).ClearedAt);
        Assert.True((await stores[0].Alerts.RaiseAsync(Rush("rush", 30), CancellationToken.None))!.Id > one.Id);
    }

    [StoreFact]
    public async Task An_alert_keeps_exact_numbers_and_the_first_who_acknowledged_it()
    {
        var store = await OpenAsync();
        var alert = (await store.Alerts.RaiseAsync(new("money", "Money", "Net revenue: 1,234,567,890,123.45", 1_234_567_890_123.45m, -0.1m, At), CancellationToken.None))!;
        Assert.Equal(("money", 1_234_567_890_123.45m, -0.1m, At, null), (alert.RuleKey, alert.Value, alert.Threshold, alert.RaisedAt, alert.ClearedAt));
        Assert.Equal(alert, await store.Alerts.FindAsync(alert.Id, CancellationToken.None));

        await store.Alerts.AcknowledgeAsync(alert.Id, "ann", "on it", At.AddMinutes(1), CancellationToken.None);
        var second = await store.Alerts.AcknowledgeAsync(alert.Id, "bob", null, At.AddMinutes(2), CancellationToken.None);
        Assert.Equal(("ann", "on it", At.AddMinutes(1)), (second!.AcknowledgedBy, second.Note, second.AcknowledgedAt));
        Assert.Null(await store.Alerts.AcknowledgeAsync(alert.Id + 100, "ann", null, At, CancellationToken.None));
        Assert.Null(await store.Alerts.FindAsync(alert.Id + 100, CancellationToken.None));
    }

    [StoreFact]
    public async Task Alerts_are_listed_page_by_page_the_latest_first()
    {
        var store = await OpenAsync();
        for (var i = 0; i < 7; i++)
        {
            var alert = (await store.Alerts.RaiseAsync(Rush($"rule-{i}", i), CancellationToken.None))!;
            if (i % 2 == 0) await store.Alerts.ClearAsync(alert.Id, At, CancellationToken.None);
        }

        var first = await store.Alerts.ListAsync(onlyOpen: false, null, 4, CancellationToken.None);
        Assert.Equal(["rule-6", "rule-5", "rule-4", "rule-3"], first.Select(alert => alert.RuleKey));
        var second = await store.Alerts.ListAsync(onlyOpen: false, first[^1].Id, 4, CancellationToken.None);
        Assert.Equal(["rule-2", "rule-1", "rule-0"], second.Select(alert => alert.RuleKey));
        Assert.Equal(["rule-5", "rule-3", "rule-1"], (await store.Alerts.ListAsync(onlyOpen: true, null, 10, CancellationToken.None)).Select(alert => alert.RuleKey));
    }

    static NewAlert Rush(string rule, int value) => new(rule, "Rush", $"{value} customers entered At risk", value, 20, At);
}

public sealed class SqliteAlertStoreTests() : AlertStoreTests(StoreKind.Sqlite);

[NeedsPostgres]
public sealed class PostgresAlertStoreTests() : AlertStoreTests(StoreKind.Postgres);
