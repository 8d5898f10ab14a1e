using System.Text;
using CustomerGrains.ClientTests.Support;
using CustomerGrains.Simulation;
using CustomerGrains.TestSupport;

namespace CustomerGrains.ClientTests.Tool;

public sealed class SimulateTests
{
    static readonly FakeClock Clock = new();

    static string[] Texts(int seed, int count) => [.. new Crowd(100, seed, "r", ["EUR"]).Events().Take(count)
        .Select((item, i) => Encoding.UTF8.GetString(item.ToJson($"m-{i}", Clock.GetUtcNow()).Span))];

    [Fact]
    public void The_same_seed_gives_the_same_events_and_another_seed_others()
    {
        Assert.Equal(Texts(7, 2_000), Texts(7, 2_000));
        Assert.NotEqual(Texts(7, 2_000), Texts(8, 2_000));
    }

    [Fact]
    public void Shoppers_do_all_that_the_dashboard_shows_and_keep_its_order()
    {
        var events = new Crowd(200, 1, "r", ["EUR", "GBP", "USD"]).Events().Take(20_000).ToArray();
        var names = events.Select(item => item.Kind == SimKind.Track ? item.Name! : item.Kind.ToString()).GroupBy(name => name).ToDictionary(g => g.Key, g => g.Count());
        string[] expected =
        [
            "Page", "Screen", "Identify", "Product List Viewed", "Products Searched", "Product Viewed", "Product Added", "Product Removed",
            "Checkout Started", "Order Completed", "Order Refunded", "Survey Answered", "Referral Made", "Ticket Opened", "Ticket Updated",
            "Ticket Resolved", "Consent Given", "Consent Withdrawn", "Message Delivered", "Message Opened", "Message Clicked", "Message Unsubscribed",
        ];
        Assert.Empty(expected.Except(names.Keys));
        Assert.InRange(names["Order Completed"], names["Product Viewed"] / 12, names["Product Viewed"] / 3);
        Assert.InRange(names["Order Refunded"], 1, names["Order Completed"] / 4);
        Assert.Equal(["EUR", "GBP", "USD"], events.Select(item => item.Bought?.Currency).OfType<string>().Distinct().Order());
        Assert.Subset(events.Select(item => item.Channel).ToHashSet(), new HashSet<string> { "web", "mobile", "email", "phone", "chat", "social", "server" });
        // Nobody orders before she is known, and nothing is refunded that was not ordered.
        Assert.All(events.Where(item => item.Name is "Order Completed" or "Order Refunded"), item => Assert.NotNull(item.UserId));
        // Most pay in the first currency.
        Assert.InRange(events.Count(item => item.Bought?.Currency == "EUR") / (double)names["Order Completed"], 0.5, 0.7);
    }

    [Fact]
    public void With_one_currency_everybody_pays_in_it_and_other_acts_are_of_the_same_people()
    {
        static SimEvent[] Shop(int? acts) => [.. new Crowd(50, 1, "r", ["CHF"], acts).Events().Take(5_000)];
        Assert.Equal(["CHF"], Shop(null).Select(item => item.Bought?.Currency).OfType<string>().Distinct());
        var (one, other) = (Shop(2), Shop(3));
        Assert.NotEqual(one.Select(item => item.Name), other.Select(item => item.Name));
        Assert.Equal(Names(one).Intersect(Names(other)).Count(), Ids(one).Intersect(Ids(other)).Count());
        Assert.NotEmpty(Ids(one).Intersect(Ids(other)));

        static HashSet<string> Ids(SimEvent[] events) => [.. events.Where(item => item.Kind == SimKind.Identify).Select(item => item.UserId!)];
        static HashSet<string> Names(SimEvent[] events) => [.. events.Where(item => item.Kind == SimKind.Identify).Select(item => item.Body!.ToString()!)];
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_command_sends_until_its_time_is_over(bool terminal)
    {
        using var tool = new ToolRun { OnTerminal = terminal };
        using var server = new ScriptedServer();
        tool.Handler = server;
        var run = tool.RunAsync("simulate", "--rate", "100000", "--duration", "8s", "--customers", "50");
        // The first burst is out, and both the simulation and its last batch wait for the clock.
        await tool.Clock.TimerAsync(TimeSpan.FromMilliseconds(50));
        tool.Clock.Advance(TimeSpan.FromSeconds(8));
        Assert.Equal(0, await run);
        Assert.InRange(server.Applied.Count, 1, 800_000);
        Assert.Contains("accepted, 0 rejected", tool.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--rate", "0")]
    [InlineData("--customers", "0")]
    [InlineData("--duration", "soon")]
    [InlineData("--currency", "EUR,euros")]
    public async Task Impossible_wishes_are_named(string option, string value)
    {
        using var tool = new ToolRun();
        Assert.Equal(2, await tool.RunAsync("simulate", option, value));
        Assert.StartsWith(option, tool.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_key_ends_it_with_one_line()
    {
        using var tool = new ToolRun();
        using var server = new ScriptedServer();
        server.Otherwise = _ => Task.FromResult(ScriptedServer.Status(401));
        tool.Handler = server;
        var run = tool.RunAsync("simulate", "--rate", "100000");
        await tool.Clock.AdvanceToTimerAsync(TimeSpan.FromMilliseconds(50));
        Assert.Equal(2, await run);
        Assert.Contains("refused the write key", tool.Error, StringComparison.Ordinal);
    }
}
