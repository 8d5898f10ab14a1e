using CustomerGrains.JournalTests.Support;
using CustomerGrains.Silo.Security;
using CustomerGrains.TestSupport.Postgres;

namespace CustomerGrains.JournalTests.Storage;

/// <summary>Small tables beside the journal.</summary>
public abstract class SettingAndCredentialTests(StoreKind kind) : StoreTests(kind)
{
    [StoreFact]
    public async Task Of_settings_that_race_the_first_wins_and_all_hear_it()
    {
        var stores = new[] { await OpenAsync(), await OpenAsync() };
        var values = await Task.WhenAll(Enumerable.Range(0, 10).Select(i =>
            Task.Run(() => stores[i % 2].Settings.GetOrAddAsync("reportingCurrency", $"CU{i}", CancellationToken.None))));
        Assert.Single(values.Distinct());
        Assert.Equal(values[0], await stores[1].Settings.GetAsync("reportingCurrency", CancellationToken.None));
        await stores[0].Settings.SetAsync("reportingCurrency", "GBP", CancellationToken.None);
        Assert.Equal("GBP", await stores[1].Settings.GetAsync("reportingCurrency", CancellationToken.None));
        Assert.Null(await stores[0].Settings.GetAsync("nothing", CancellationToken.None));
    }

    [StoreFact]
    public async Task Small_writes_get_their_turn_while_the_journal_is_busy()
    {
        var store = await OpenAsync();
        using var stop = new CancellationTokenSource();
        var writing = Enumerable.Range(0, 4).Select(w => Task.Run(async () =>
        {
            for (var i = 0; !stop.IsCancellationRequested; i++)
                await store.Journal.AppendAsync(new TestCustomer($"w{w}-{i}", store).Next("m1"));
        })).ToList();
        for (var i = 0; i < 20; i++)
            await store.Settings.SetAsync("n", $"{i}", CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(20));
        await stop.CancelAsync();
        await Task.WhenAll(writing);
    }

    [StoreFact]
    public async Task Credentials_are_found_used_and_revoked()
    {
        var store = (await OpenAsync()).Credentials;
        var now = TestCustomer.Start;
        var admin = new Credential("1", CredentialKind.Password, "admin", "h1", ["admin", "operator"], now);
        var key = new Credential("2", CredentialKind.WriteKey, "shop", "h2", [], now.AddSeconds(1));
        var token = new Credential("3", CredentialKind.ApiToken, "shop", "h2", ["agent"], now.AddSeconds(2));
        foreach (var credential in (Credential[])[admin, key, token])
            Assert.True(await store.AddAsync(credential, CancellationToken.None));

        AssertSame([admin, key, token], await store.ListAsync(CancellationToken.None));
        AssertSame([admin], [(await store.FindByNameAsync(CredentialKind.Password, "admin", CancellationToken.None))!]);
        AssertSame([token], [(await store.FindByHashAsync(CredentialKind.ApiToken, "h2", CancellationToken.None))!]);
        Assert.Null(await store.FindByHashAsync(CredentialKind.Password, "h2", CancellationToken.None));
        Assert.False(await store.AddAsync(admin with { Id = "4", Hash = "h4" }, CancellationToken.None));
        Assert.False(await store.AddAsync(key with { Id = "5" }, CancellationToken.None));

        await store.TouchAsync("2", now.AddDays(1), CancellationToken.None);
        await store.TouchAsync("2", now.AddHours(1), CancellationToken.None);
        Assert.Equal(now.AddDays(1), (await store.FindByHashAsync(CredentialKind.WriteKey, "h2", CancellationToken.None))!.LastUsed);
        Assert.True(await store.RevokeAsync("1", now, CancellationToken.None));
        Assert.False(await store.RevokeAsync("1", now, CancellationToken.None));
        Assert.Null(await store.FindByNameAsync(CredentialKind.Password, "admin", CancellationToken.None));
        Assert.True(await store.AddAsync(admin with { Id = "6", Hash = "h6" }, CancellationToken.None));
    }

    [StoreFact]
    public async Task A_credential_is_changed_in_its_place_until_it_is_revoked()
    {
        var store = (await OpenAsync()).Credentials;
        await store.AddAsync(Admin("1"), CancellationToken.None);

        Assert.True(await store.ChangeAsync("1", "other", null, null, CancellationToken.None));
        Assert.True(await store.ChangeAsync("1", null, ["agent"], null, CancellationToken.None));
        AssertSame([Admin("1") with { Hash = "other", Roles = ["agent"] }], [(await store.FindByIdAsync("1", CancellationToken.None))!]);
        Assert.True(await store.RevokeAsync("1", TestCustomer.Start, CancellationToken.None));
        Assert.False(await store.ChangeAsync("1", "h", ["admin"], null, CancellationToken.None));
        Assert.False(await store.ChangeAsync("2", "h", null, null, CancellationToken.None));
        Assert.Null(await store.FindByIdAsync("1", CancellationToken.None));
    }

    [StoreFact]
    public async Task The_last_user_with_a_role_keeps_it()
    {
        var store = (await OpenAsync()).Credentials;
        await store.AddAsync(Admin("1"), CancellationToken.None);
        await store.AddAsync(Admin("2"), CancellationToken.None);
        await store.AddAsync(Admin("3") with { Roles = ["administrator"] }, CancellationToken.None);
        await store.AddAsync(Admin("4") with { Kind = CredentialKind.ApiToken }, CancellationToken.None);

        Assert.True(await store.ChangeAsync("1", null, ["agent"], "admin", CancellationToken.None));
        Assert.False(await store.ChangeAsync("2", null, ["agent"], "admin", CancellationToken.None));
        Assert.False(await store.RevokeAsync("2", TestCustomer.Start, "admin", CancellationToken.None));
        Assert.True(await store.RevokeAsync("1", TestCustomer.Start, "admin", CancellationToken.None));
        Assert.Equal(["admin"], (await store.FindByIdAsync("2", CancellationToken.None))!.Roles);
    }

    [StoreFact]
    public async Task Of_all_who_take_a_role_from_each_other_at_the_same_time_one_keeps_it()
    {
        var stores = new[] { (await OpenAsync()).Credentials, (await OpenAsync()).Credentials };
        var holders = new List<string>();
        for (var round = 0; round < 5; round++)
        {
            while (holders.Count < 6)
            {
                holders.Add($"{round}-{holders.Count}");
                await stores[0].AddAsync(Admin(holders[^1]), CancellationToken.None);
            }
            var done = await Task.WhenAll(holders.Select((id, i) => Task.Run(() => i % 2 == 0
                ? stores[i / 2 % 2].ChangeAsync(id, null, [], "admin", CancellationToken.None)
                : stores[i / 2 % 2].RevokeAsync(id, TestCustomer.Start, "admin", CancellationToken.None))));

            Assert.Equal(5, done.Count(changed => changed));
            holders = [.. (await stores[0].ListAsync(CancellationToken.None)).Where(c => c.RevokedAt is null && c.Roles.Contains("admin")).Select(c => c.Id)];
            Assert.Single(holders);
        }
    }

    static Credential Admin(string id) => new(id, CredentialKind.Password, $"user{id}", $"h{id}", ["admin"], TestCustomer.Start);

    static void AssertSame(IReadOnlyList<Credential> expected, IReadOnlyList<Credential> actual)
    {
        Assert.Equal(expected.Select(c => c with { Roles = [] }), actual.Select(c => c with { Roles = [] }));
        Assert.Equal(expected.Select(c => string.Join(',', c.Roles)), actual.Select(c => string.Join(',', c.Roles)));
    }
}

public sealed class SqliteSettingAndCredentialTests() : SettingAndCredentialTests(StoreKind.Sqlite);

[NeedsPostgres]
public sealed class PostgresSettingAndCredentialTests() : SettingAndCredentialTests(StoreKind.Postgres);
