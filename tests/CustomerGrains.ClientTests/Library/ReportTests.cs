using CustomerGrains.Client;
using CustomerGrains.ClientTests.Support;

namespace CustomerGrains.ClientTests.Library;

public sealed class ReportTests
{
    [Fact]
    public async Task A_rejected_event_is_reported_with_its_reason_and_the_others_of_its_batch_count()
    {
        await using var fixture = new ClientFixture(o => o.FlushAt = 3);
        fixture.Server.Rejects = item => item.Customer == "bad" ? "timestamp 0000-01-01 is before 1970" : null;
        await fixture.Client.TrackAsync("good", "Seen");
        await fixture.Client.TrackAsync("bad", "Seen", null, new EventOptions { State = "row 2" });
        await fixture.Client.TrackAsync("good", "Seen");
        await fixture.Client.FlushAsync();
        var rejected = Assert.Single(fixture.Rejected);
        Assert.Equal(("row 2", "timestamp 0000-01-01 is before 1970"), (rejected.Event.State, rejected.Error));
        var receipt = Assert.Single(fixture.Delivered);
        Assert.Equal((2, 0, 1), (receipt.Accepted, receipt.Duplicates, receipt.Rejected.Count));
        Assert.Empty(fixture.Failures);
    }

    [Fact]
    public async Task Duplicates_are_counted_as_such()
    {
        await using var fixture = new ClientFixture(o => o.FlushAt = 2);
        await fixture.Client.TrackAsync("u", "Seen", null, new EventOptions { MessageId = "m" });
        await fixture.Client.TrackAsync("u", "Seen", null, new EventOptions { MessageId = "m" });
        await fixture.Client.FlushAsync();
        var receipt = Assert.Single(fixture.Delivered);
        Assert.Equal((1, 1), (receipt.Accepted, receipt.Duplicates));
    }

    [Fact]
    public async Task A_callback_that_throws_stops_nothing()
    {
        await using var fixture = new ClientFixture(o => o.OnDelivered = _ => throw new InvalidOperationException("mine"));
        await fixture.Client.TrackAsync("u", "First");
        await fixture.Client.TrackAsync("u", "Second");
        await fixture.Client.FlushAsync();
        Assert.Equal(2, fixture.Server.Applied.Count);
    }

    [Theory]
    [InlineData("WriteKey")]
    [InlineData("FlushAt")]
    [InlineData("Endpoint")]
    [InlineData("QueueCapacity")]
    public void An_option_out_of_its_range_is_named(string option)
    {
        var options = new CustomerGrainsOptions { WriteKey = "k" };
        if (option == "WriteKey") options.WriteKey = " ";
        if (option == "FlushAt") options.FlushAt = 2_501;
        if (option == "Endpoint") options.Endpoint = new Uri("ftp://x");
        if (option == "QueueCapacity") options.QueueCapacity = 0;
        Assert.Contains(option, Assert.Throws<ArgumentException>(() => new CustomerGrainsClient(options)).Message, StringComparison.Ordinal);
    }
}
