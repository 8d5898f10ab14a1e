using CustomerGrains.Domain.Rules;

namespace CustomerGrains.DomainTests.Rules;

/// <summary>What a wrong rule is told: what is wrong, where, and the way out.</summary>
public sealed class MessageTests
{
    public static TheoryData<string, RuleUse, RuleError[]> Wrong() => new()
    {
        { "", RuleUse.Segment, [new(0, 0, 1, 1, "the rule is empty: write a condition such as orders.count >= 2, or always", null)] },
        { "journey.stage = \"Loyal\"", RuleUse.Stage, [new(0, 13, 1, 1, "a stage's rule can't ask for journey.stage: stages and segments are decided by it", null)] },
        { "segments has \"vip\"", RuleUse.Stage, [new(0, 8, 1, 1, "a stage's rule can't ask for segments: stages and segments are decided by it", null)] },
        { "order.count >= 2", RuleUse.Segment, [new(0, 11, 1, 1, "unknown field 'order.count'; did you mean 'orders.count'?", "orders.count")] },
        { "orders >= 2", RuleUse.Segment, [new(0, 6, 1, 1, "'orders' is several fields: orders.count, orders.days, orders.first, orders.last, orders.cancelled, orders.gross", "orders.count")] },
        { "value > 3", RuleUse.Segment, [new(0, 5, 1, 1, "'value' is several fields: value.orders, value.buyingDays, value.firstOrder, value.lastOrder, value.cancelled, value.refundCount", null)] },
        { "foo.bar = 1", RuleUse.Segment, [new(0, 7, 1, 1, "unknown field 'foo.bar'; a trait is written traits.foo.bar, an event count(\"foo.bar\")", null)] },
        { "plan = \"pro\"", RuleUse.Segment, [new(0, 4, 1, 1, "unknown field 'plan'; a trait is written traits.plan, an event count(\"plan\")", "traits.plan")] },
        { "journey.phase = \"x\"", RuleUse.Segment, [new(0, 13, 1, 1, "unknown field 'journey.phase'; did you mean 'journey.stage'?", "journey.stage")] },
        { "version > 3", RuleUse.Segment, [new(0, 7, 1, 1, "version counts the entries of her journal, decisions among them; what she did is counted by touchpoints.count", "touchpoints.count")] },
        { "asOf > 3", RuleUse.Segment, [new(0, 4, 1, 1, "a rule is always asked about now", null)] },
        { "now > 3", RuleUse.Segment, [new(0, 3, 1, 1, "a rule is always asked about now: compare ages, such as orders.last older than 60d", null)] },
        { "recent has \"x\"", RuleUse.Segment, [new(0, 6, 1, 1, "ask for what happened by count(\"Product Viewed\", 7d) or last(\"Product Viewed\")", null)] },
        { "nextBestActions has \"x\"", RuleUse.Segment, [new(0, 15, 1, 1, "next best actions are rules themselves: write their condition here", null)] },
        { "segments.vip.until within 3d", RuleUse.Segment, [new(0, 18, 1, 1, "when she leaves a segment follows from that segment's rule and can't be asked for; segments.<key>.since can", null)] },
        { "count > 3", RuleUse.Segment, [new(0, 5, 1, 1, "count is a function: count(\"Product Viewed\", 7d)", null)] },
        { "count() > 3", RuleUse.Segment, [new(0, 7, 1, 1, "count needs to know of what: count(\"Product Viewed\")", null)] },
        { "cuont(\"x\") > 3", RuleUse.Segment, [new(0, 5, 1, 1, "unknown function 'cuont'; did you mean 'count'?", "count")] },
        { "total(\"x\") > 3", RuleUse.Segment, [new(0, 5, 1, 1, "unknown function 'total'; there are count, sum, last and first", null)] },
        { "count(Product Viewed, 7d) >= 3", RuleUse.Segment, [new(6, 14, 1, 7, "names of events are put in quotes", "\"Product Viewed\"")] },
        { "count(\"x\" 7d) >= 3", RuleUse.Segment, [new(10, 2, 1, 11, "a comma or ) is expected before '7d'", null)] },
        { "count(order, 7d) >= 3", RuleUse.Segment, [new(6, 5, 1, 7, "'order' is not something that is counted; did you mean orders? Names of events are put in quotes", "orders")] },
        { "count(sessions, 7d) >= 3", RuleUse.Segment, [new(6, 8, 1, 7, "'sessions' is not something that is counted; did you mean \"sessions\"? Names of events are put in quotes", "\"sessions\"")] },
        { "count(\"Product Viewed\", 7) >= 3", RuleUse.Segment, [new(24, 1, 1, 25, "a duration is a number with a unit: 30s, 45m, 12h, 7d or 2w", "7d")] },
        { "count(\"Product Viewed\", 7d) >= 300", RuleUse.Segment, [new(31, 3, 1, 32, "of these the latest 256 are kept, so within a window 256 is the most to compare with by >=; count(\"Product Viewed\") without a window counts all", null)] },
        { "count(\"Product Viewed\", 7d) > 256", RuleUse.Segment, [new(30, 3, 1, 31, "of these the latest 256 are kept, so within a window 255 is the most to compare with by >; count(\"Product Viewed\") without a window counts all", null)] },
        { "count(orders, 7d) >= 1001", RuleUse.Segment, [new(21, 4, 1, 22, "of these the latest 1000 are kept, so within a window 1000 is the most to compare with by >=; count(orders) without a window counts all", null)] },
        { "count(\"Product Viewed\", 7d) >= 2.5", RuleUse.Segment, [new(31, 3, 1, 32, "count(\"Product Viewed\", 7d) counts: compare it with a whole number from 0", null)] },
        { "count(\"Product Viewed\", 7d) >= \"3\"", RuleUse.Segment, [new(31, 3, 1, 32, "count(\"Product Viewed\", 7d) is a number: compare it with one, such as 3", null)] },
        { "count(\"Product Viewed\", 7d)", RuleUse.Segment, [new(0, 27, 1, 1, "count(\"Product Viewed\", 7d) is a number: compare it, such as >= 3", null)] },
        { "count(\"a\", 3d, 4d) > 2", RuleUse.Segment, [new(15, 2, 1, 16, "count takes what and a window, no more", null)] },
        { "count(\"\") > 2", RuleUse.Segment, [new(6, 2, 1, 7, "the name of an event has 1 to 200 characters", null)] },
        { "last(\"x\", 7d) within 3d", RuleUse.Segment, [new(10, 2, 1, 11, "last takes one argument; ask for its age: last(\"x\") within 7d", null)] },
        { "first(\"Product Viewed\") within 3d", RuleUse.Segment, [new(6, 16, 1, 7, "the first time is kept of orders and touchpoints only: first(orders) or first(touchpoints)", null)] },
        { "sum(\"Product Viewed\", 7d) > 3", RuleUse.Segment, [new(4, 16, 1, 5, "only money adds up: sum(orders, 90d) or sum(refunds, 90d)", null)] },
        { "sum(orders, 90d)", RuleUse.Segment, [new(0, 16, 1, 1, "sum(orders, 90d) is money: compare it, such as >= 500", null)] },
        { "sum(orders, 90d) >= \"x\"", RuleUse.Segment, [new(20, 3, 1, 21, "sum(orders, 90d) is money: compare it with an amount, such as >= 500 or >= 500 GBP", null)] },
        { "count(channel \"wbe\", 7d) > 2", RuleUse.Segment, [new(6, 13, 1, 7, "'wbe' is no channel: there are web, mobile, store, email, phone, chat, social, server", "channel \"web\"")] },
        { "count(3) > 2", RuleUse.Segment, [new(6, 1, 1, 7, "count takes the name of an event in quotes, channel \"web\", orders, refunds or touchpoints", null)] },
        { "orders.count", RuleUse.Segment, [new(0, 12, 1, 1, "orders.count is a number: compare it with one, such as >= 2", null)] },
        { "orders.count >", RuleUse.Segment, [new(14, 0, 1, 15, "a value is expected before the end of the rule", null)] },
        { "orders.count \"2\"", RuleUse.Segment, [new(13, 3, 1, 14, "a question such as >= 2, is known or within 7d is expected before '\"2\"'", null)] },
        { "orders.count = \"2\"", RuleUse.Segment, [new(15, 3, 1, 16, "orders.count is a number: compare it with one, such as >= 2", "2")] },
        { "orders.count >= two", RuleUse.Segment, [new(16, 3, 1, 17, "orders.count is a number: compare it with one, such as >= 2", null)] },
        { "orders.count > refunds.count", RuleUse.Segment, [new(15, 13, 1, 16, "a field is compared with a value such as >= 2, not with another field", null)] },
        { "orders.count within 7d", RuleUse.Segment, [new(13, 9, 1, 14, "orders.count has no age: an instant such as orders.last has one; how often something happened within a window is count(orders, 7d)", null)] },
        { "orders.count between 2 and 5", RuleUse.Segment, [new(13, 15, 1, 14, "there is no between: write >= the least and <= the most", ">= 2 and orders.count <= 5")] },
        { "orders.count is missing", RuleUse.Segment, [new(13, 10, 1, 14, "orders.count is never missing: compare it with 0", "= 0")] },
        { "orders.count < -1", RuleUse.Segment, [new(15, 2, 1, 16, "orders.count is never below 0", null)] },
        { "orders.last > 60d", RuleUse.Segment, [new(12, 5, 1, 13, "orders.last is an instant: ask for its age by older than or within", "older than 60d")] },
        { "orders.last", RuleUse.Segment, [new(0, 11, 1, 1, "orders.last is an instant: ask for its age, such as older than 60d or within 7d, or compare it with a date, such as >= 2026-01-31", null)] },
        { "orders.last >= \"2026-01-01\"", RuleUse.Segment, [new(15, 12, 1, 16, "a date is written without quotes", "2026-01-01")] },
        { "orders.last >= 5", RuleUse.Segment, [new(12, 4, 1, 13, "orders.last is an instant: ask for its age, such as older than 60d or within 7d, or compare it with a date, such as >= 2026-01-31", null)] },
        { "orders.last = 2026-01-01", RuleUse.Segment, [new(12, 12, 1, 13, "an instant is hardly ever met to the millisecond: use < or >=; for a whole day orders.last >= 2026-01-31 and orders.last < 2026-02-01", null)] },
        { "orders.last older 60d", RuleUse.Segment, [new(18, 3, 1, 19, "'than' is expected before '60d': older than 30d", null)] },
        { "orders.last older than 60", RuleUse.Segment, [new(23, 2, 1, 24, "a duration is a number with a unit: 30s, 45m, 12h, 7d or 2w", "60d")] },
        { "orders.last older than 2 months", RuleUse.Segment, [new(23, 8, 1, 24, "months and years have no fixed length: write the days, such as 60d", "60d")] },
        { "orders.last older than 1 year", RuleUse.Segment, [new(23, 6, 1, 24, "months and years have no fixed length: write the days, such as 365d", "365d")] },
        { "orders.last older than 0d", RuleUse.Segment, [new(23, 2, 1, 24, "a duration must be longer than nothing", null)] },
        { "orders.last older than 5000d", RuleUse.Segment, [new(23, 5, 1, 24, "the longest duration is 3650d", null)] },
        { "orders.last newer than 3d", RuleUse.Segment, [new(12, 10, 1, 13, "'newer than' is no question; did you mean 'within'?", "within")] },
        { "orders.last before 2026-01-01", RuleUse.Segment, [new(12, 6, 1, 13, "'before' is no question; did you mean '<'?", "<")] },
        { "orders.last >= 2026-13-01", RuleUse.Segment, [new(15, 10, 1, 16, "this is no date: write 2026-01-31, or 2026-01-31T14:00 with a time (UTC unless it ends in an offset such as +02:00)", null)] },
        { "traits.plan = pro", RuleUse.Segment, [new(14, 3, 1, 15, "text is put in quotes", "\"pro\"")] },
        { "traits.plan like \"pro\"", RuleUse.Segment, [new(12, 4, 1, 13, "'like' is no question; did you mean 'contains'?", "contains")] },
        { "traits.plan in (\"pro\", 3)", RuleUse.Segment, [new(23, 1, 1, 24, "text is put in quotes", "\"3\"")] },
        { "traits.plan in ()", RuleUse.Segment, [new(15, 2, 1, 16, "the list is empty: write the values in it", null)] },
        { "traits.plan in \"pro\"", RuleUse.Segment, [new(15, 5, 1, 16, "a list in brackets is expected before '\"pro\"': (\"pro\", \"team\")", null)] },
        { "traits.plan not within 3d", RuleUse.Segment, [new(12, 3, 1, 13, "not stands before the whole condition: not ordered within 7d", null)] },
        { "traits.plan = traits.tier", RuleUse.Segment, [new(14, 11, 1, 15, "a field is compared with a value such as \"pro\", not with another field", null)] },
        { "traits.spend > 500 GBP", RuleUse.Segment, [new(15, 7, 1, 16, "traits.spend is a number: compare it with one, such as >= 2", "500")] },
        { "traits. plan = \"x\"", RuleUse.Segment, [new(0, 7, 1, 1, "a name is missing behind the dot; one with blanks or signs is put in quotes: categories.\"Running Shoes\".share", null)] },
        { "journey.stage > \"Loyal\"", RuleUse.Segment, [new(14, 9, 1, 15, "journey.stage is text: use = != in contains, starts with or ends with", null)] },
        { "journey.stage has \"Loyal\"", RuleUse.Segment, [new(14, 11, 1, 15, "journey.stage is one text, not a set: use = or contains", "= \"Loyal\"")] },
        { "journey.stage", RuleUse.Segment, [new(0, 13, 1, 1, "journey.stage is text: compare it with one, such as = \"pro\"", null)] },
        { "segments = \"vip\"", RuleUse.Segment, [new(9, 7, 1, 10, "segments is a set: ask whether it has something", "has \"vip\"")] },
        { "segments contains \"vip\"", RuleUse.Segment, [new(9, 14, 1, 10, "segments is a set: ask whether it has something", "has \"vip\"")] },
        { "segments in (\"vip\", \"x\")", RuleUse.Segment, [new(9, 15, 1, 10, "segments is a set: ask whether it has any of these", "has any (\"vip\", \"x\")")] },
        { "segments", RuleUse.Segment, [new(0, 8, 1, 1, "segments is a set: write segments has \"…\"", null)] },
        { "segments has vip", RuleUse.Segment, [new(13, 3, 1, 14, "text is put in quotes", "\"vip\"")] },
        { "segments has \"VIP Customers\"", RuleUse.Segment, [new(13, 15, 1, 14, "'VIP Customers' is no segment's key: keys are of a-z, 0-9 and -", "\"vip-customers\"")] },
        { "segments is known", RuleUse.Segment, [new(9, 8, 1, 10, "ask for a certain one: segments has \"vip\"", null)] },
        { "segments.VIP.since within 3d", RuleUse.Segment, [new(9, 3, 1, 10, "'VIP' is no segment's key: keys are of a-z, 0-9 and -", "\"vip\"")] },
        { "channels has \"wep\"", RuleUse.Segment, [new(13, 5, 1, 14, "'wep' is no channel: there are web, mobile, store, email, phone, chat, social, server", "\"web\"")] },
        { "channels.server.share > 3", RuleUse.Segment, [new(9, 6, 1, 10, "a server says nothing about where she is, so it is none of her channels: count(channel \"server\", 7d) counts its events", null)] },
        { "consents.marketing = given", RuleUse.Segment, [new(21, 5, 1, 22, "consents.marketing is yes or no", "yes")] },
        { "consents.marketing > 3", RuleUse.Segment, [new(19, 3, 1, 20, "consents.marketing is yes or no: write = yes or = no", null)] },
        { "known is known", RuleUse.Segment, [new(6, 8, 1, 7, "known is never missing", null)] },
        { "nps.last <= 60", RuleUse.Segment, [new(12, 2, 1, 13, "nps.last is always from 0 to 10", null)] },
        { "value.predicted.alive < 30", RuleUse.Segment, [new(24, 2, 1, 25, "value.predicted.alive is always from 0 to 1", null)] },
        { "value.gross >= £500", RuleUse.Segment, [new(15, 4, 1, 16, "write the currency as its code behind the amount: 500 GBP", "500 GBP")] },
        { "value.gross", RuleUse.Segment, [new(0, 11, 1, 1, "value.gross is money: compare it with an amount, such as >= 500 or >= 500 GBP", null)] },
        { "value.gross >= 1,000", RuleUse.Segment, [new(15, 5, 1, 16, "numbers are written without commas", "1000")] },
        { "value.gross in (5, 6 GBP)", RuleUse.Segment, [new(19, 5, 1, 20, "all amounts of a list must be of one currency", null)] },
        { "value.byCurrency.GBP.gross >= 5 EUR", RuleUse.Segment, [new(30, 5, 1, 31, "value.byCurrency.GBP.gross is in GBP", "5")] },
        { "value.byCurrency.XX.gross >= 5", RuleUse.Segment, [new(17, 2, 1, 18, "'XX' is no currency: write its code of three letters, such as GBP", null)] },
        { "tickets.timeToResolve > 2", RuleUse.Segment, [new(24, 1, 1, 25, "tickets.timeToResolve is a duration: give the number a unit, s, m, h, d or w", "2d")] },
        { "tickets.timeToResolve > \"x\"", RuleUse.Segment, [new(24, 3, 1, 25, "tickets.timeToResolve is a duration: compare it with one, such as > 2d", null)] },
        { "orders.count >= 2 && nps.last <= 6", RuleUse.Segment, [new(18, 2, 1, 19, "'&&' is not used here: write and", "and")] },
        { "orders.count == 2", RuleUse.Segment, [new(13, 2, 1, 14, "'==' is not used here: write =", "=")] },
        { "orders.count >= 2 nps.last <= 6", RuleUse.Segment, [new(18, 3, 1, 19, "'and' or 'or' is missing before 'nps'", "and nps")] },
        { "orders.count >= 2, nps.last <= 6", RuleUse.Segment, [new(17, 1, 1, 18, "conditions are joined by 'and' or 'or', not by a comma; numbers are written without one: 1000", null)] },
        { "orders.count >= 2 . 3", RuleUse.Segment, [new(18, 1, 1, 19, "'.' is not expected here", null)] },
        { "(orders.count >= 2", RuleUse.Segment, [new(0, 1, 1, 1, "this bracket is never closed: add ) where its conditions end", null)] },
        { "orders.count >= 2)", RuleUse.Segment, [new(17, 1, 1, 18, "this bracket was never opened: take it out", "")] },
        { "() and always", RuleUse.Segment, [new(0, 2, 1, 1, "there is nothing between the brackets: write a condition there", null)] },
        { "not", RuleUse.Segment, [new(3, 0, 1, 4, "the rule ends where a condition is expected: write one such as orders.count >= 2", null)] },
        { "and always", RuleUse.Segment, [new(0, 3, 1, 1, "a condition such as orders.count >= 2 is expected before 'and'", null)] },
        { "2 <= orders.count", RuleUse.Segment, [new(0, 1, 1, 1, "a condition begins with what it asks for, such as orders.count, not with '2': turn it round", null)] },
        { "orders.count >= 2 or or always", RuleUse.Segment, [new(21, 2, 1, 22, "a condition such as orders.count >= 2 is expected before 'or'", null)] },
        { "orders.count >= 99999999999999999999999999999999", RuleUse.Segment, [new(16, 32, 1, 17, "this number is too large", null)] },
        { "traits.plan = \"pro", RuleUse.Segment, [new(14, 4, 1, 15, "this text has no end: close it with \"", null)] },
        { "orders.count # 2", RuleUse.Segment, [new(13, 1, 1, 14, "'#' can't be read: rules are made of names, numbers, text in quotes, brackets and = != < <= > >=", null), new(15, 1, 1, 16, "a question such as >= 2, is known or within 7d is expected before '2'", null)] },
        { "orders.count >= 2 -- many\nand order.count < 5\n  and foo.bar > 1", RuleUse.Segment, [new(30, 11, 2, 5, "unknown field 'order.count'; did you mean 'orders.count'?", "orders.count"), new(52, 7, 3, 7, "unknown field 'foo.bar'; a trait is written traits.foo.bar, an event count(\"foo.bar\")", null)] },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void A_wrong_rule_is_told_what_where_and_the_way_out(string text, RuleUse use, RuleError[] errors)
    {
        var reading = RuleText.Read(text, use);
        Assert.Null(reading.Rule);
        Assert.Equal(errors, reading.Errors);
    }

    [Theory]
    [MemberData(nameof(Wrong))]
    public void A_suggestion_put_in_its_place_repairs_the_rule(string text, RuleUse use, RuleError[] errors)
    {
        var repaired = text;
        foreach (var error in errors.Where(error => error.Suggestion is not null).Reverse())
            repaired = string.Concat(text.AsSpan(0, error.Start), error.Suggestion, repaired.AsSpan(error.Start + error.Length));
        var left = RuleText.Read(repaired, use).Errors;
        Assert.Equal(errors.Count(error => error.Suggestion is null), left.Count);
    }

    [Fact]
    public void All_errors_are_found_in_one_reading()
    {
        var reading = RuleText.Read("order.count >= 2 and (nps.lst <= 6 or traits.plan = pro) and not ordered within 7 and count(\"x\", 7d) > 999", RuleUse.Segment);
        Assert.Equal(["order.count", "nps.lst", "pro", "7", "999"], reading.Errors.Select(error => "order.count >= 2 and (nps.lst <= 6 or traits.plan = pro) and not ordered within 7 and count(\"x\", 7d) > 999".Substring(error.Start, error.Length)));
    }

    [Theory]
    [InlineData("count(\"Product Veiwed\", 7d) >= 3", "'Product Veiwed' is not in the catalogue; did you mean 'Product Viewed'? If your events have this name, all is well", "\"Product Viewed\"")]
    [InlineData("last(\"Page Viewed\") within 7d", "pages and screens are counted by their names: \"Viewed Home Page\", \"Loaded a Page\" where they have none", null)]
    public void A_name_that_looks_like_a_slip_is_a_hint_and_no_error(string text, string message, string? suggestion)
    {
        var reading = RuleText.Read(text, RuleUse.Segment);
        Assert.NotNull(reading.Rule);
        var hint = Assert.Single(reading.Hints);
        Assert.Equal((message, suggestion), (hint.Message, hint.Suggestion));
    }

    [Fact]
    public void A_rule_too_long_too_deep_or_too_wide_is_refused()
    {
        Assert.Contains("10,000 characters", Asking.Error(new string(' ', 10_001)).Message, StringComparison.Ordinal);
        Assert.Contains("more than 50 deep", Asking.Error(string.Concat(Enumerable.Repeat("(", 60)) + "always" + new string(')', 60)).Message, StringComparison.Ordinal);
        Assert.Contains("at most 250 conditions", Asking.Error(string.Join(" or ", Enumerable.Repeat("always", 251))).Message, StringComparison.Ordinal);
        Assert.Contains("at most 200 values", Asking.Error($"traits.x in ({string.Join(", ", Enumerable.Repeat("\"a\"", 201))})").Message, StringComparison.Ordinal);
        Asking.Rule(string.Concat(Enumerable.Repeat("(", 49)) + "always" + new string(')', 49));
        Asking.Rule(string.Join(" or ", Enumerable.Repeat("always", 250)));
    }
}
