using System.Text.Json;
using CustomerGrains.Client;
using CustomerGrains.ClientTests.Support;
using CustomerGrains.Tool.Import;

namespace CustomerGrains.ClientTests.Import;

public sealed class SegmentJsonlTests : IDisposable
{
    readonly TempFolder _folder = new();

    IReadOnlyList<ImportItem> Read(string lines) => Formats.Read(new SegmentJsonl(), _folder.Write("events.jsonl", lines));

    static JsonElement Json(CustomerEvent item) => JsonDocument.Parse(item.Json).RootElement;

    [Fact]
    public void A_whole_event_is_sent_as_it_is()
    {
        const string Line = """{"type":"track","event":"X","messageId":"m","userId":"u","timestamp":"2024-01-01T00:00:00Z","properties":{"total":1e3}}""";
        Assert.Equal(Line, System.Text.Encoding.UTF8.GetString(Assert.Single(Read(Line + "\n")).Event!.Json.Span));
    }

    [Fact]
    public void A_missing_message_id_is_made_of_the_line_and_its_number()
    {
        const string Line = """{"type":"track","event":"X","userId":"u","timestamp":"2024-01-01T00:00:00Z"}""";
        var first = Read($"{Line}\n{Line}\n").Events().Select(item => item.MessageId).ToArray();
        Assert.NotEqual(first[0], first[1]);
        Assert.Equal(first, Read($"{Line}\r\n{Line}").Events().Select(item => item.MessageId));
        Assert.Equal(first[0], Json(Read(Line)[0].Event!).GetProperty("messageId").GetString());
    }

    [Fact]
    public void The_age_of_an_export_is_not_taken_for_a_wrong_clock()
    {
        var item = Assert.Single(Read("""{"type":"page","messageId":"m","anonymousId":"a","originalTimestamp":"2020-05-01T10:00:00Z","sentAt":"2020-05-01T10:00:09Z"}"""));
        Assert.Equal("2020-05-01T10:00:00Z", Json(item.Event!).GetProperty("timestamp").GetString());
        Assert.Equal("m", item.Event!.MessageId);
    }

    [Fact]
    public void Bad_lines_are_left_out_with_their_reasons_and_lose_nothing_else()
    {
        var items = Read(
            """
            {"type":"track","event":"X","userId":"u"}
            {"type":"track",
            [1]

            {"type":"buy","userId":"u"}
            {"type":"track","event":"X"}
            {"type":"track","event":"X","userId":"v"}
            """);
        Assert.Equal(["not JSON", "not a JSON object", "\"buy\"", "userId or anonymousId"],
            items.Where(item => item.Event is null).Select(item => Assert.Single(
                (string[])["not JSON", "not a JSON object", "\"buy\"", "userId or anonymousId"], reason => item.LeftOut!.Contains(reason, StringComparison.Ordinal))));
        Assert.Equal(["u", "v"], items.Events().Select(item => item.Customer));
        Assert.Equal(5, items.First(item => item.LeftOut?.Contains("buy", StringComparison.Ordinal) == true).Place.Line);
    }

    [Fact]
    public void An_event_over_32_KB_is_left_out()
    {
        var item = Assert.Single(Read($$"""{"type":"track","event":"X","messageId":"m","userId":"u","properties":{"t":"{{new string('x', 33_000)}}"} }"""));
        Assert.Equal("the event has more than 32 KB", item.LeftOut);
    }

    public void Dispose() => _folder.Dispose();
}
