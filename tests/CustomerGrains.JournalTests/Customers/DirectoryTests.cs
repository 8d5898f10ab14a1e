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
    public async Task Customers_are_found_by_the_beginning_of_any_word_whatever_its_case_accents_and_marks()
    {
        var store = await OpenAsync();
        await PutAsync(store, Row("u-1") with { DisplayName = "Ann O'Hara", Email = "ann.hara@example.com" });
        await PutAsync(store, Row("u-2") with { DisplayName = "\u00c9MILE Zol\u00e0-Wei\u00df", Email = "emile@example.co.uk" });
        await PutAsync(store, Row("u-3") with { DisplayName = "100%_sure \u674e\u5c0f\u660e" });
        await PutAsync(store, Row("Order/2024-0077"));

        Assert.Equal(["u-1"], await FindAsync(store, "ANN"));
        Assert.Equal(["u-1"], await FindAsync(store, "o'h an"));
        Assert.Equal(["u-1"], await FindAsync(store, "ohara"));
        Assert.Equal(["u-1"], await FindAsync(store, "hara"));
        Assert.Equal(["u-1"], await FindAsync(store, "ann.hara@exa"));
        Assert.Equal(["u-1"], await FindAsync(store, "hara@example.com"));
        Assert.Equal(["u-2"], await FindAsync(store, "\u00e9mile"));
        Assert.Equal(["u-2"], await FindAsync(store, "EMILE zola"));
        Assert.Equal(["u-2"], await FindAsync(store, "weiss"));
        Assert.Equal(["u-2"], await FindAsync(store, "zola\u0300"));
        Assert.Equal(["u-2", "u-1"], await FindAsync(store, "EXAMPLE.co"));
        Assert.Equal(["u-3"], await FindAsync(store, "\u674e"));
        Assert.Equal(["u-3"], await FindAsync(store, "sure"));
        Assert.Equal(["u-3"], await FindAsync(store, "U-3"));
        Assert.Equal(["Order/2024-0077"], await FindAsync(store, "Order/2024-0"));
        Assert.Empty(await FindAsync(store, "ann zol\u00e0"));
        Assert.Empty(await FindAsync(store, "nn"));
        Assert.Empty(await FindAsync(store, "com"));
        Assert.Empty(await FindAsync(store, "%_"));
        Assert.Empty(await FindAsync(store, "' OR 1=1 --"));
        Assert.Equal(["u-3", "u-2", "u-1", "Order/2024-0077"], await FindAsync(store, "  "));
    }

    [StoreFact]
    public async Task The_members_of_a_segment_are_listed_latest_seen_first_whether_they_are_few_or_many()
    {
        var store = await OpenAsync();
        for (var i = 0; i < 1_300; i++)
        {
            var entries = new List<JournalEntry> { Joined(1, "all") };
            if (i % 100 == 7)
                entries.Add(Joined(2, "few"));
            if (i == 207)
                entries.Add(new(3, EntryKind.SegmentLeft, Channel.Server, null, "few", Start, Start, "{}"u8.ToArray()));
            var row = Row($"u-{i:0000}") with { Known = true, DisplayName = i % 2 == 0 ? "Ann" : "Ben", LastSeen = Start.AddMinutes(i) };
            await store.Journal.AppendAsync(new(row.CustomerId, entries, [], row, []));
        }

        var few = Enumerable.Range(0, 13).Select(i => (i * 100) + 7).Where(i => i != 207).Reverse().Select(i => $"u-{i:0000}").ToList();
        Assert.Equal(few, await AllAsync(new(Segment: "few", Limit: 5), 12));
        Assert.Equal(Enumerable.Range(0, 1_300).Reverse().Select(i => $"u-{i:0000}"), await AllAsync(new(Segment: "all", Limit: 500), 1_300));
        Assert.Equal(few, await AllAsync(new(Segment: "few", Text: "ben"), 12));
        Assert.Empty(await AllAsync(new(Segment: "few", Text: "ann"), 0));
        Assert.Empty(await AllAsync(new(Segment: "none"), 0));

        async Task<List<string>> AllAsync(CustomerQuery query, long total)
        {
            var all = new List<string>();
            var page = await store.Directory.SearchAsync(query, CancellationToken.None);
            Assert.Equal(total, page.Total);
            while (true)
            {
                all.AddRange(page.Items.Select(c => c.Id));
                if (page.Next is null)
                    return all;
                page = await store.Directory.SearchAsync(query with { Cursor = page.Next }, CancellationToken.None);
            }
        }

        static JournalEntry Joined(long seq, string segment) =>
            new(seq, EntryKind.SegmentJoined, Channel.Server, null, segment, Start, Start, "{}"u8.ToArray());
    }

    [StoreFact]
    public async Task Phone_numbers_are_found_however_they_are_written()
    {
        var store = await OpenAsync();
        await PutAsync(store, Row("abroad") with { Phone = "+44 (0)20-7946 0018" });
        await PutAsync(store, Row("home") with { Phone = "020 7946 0019" });
        foreach (var query in new[] { "+44 20 7946 0018", "+442079460018", "0044 (20) 7946-0018", "020 7946 0018", "02079460018", "2079460018", "20 7946 0018", "460018", "0018" })
            Assert.Equal(["abroad"], await FindAsync(store, query));
        foreach (var query in new[] { "+44 20 7946 0019", "0044 20 7946 0019", "020/7946.0019", "2079460019", "0019" })
            Assert.Equal(["home"], await FindAsync(store, query));
        Assert.Equal(["home", "abroad"], await FindAsync(store, "020 7946"));
        Assert.Equal(["home", "abroad"], await FindAsync(store, "+44 20 7946"));
        Assert.Empty(await FindAsync(store, "020 7947"));
    }

    [StoreFact]
    public async Task Somebody_is_found_by_what_she_is_called_now_and_not_by_what_she_was_called()
    {
        var store = await OpenAsync();
        await PutAsync(store, Row("u-1") with { Known = true, DisplayName = "Ann Lee", Email = "ann@lee.example" });
        await PutAsync(store, Row("u-1") with { Known = true, DisplayName = "Ann Kay", Email = "ann@lee.example" }, seq: 2);
        Assert.Equal(["u-1"], await FindAsync(store, "kay"));
        Assert.Equal(["u-1"], await FindAsync(store, "ann@lee"));
        Assert.Equal(["u-1"], await FindAsync(store, "lee"));
        await PutAsync(store, Row("u-1") with { Known = true, DisplayName = "Ann Kay" }, seq: 3);
        Assert.Empty(await FindAsync(store, "lee"));
        await PutAsync(store, Row("u-1"), seq: 4);
        Assert.Empty(await FindAsync(store, "kay"));
        await PutAsync(store, Row("u-2") with { DisplayName = "Ann Kay", LinkedTo = "u-1" });
        Assert.Empty(await FindAsync(store, "kay"));
    }

    [StoreFact]
    public async Task Words_that_thousands_have_are_found_too_page_by_page_the_latest_first()
    {
        var store = await OpenAsync();
        const int Customers = 12_500;
        // Every third is an Ann, the only Zed was seen before all others; many were seen at the same time.
        await Task.WhenAll(Enumerable.Range(0, Customers).Select(i => PutAsync(store, Row($"u-{i:00000}") with
        {
            Known = true, DisplayName = i == 0 ? "Ann Zed" : i % 3 == 0 ? "Ann Lee" : "Bob Zest", LastSeen = Start.AddMinutes(i / 7),
        })));
        var anns = Enumerable.Range(0, Customers).Where(i => i % 3 == 0).Reverse().Select(i => $"u-{i:00000}").ToList();

        var page = await store.Directory.SearchAsync(new("an", Limit: 700), CancellationToken.None);
        Assert.Null(page.Total);
        var found = page.Items.Select(item => item.Id).ToList();
        while (page.Next is not null)
        {
            page = await store.Directory.SearchAsync(new("an", Limit: 700, Cursor: page.Next), CancellationToken.None);
            found.AddRange(page.Items.Select(item => item.Id));
        }

        Assert.Equal(anns, found);
        // Both words are common and hardly anybody has both: the index says so.
        var rare = await store.Directory.SearchAsync(new("ann ze"), CancellationToken.None);
        Assert.Equal(["u-00000"], rare.Items.Select(item => item.Id));
        Assert.Equal(1, rare.Total);
    }

    [StoreFact]
    public async Task A_store_written_before_there_were_words_is_filled_when_it_is_opened()
    {
        var old = await OpenAsync();
        await PutAsync(old, Row("u-1") with { DisplayName = "Ann O'Hara", Phone = "020 7946 0018" });
        await PutAsync(old, Row("u-2"));
        await old.Database.ExecuteAsync("DELETE FROM customer_word", _ => { }, CancellationToken.None);
        await old.Database.ExecuteAsync("UPDATE customer SET search = 'as it was once', purchases = NULL", _ => { }, CancellationToken.None);
        await old.Database.ExecuteAsync("DELETE FROM setting WHERE name = 'filled.search'", _ => { }, CancellationToken.None);

        var store = await OpenAsync();
        Assert.Equal(["u-1"], await FindAsync(store, "ohara"));
        Assert.Equal(["u-1"], await FindAsync(store, "+44 20 7946 0018"));
        Assert.Equal(["u-2"], await FindAsync(store, "u-2"));
        Assert.Empty(await FindAsync(store, "once"));
        Assert.Null((await store.Directory.SearchAsync(new("ohara"), CancellationToken.None)).Items[0].Purchases);
        await PutAsync(store, Row("u-1") with { Known = true, DisplayName = "Ann Lee" }, seq: 2);
        Assert.Empty(await FindAsync(store, "ohara"));
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
        Assert.Equal(["u-08", "u-06", "u-04", "u-02", "u-00"], await AllAsync(new("U-0", "New", 2), 5));
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
        var changed = Row("ann") with
        {
            Known = true, DisplayName = "Anna", Phone = "1", Stage = "Loyal", LastSeen = Start.AddDays(1), LinkedTo = "bob", Purchases = "GBP 1 2.5 0 0\n",
        };
        await PutAsync(store, changed, seq: 2);
        await PutAsync(store, Row("bob"));
        var ann = Assert.Single(await store.Directory.FindAsync(["ann", "nobody"], CancellationToken.None));
        Assert.Equal(new("ann", "bob", true, "Anna", null, "1", "Loyal", Start, Start.AddDays(1), "GBP 1 2.5 0 0\n"), ann);
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
            var page = await store.Directory.TouchpointsAsync(["ann", "device"], cursor, 2, TouchpointFilter.All, CancellationToken.None);
            Assert.InRange(page.Items.Count, 1, 2);
            ids.AddRange(page.Items.Select(i => i.Entry.MessageId!));
            cursor = page.Next;
        }
        while (cursor is not null);
        Assert.Equal(["d3", "a3", "a5", "both", "d1", "late"], ids);
        Assert.Empty((await store.Directory.TouchpointsAsync(["nobody"], null, 10, TouchpointFilter.All, CancellationToken.None)).Items);
        await Assert.ThrowsAsync<FormatException>(() => store.Directory.TouchpointsAsync(["ann"], "?", 10, TouchpointFilter.All, CancellationToken.None));

        static JournalEntry At(long seq, string id, int minute) => TestCustomer.Entry(seq, id) with { OccurredAt = Start.AddMinutes(minute) };
    }

    [StoreFact]
    public async Task A_filtered_timeline_has_every_match_once_over_pages_and_nothing_else()
    {
        var store = await OpenAsync();
        var entries = Enumerable.Range(1, 12).Select(n => TestCustomer.Entry(n, $"m{n}") with
        {
            Channel = n % 3 == 0 ? Channel.Email : Channel.Web,
            Name = n % 2 == 0 ? "Product Viewed" : "viewed product",
            OccurredAt = Start.AddMinutes(n),
            ReceivedAt = Start.AddHours(n),
        });
        await store.Journal.AppendAsync(new("ann", [.. entries], [], null, []));

        Assert.Equal(["m12", "m9", "m6", "m3"], await ReadAsync(new(Channel.Email)));
        Assert.Equal(["m5", "m4", "m3", "m2", "m1"], await ReadAsync(new(Until: Start.AddHours(5))));
        Assert.Equal(["m3"], await ReadAsync(new(Channel.Email, Start.AddHours(5))));
        Assert.Equal(["m12", "m6"], await ReadAsync(new(Channel.Email, Matches: entry => entry.Name == "Product Viewed")));
        Assert.Empty(await ReadAsync(new(Matches: _ => false)));
        Assert.Equal(12, (await ReadAsync(new(Matches: entry => ShownName.Matches(entry, "Product Viewed")))).Count);

        async Task<List<string>> ReadAsync(TouchpointFilter filter)
        {
            var ids = new List<string>();
            string? cursor = null;
            do
            {
                var page = await store.Directory.TouchpointsAsync(["ann"], cursor, 2, filter, CancellationToken.None);
                ids.AddRange(page.Items.Select(item => item.Entry.MessageId!));
                cursor = page.Next;
            }
            while (cursor is not null);
            return ids;
        }
    }

    static async Task<IEnumerable<string>> FindAsync(TestStore store, string text) =>
        (await store.Directory.SearchAsync(new(text), CancellationToken.None)).Items.Select(i => i.Id);

    static CustomerRow Row(string id) => new(id, null, false, null, null, null, "Aware", Start, Start);

    static Task PutAsync(TestStore store, CustomerRow row, long seq = 1) =>
        store.Journal.AppendAsync(new(row.CustomerId, [TestCustomer.Entry(seq, $"m{seq}")], [], row, []));
}

public sealed class SqliteDirectoryTests() : DirectoryTests(StoreKind.Sqlite);

[NeedsPostgres]
public sealed class PostgresDirectoryTests() : DirectoryTests(StoreKind.Postgres);
