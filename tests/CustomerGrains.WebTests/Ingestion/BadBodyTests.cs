using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using CustomerGrains.WebTests.Support;

namespace CustomerGrains.WebTests.Ingestion;

/// <summary>Bodies that are wrong as a whole, and the forms of body that are right.</summary>
[Collection(SharedServerCollection.Name)]
public sealed class BadBodyTests(SharedServer shared)
{
    public static TheoryData<string, string, string, int> Bodies => new()
    {
        { "empty", "/v1/batch", "", 400 },
        { "blank", "/v1/batch", "  \n ", 400 },
        { "cut off", "/v1/batch", """{"batch":[{"type":"tra""", 400 },
        { "a trailing comma", "/v1/track", """{"event":"A",}""", 400 },
        { "NaN, which is not JSON", "/v1/track", """{"event":"Order Completed","userId":"u","properties":{"total":NaN}}""", 400 },
        { "Infinity, which is not JSON", "/v1/track", """{"event":"Order Completed","userId":"u","properties":{"total":Infinity}}""", 400 },
        { "two documents", "/v1/track", """{"event":"A","userId":"u"}{}""", 400 },
        { "a form", "/v1/track", "event=A&userId=u", 400 },
        { "XML", "/v1/track", "<event/>", 400 },
        { "deeper than 64", "/v1/track", string.Concat(Enumerable.Repeat("{\"a\":", 200)) + "1" + new string('}', 200), 400 },
        { "a hundred thousand open brackets", "/v1/batch", new string('[', 100_000), 400 },
        { "no batch", "/v1/batch", "{}", 400 },
        { "a batch that is an object", "/v1/batch", """{"batch":{"type":"track"}}""", 400 },
        { "a batch that is null", "/v1/batch", """{"batch":null}""", 400 },
        { "an array instead of an object", "/v1/batch", "[]", 400 },
        { "a text instead of an object", "/v1/b", "\"batch\"", 400 },
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task A_body_that_is_wrong_is_refused_with_the_reason(string what, string path, string body, int status)
    {
        var response = await shared.Server.PostAsync(path, body);
        Assert.True((int)response.StatusCode == status, $"{what}: {(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}");

        var problem = await ProblemAsync(response);
        Assert.False(string.IsNullOrWhiteSpace(problem.GetProperty("detail").GetString()));
        Assert.Contains(problem.GetProperty("errors").EnumerateArray().Single().GetProperty("field").GetString(), new[] { "body", "batch" });
    }

    [Fact]
    public async Task Broken_JSON_is_located_by_line_and_byte()
    {
        var problem = await ProblemAsync(await shared.Server.PostAsync("/v1/track", "{\n  \"event\": oops\n}"));

        Assert.Contains("line 2, byte 12", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/v1/track", "7")]
    [InlineData("/v1/identify", "null")]
    [InlineData("/v1/page", "[]")]
    public async Task A_single_event_that_is_no_object_is_JSON_all_the_same_and_is_rejected_as_an_event(string path, string body)
    {
        var response = await shared.Server.PostAsync(path, body);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Single(JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement.GetProperty("rejected").EnumerateArray());
    }

    [Fact]
    public async Task Bytes_that_are_not_UTF8_are_refused()
    {
        var response = await shared.Server.PostAsync("/v1/track", new ByteArrayContent([.. """{"event":"A","userId":"a"""u8, 0xff, 0xfe, .. "\"}"u8]));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task More_than_500_KB_is_413_with_the_limit_whether_the_length_is_announced_or_not(bool chunked)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes($$"""{"batch":["{{new string('x', 600_000)}}"]}"""));
        var request = new HttpRequestMessage(HttpMethod.Post, "/v1/batch") { Content = content };
        request.Headers.TransferEncodingChunked = chunked;
        request.Headers.Authorization = new("Bearer", TestServer.WriteKey);
        var response = await shared.Server.Anonymous.SendAsync(request);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.Contains("512000", (await ProblemAsync(response)).GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sender_of_many_megabytes_hears_413_not_a_broken_connection()
    {
        for (var i = 0; i < 20; i++)
        {
            var response = await shared.Server.PostAsync("/v1/batch", new ByteArrayContent(new byte[4 * 1024 * 1024]));
            Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        }
    }

    [Fact]
    public async Task A_gzip_bomb_stops_at_the_limit()
    {
        var before = GC.GetTotalAllocatedBytes();
        var bomb = Gzip(new byte[200 * 1024 * 1024]);
        var made = GC.GetTotalAllocatedBytes() - before;
        var response = await shared.Server.PostAsync("/v1/batch", bomb);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.InRange(GC.GetTotalAllocatedBytes() - before - made, 0, 50 * 1024 * 1024);
    }

    [Theory]
    [InlineData(true, "application/json")]
    [InlineData(false, "application/x-www-form-urlencoded")]
    [InlineData(false, "text/plain")]
    [InlineData(false, null)]
    public async Task A_gzip_body_is_known_by_its_header_or_its_first_bytes_whatever_the_type(bool header, string? type)
    {
        var id = SharedServer.NewId();
        var content = Gzip(Encoding.UTF8.GetBytes($$"""{"event":"A","userId":"{{id}}"}"""));
        if (header) content.Headers.ContentEncoding.Add("gzip");
        if (type is not null) content.Headers.ContentType = new MediaTypeHeaderValue(type);
        var response = await shared.Server.PostAsync("/v1/track", content);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(1, (await shared.Server.CustomerAsync(id)).GetProperty("touchpoints").GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task A_proxy_that_unpacked_the_body_and_kept_the_header_does_no_harm()
    {
        var content = new StringContent($$"""{"event":"A","userId":"{{SharedServer.NewId()}}"}""");
        content.Headers.ContentEncoding.Add("gzip");

        Assert.Equal(HttpStatusCode.OK, (await shared.Server.PostAsync("/v1/track", content)).StatusCode);
    }

    [Fact]
    public async Task Gzip_that_is_cut_off_is_400()
    {
        var whole = await Gzip(Encoding.UTF8.GetBytes($$"""{"event":"{{Guid.NewGuid()}}","userId":"u"}""")).ReadAsByteArrayAsync();

        Assert.Equal(HttpStatusCode.BadRequest, (await shared.Server.PostAsync("/v1/track", new ByteArrayContent(whole[..^12]))).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await shared.Server.PostAsync("/v1/track", new ByteArrayContent([0x1f, 0x8b, 1, 2, 3]))).StatusCode);
    }

    [Fact]
    public async Task An_encoding_that_nobody_here_reads_is_415()
    {
        var content = new StringContent("{}");
        content.Headers.ContentEncoding.Add("br");

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await shared.Server.PostAsync("/v1/track", content)).StatusCode);
    }

    [Fact]
    public async Task A_batch_of_more_than_2500_events_is_413_and_none_of_them_is_recorded()
    {
        var id = SharedServer.NewId();
        var item = $$"""{"type":"track","event":"A","userId":"{{id}}"}""";
        var response = await shared.Server.PostAsync("/v1/batch", $$"""{"batch":[{{string.Join(',', Enumerable.Repeat(item, 2_501))}}]}""");

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await shared.Server.Admin.GetAsync($"/api/customers/{id}")).StatusCode);
    }

    [Fact]
    public async Task A_byte_order_mark_is_no_error()
    {
        var body = (byte[])[0xef, 0xbb, 0xbf, .. Encoding.UTF8.GetBytes($$"""{"event":"A","userId":"{{SharedServer.NewId()}}"}""")];

        Assert.Equal(HttpStatusCode.OK, (await shared.Server.PostAsync("/v1/track", new ByteArrayContent(body))).StatusCode);
    }

    [Fact]
    public async Task An_empty_batch_is_fine()
    {
        var reply = await shared.Server.BatchAsync();

        Assert.Equal(0, reply.GetProperty("accepted").GetInt32());
        Assert.True(reply.GetProperty("success").GetBoolean());
    }

    static ByteArrayContent Gzip(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest)) gzip.Write(bytes);
        return new(packed.ToArray());
    }

    static async Task<JsonElement> ProblemAsync(HttpResponseMessage response)
    {
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        return JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
    }
}
