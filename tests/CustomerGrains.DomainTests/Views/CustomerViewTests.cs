using System.Text;
using System.Text.Json;
using CustomerGrains.Contracts.Customers;
using CustomerGrains.Domain.Customers;
using CustomerGrains.DomainTests.Support;

namespace CustomerGrains.DomainTests.Views;

public sealed class CustomerViewTests
{
    [Fact]
    public void An_ordinary_customer_looks_like_this()
    {
        var view = CustomerView.From(Ordinary.Customer(), Door.Now, Story.Pounds);
        using var json = JsonDocument.Parse(view.ToJson());
        var root = json.RootElement;
        Assert.Equal(
            "id version asOf known displayName traits links firstSeen lastSeen touchpoints cart journey preferences value experience segments recent nextBestActions",
            string.Join(' ', root.EnumerateObject().Select(field => field.Name)));
        Assert.Equal("Ada Lovelace", root.GetProperty("displayName").GetString());
        Assert.Equal("""{"email":"ada.lovelace@example.com","name":"Ada Lovelace","phone":"+44 20 7946 0000","plan":"basic"}""", root.GetProperty("traits").GetRawText());
        Assert.Equal("2026-01-04T10:00:00.000Z", root.GetProperty("firstSeen").GetString());
        Assert.Equal("""{"total":20,"byKind":{"identify":1,"track":13,"page":6},"byChannel":{"web":20},"byName":{"Checkout Started":1,"Order Completed":1,"Product Added":3,"Product Viewed":7,"Survey Answered":1,"Viewed Product Page":6},"other":0}""", root.GetProperty("touchpoints").GetRawText());
        Assert.Equal("""{"items":[],"quantity":0,"total":0,"currency":"GBP","updated":"2026-01-04T10:26:00.000Z"}""", root.GetProperty("cart").GetRawText());
        Assert.Equal("""{"currency":"GBP","orders":1,"gross":149.7,"refundCount":0,"refunded":0,"cancelled":0,"net":149.7,"averageOrder":149.7,"firstOrder":"2026-01-04T10:26:00.000Z","lastOrder":"2026-01-04T10:26:00.000Z","buyingDays":1,"unconverted":0,"byCurrency":{"GBP":{"orders":1,"gross":149.7,"refundCount":0,"refunded":0,"net":149.7}},"predicted":null}""", root.GetProperty("value").GetRawText());
        Assert.Equal("""{"stage":null,"since":null,"history":[],"stages":[]}""", root.GetProperty("journey").GetRawText());
        Assert.Equal("""{"last":9,"at":"2026-01-04T10:29:00.000Z","comment":null,"score":100,"answers":1}""", root.GetProperty("experience").GetProperty("nps").GetRawText());
        Assert.Equal("""{"customerId":"ada","seq":19,"messageId":"0b5e8a2e-94c1-4c55-a0f1-000000000026","kind":"track","name":"Order Completed","channel":"web","occurredAt":"2026-01-04T10:26:00.000Z","receivedAt":"2026-01-05T12:00:00.000Z","summary":"Order Completed 149.70 GBP","amount":149.7,"currency":"GBP"}""", root.GetProperty("recent")[1].GetRawText());
    }

    [Fact]
    public void A_customer_of_whom_nothing_is_known_has_every_field() =>
        Assert.Equal(
            """{"id":"nobody","version":0,"asOf":"2026-01-05T12:00:00.000Z","known":false,"displayName":null,"traits":{},"links":[],"firstSeen":null,"lastSeen":null,"touchpoints":{"total":0,"byKind":{},"byChannel":{},"byName":{},"other":0},"cart":{"items":[],"quantity":0,"total":0,"currency":"GBP","updated":null},"journey":{"stage":null,"since":null,"history":[],"stages":[]},"preferences":{"explicit":{},"consents":[],"channels":[],"categories":[],"hours":[]},"value":{"currency":"GBP","orders":0,"gross":0,"refundCount":0,"refunded":0,"cancelled":0,"net":0,"averageOrder":null,"firstOrder":null,"lastOrder":null,"buyingDays":0,"unconverted":0,"byCurrency":{},"predicted":null},"experience":{"csat":{"last":null,"at":null,"comment":null,"share":null,"answers":0},"nps":{"last":null,"at":null,"comment":null,"score":null,"answers":0},"ces":{"last":null,"at":null,"comment":null,"mean":null,"share":null,"answers":0},"openTickets":[],"resolvedTickets":0,"timeToResolve":null,"followUps":[]},"segments":[],"recent":[],"nextBestActions":[]}""",
            Encoding.UTF8.GetString(CustomerView.From(new CustomerState("nobody"), Door.Now, Story.Pounds).ToJson()));

    [Theory]
    [InlineData("""{"type":"page","userId":"u","properties":{"title":" Shop "}}""", "Shop", null, null)]
    [InlineData("""{"type":"page","userId":"u","name":"Home"}""", null, null, null)]
    [InlineData("""{"type":"page","userId":"u","properties":{"title":"","path":"/shop"}}""", "/shop", null, null)]
    [InlineData("""{"type":"track","userId":"u","event":"Something","properties":{"title":"x"}}""", null, null, null)]
    [InlineData("""{"type":"track","userId":"u","event":"order completed","properties":{"total":5}}""", "Order Completed 5.00", 5.0, "")]
    [InlineData("""{"type":"track","userId":"u","event":"Order Refunded","properties":{"total":"-5.125","currency":"eur"}}""", "Order Refunded 5.125 EUR", 5.125, "EUR")]
    [InlineData("""{"type":"track","userId":"u","event":"Product Added","properties":{"name":"Shoe","price":9,"currency":"GBP"}}""", "Shoe 9.00 GBP", 9.0, "GBP")]
    [InlineData("""{"type":"track","userId":"u","event":"Product Removed","properties":{"product_id":5}}""", null, null, null)]
    [InlineData("""{"type":"track","userId":"u","event":"Products Searched","properties":{"query":"boots"}}""", "boots", null, null)]
    [InlineData("""{"type":"track","userId":"u","event":"Survey Answered","properties":{"metric":"csat","score":4,"comment":"Fine"}}""", "CSAT 4: Fine", null, null)]
    [InlineData("""{"type":"track","userId":"u","event":"Ticket Opened","properties":{"ticket_id":1,"subject":"Late"}}""", "Late", null, null)]
    [InlineData("""{"type":"track","userId":"u","event":"Consent Given","properties":{"purpose":"News"}}""", "news", null, null)]
    public void A_row_says_what_the_touchpoint_was_about(string json, string? summary, double? amount, string? currency)
    {
        var row = TouchpointRow.From("u", Door.Accept(json).ToEntry(3), withBody: true);
        Assert.Equal((summary, (decimal?)amount, currency), (row.Summary, row.Amount, row.Currency));
        using var document = JsonDocument.Parse(TouchpointRow.ToJson([row]));
        Assert.Equal(json, document.RootElement[0].GetProperty("body").GetRawText());
        Assert.False(JsonDocument.Parse(TouchpointRow.ToJson([row with { Body = null }])).RootElement[0].TryGetProperty("body", out _));
    }

    [Fact]
    public void The_latest_touchpoints_come_newest_first_whatever_the_order_of_arrival()
    {
        var story = new Story();
        foreach (var minute in new[] { 3, 1, 2 }.Concat(Enumerable.Range(10, 30)))
            story.Page(minute, $"P{minute}");
        Assert.Equal(Enumerable.Range(20, 20).Reverse().Select(minute => $"P{minute}"), story.View.Recent.Select(row => row.Name));
    }
}
