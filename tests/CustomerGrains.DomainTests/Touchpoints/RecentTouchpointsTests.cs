using System.Text.Json;
using CustomerGrains.Domain.Journal;
using CustomerGrains.Domain.Touchpoints;

namespace CustomerGrains.DomainTests.Touchpoints;

/// <summary>The packed rows against a plain sorted list.</summary>
public sealed class RecentTouchpointsTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void The_latest_are_kept_in_their_order_whatever_comes_when(int seed)
    {
        var random = new Random(seed);
        var (recent, all) = (new RecentTouchpoints(), new List<RecentTouchpoint>());
        for (var i = 0; i < 400; i++)
        {
            // Few different times and ids, so that equal ones are common.
            var touchpoint = Random(random);
            if (recent.MayHold(touchpoint.At))
                recent.Add(touchpoint);
            if (!all.Exists(other => other.At == touchpoint.At))
                all.Add(touchpoint);
            var latest = all.OrderBy(each => each.At).TakeLast(RecentTouchpoint.Max).ToList();
            Assert.Equal(latest, recent);
            Assert.Equal(latest[^1], recent[recent.Count - 1]);
        }
    }

    [Fact]
    public void A_row_comes_out_as_it_went_in()
    {
        RecentTouchpoint[] rows =
        [
            new(new(long.MinValue, ""), 0, 0, EntryKind.Alias, Channel.Server, "", default),
            new(new(-5, "früher – 😀"), long.MaxValue, -3, EntryKind.Page, Channel.Web, "Startseite ü", new("", 0.00m, "")),
            new(new(7, new string('x', 100)), 12, 60_000, EntryKind.Track, Channel.Mobile, "Order Completed", new("Tee 100 g", 79_228_162_514_264_337_593_543_950_335m, "JPY")),
            new(new(8, "0f8fad5b-d9cb-469f-a165-70867728950e"), 1, 1, EntryKind.Track, Channel.Web, "uuid", default),
            new(new(9, "0F8FAD5B-D9CB-469F-A165-70867728950E"), 2, 1, EntryKind.Track, Channel.Web, "uuid in capitals", default),
            new(new(10, "0f8fad5bd9cb469fa16570867728950e"), 3, 1, EntryKind.Track, Channel.Web, "uuid without hyphens", default),
            new(new(11, "0f8fad5b-d9cb-469f-a165-70867728950g"), 4, 1, EntryKind.Track, Channel.Web, "nearly a uuid", default),
            new(new(long.MaxValue, "z"), 1, 1, EntryKind.Track, Channel.Store, "Product Viewed", new(null, -1.2300m, null)),
        ];
        var recent = new RecentTouchpoints();
        foreach (var row in rows)
            recent.Add(row);
        Assert.Equal(rows, recent);
        // Equal decimals may differ in their zeros, which the canonical JSON shows.
        Assert.Equal(rows.Select(row => row.Summary.Amount?.ToString()), recent.Select(row => row.Summary.Amount?.ToString()));
    }

    [Fact]
    public void The_json_is_an_array_of_rows_and_reads_back()
    {
        var random = new Random(5);
        var recent = new RecentTouchpoints();
        for (var i = 0; i < 30; i++)
            recent.Add(Random(random));
        var json = JsonSerializer.Serialize(recent);
        Assert.Equal(JsonSerializer.Serialize(recent.ToList()), json);
        Assert.Equal(recent, JsonSerializer.Deserialize<RecentTouchpoints>(json)!);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("""[["1 a",1]]""")]
    public void Other_json_is_refused(string json) => Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<RecentTouchpoints>(json));

    static RecentTouchpoint Random(Random random) => new(
        new(random.Next(60), $"m{random.Next(4)}"),
        random.Next(1_000),
        random.Next(-5, 5),
        (EntryKind)random.Next(1, 6),
        (Channel)random.Next(1, 8),
        random.Next(3) == 0 ? "" : new string('n', random.Next(1, 60)),
        random.Next(3) switch
        {
            0 => default,
            1 => new(new string('t', random.Next(80)), null, null),
            _ => new("Tee", random.Next(1, 10_000) / 100m, "EUR"),
        });
}
