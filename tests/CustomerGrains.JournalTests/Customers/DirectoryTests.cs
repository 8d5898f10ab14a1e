using CustomerGrains.Domain.Identity;
using CustomerGrains.Domain.Journal;
using CustomerGrains.Domain.Touchpoints;
using CustomerGrains.Grains.Journal;
using CustomerGrains.JournalTests.Support;
using CustomerGrains.Silo.Customers;
using CustomerGrains.TestSupport.Postgres;

namespace CustomerGrains.JournalTests.Customers;

/// <summary>Search, lists and timelines.</summary>
public abstract class DirectoryTests(StoreKind kind) : StoreTests(kind)
{
    static readonly DateTimeOffset Start = TestCustomer.Start;

    [StoreFact]
    public async Task Customers_are_found_by_any_part_of_name_email_phone_or_id_whatever_the_case()
    {
        var store = await OpenAsync();
        await PutAsync(store, Row("u-1") with { DisplayName = "Ann O'Hara", Email = "ann@example.com", Phone = "+44 20-7946 0018" });
        await PutAsync(store, Row("u-2") with { DisplayName = "\u00c9MILE Zol\u00e0", Email = "emile@example.com" });
        await PutAsync(store, Row("u-3") with { DisplayName = "100%_sure" });

        Assert.Equal(["u-1"], await FindAsync("ANN"));
        Assert.Equal(["u-1"], await FindAsync("o'hara ann"));
        Assert.Equal(["u-1"], await FindAsync("2079460018"));
        Assert.Equal(["u-2"], await FindAsync("\u00e9mile"));
        Assert.Equal(["u-2", "u-1"], await FindAsync("EXAMPLE.com"));
        Assert.Equal(["u-3"], await FindAsync("%_"));
        Assert.Equal(["u-3"], await FindAsync("U-3"));
        Assert.Empty(await FindAsync("ann zol\u00e0"));
        Assert.Equal(["u-3", "u-2", "u-1"], await FindAsync("  "));

        async Task<IEnumerable<string>> FindAsync(string text) =>
            (await store.Directory.SearchAsync(new(text), CancellationToken.None)).Items.Select(i => i.Id);
    }

    [StoreFact]
    public async Task Pages_follow_each_other_without_gaps_and_the_first_says_the_total()
    {
        var store = await OpenAsync();
        for (var i = 0; i < 23; i++)
            await PutAsync(store, Row($"u-{i:00}") with { Stage = i % 2 == 0 ? "New" : "Aware", LastSeen = Start.AddMinutes(i / 3) });
        await PutAsync(store, Row("u-linked") with { LinkedTo = "u-00" });

        Assert.Equal(Enumerable.Range(0, 23).Reverse().Select(i => $"u-{i:00}"), await AllAsync(new(Limit: 5), 23));
        Assert.Equal(Enumerable.Range(0, 23).Reverse().Where(i => i % 2 == 0).Select(i => $"u-{i:00}"), await AllAsync(new(Stage: "New", Limit: 4), 12));
        Assert.Equal(["u-20", "u-10", "u-08", "u-06", "u-04", "u-02", "u-00"], await AllAsync(new("0", "New", 2), 7));
        await Assert.ThrowsAsync<FormatException>(() => store.Directory.SearchAsync(new(Cursor: "nonsense!"), CancellationToken.None));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => store.Directory.SearchAsync(new(Limit: 0), CancellationToken.None));

        async Task<List<string>> AllAsync(CustomerQuery query, int total)
        {
            var ids = new List<string>();
            CustomerPage page;
            do
            {
                page = await store.Directory.SearchAsync(query, CancellationToken.None);
                Assert.Equal(query.Cursor is null ? total : null, page.Total);
                Assert.InRange(page.Items.Count, 0, query.Limit);
                ids.AddRange(page.Items.Select(i => i.Id));
                query = query with { Cursor = page.Next };
            }
            while (page.Next is not null);
            return ids;
        }
    }

    [StoreFact]
    public async Task A_row_is_replaced_as_a_whole_and_everybody_can_be_listed()
    {
        var store = await OpenAsync();
        await PutAsync(store, Row("ann") with { DisplayName = "Ann", Email = "a@b" });
        var changed = Row("ann") with { Known = true, DisplayName = "Anna", Phone = "1", Stage = "Loyal", LastSeen = Start.AddDays(1), LinkedTo = "bob" };
        await PutAsync(store, changed, seq: 2);
        await PutAsync(store, Row("bob"));
        var ann = Assert.Single(await store.Directory.FindAsync(["ann", "nobody"], CancellationToken.None));
        Assert.Equal(new("ann", "bob", true, "Anna", null, "1", "Loyal", Start, Start.AddDays(1)), ann);
        var all = new List<string>();
        await foreach (var id in store.Directory.AllIdsAsync(CancellationToken.None))
            all.Add(id);
        Assert.Equal(["ann", "bob"], all);
    }

    [StoreFact]
    public async Task Links_are_followed_and_a_circle_ends()
    {
        var store = await OpenAsync();
        await PutAsync(store, Row("device") with { LinkedTo = "ann" });
        await PutAsync(store, Row("ann") with { LinkedTo = "anna" });
        await PutAsync(store, Row("tablet") with { LinkedTo = "anna" });
        await PutAsync(store, Row("anna"));
        Assert.Equal(["ann", "device", "tablet"], await store.Directory.LinksAsync("anna", CancellationToken.None));
        Assert.Equal(["device"], await store.Directory.LinksAsync("ann", CancellationToken.None));
        await PutAsync(store, Row("anna") with { LinkedTo = "device" }, seq: 2);
        Assert.Equal(["ann", "device", "tablet"], await store.Directory.LinksAsync("anna", CancellationToken.None));
    }

    [StoreFact]
    public async Task Touchpoints_of_linked_ids_come_as_one_timeline_without_duplicates()
    {
        var store = await OpenAsync();
        await store.Journal.AppendAsync(new("device", [At(1, "d1", 10), At(2, "both", 20), At(3, "d3", 30)], [], null, []));
        var link = new AbsorbedBody("device", 3, ["both"], []);
        await store.Journal.AppendAsync(new(
            "ann",
            [At(1, "both", 20), At(2, "late", 5), At(3, "a3", 30), new(4, EntryKind.Absorbed, Channel.Server, null, "device", Start, Start, link.ToJson()), At(5, "a5", 25)],
            [],
            null,
            []));

        var ids = new List<string>();
        string? cursor = null;
        do
        {
            var page = await store.Directory.TouchpointsAsync(["ann", "device"], cursor, 2, CancellationToken.None);
            Assert.InRange(page.Items.Count, 1, 2);
            ids.AddRange(page.Items.Select(i => i.Entry.MessageId!));
            cursor = page.Next;
        }
        while (cursor is not null);
        Assert.Equal(["d3", "a3", "a5", "both", "d1", "late"], ids);
        Assert.Empty((await store.Directory.TouchpointsAsync(["nobody"], null, 10, CancellationToken.None)).Items);
        await Assert.ThrowsAsync<FormatException>(() => store.Directory.TouchpointsAsync(["ann"], "?", 10, CancellationToken.None));

        static JournalEntry At(long seq, string id, int minute) => TestCustomer.Entry(seq, id) with { OccurredAt = Start.AddMinutes(minute) };
    }

    static CustomerRow Row(string id) => new(id, null, false, null, null, null, "Aware", Start, Start);

    static Task PutAsync(TestStore store, CustomerRow row, long seq = 1) =>
        store.Journal.AppendAsync(new(row.CustomerId, [TestCustomer.Entry(seq, $"m{seq}")], [], row, []));
}

public sealed class SqliteDirectoryTests() : DirectoryTests(StoreKind.Sqlite);

[NeedsPostgres]
public sealed class PostgresDirectoryTests() : DirectoryTests(StoreKind.Postgres);
