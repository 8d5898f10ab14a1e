using CustomerGrains.Contracts.Customers;
using CustomerGrains.Domain.Experience;
using CustomerGrains.DomainTests.Support;

namespace CustomerGrains.DomainTests.Experience;

public sealed class TicketTests
{
    [Fact]
    public void A_ticket_is_open_until_its_latest_event_resolves_it()
    {
        var story = new Story()
            .Track("Ticket Opened", 0, new { ticket_id = "T-1", subject = "Where is it?" })
            .Track("Ticket Opened", 1, new { ticket_id = 2 })
            .Track("Ticket Updated", 2, new { ticket_id = "T-1" })
            .Track("Ticket Resolved", 11, new { ticket_id = 2 });
        Assert.Equal([new TicketView("T-1", "Where is it?", Story.Start, Story.Start.AddMinutes(2))], story.View.Experience.OpenTickets);
        Assert.Equal(1, story.State.OpenTicketCount);
        Assert.Equal((1, 600.0), (story.View.Experience.ResolvedTickets, story.View.Experience.TimeToResolve));
        Assert.Equal(2, story.Track("Ticket Updated", 12, new { ticket_id = 2 }).State.OpenTicketCount);
    }

    [Fact]
    public void An_update_that_arrives_late_does_not_reopen_it()
    {
        var story = new Story()
            .Track("Ticket Opened", 0, new { ticket_id = "T-1" })
            .Track("Ticket Resolved", 9, new { ticket_id = "T-1" })
            .Track("Ticket Updated", 8, new { ticket_id = "T-1" });
        Assert.Equal(0, story.State.OpenTicketCount);
    }

    [Fact]
    public void Of_more_events_than_are_kept_the_oldest_are_forgotten()
    {
        var story = new Story();
        for (var i = 0; i < 150; i++)
            story.Track("Ticket Opened", i, new { ticket_id = $"T-{i}" });
        Assert.Equal(Tickets.MaxEvents, story.State.OpenTicketCount);
    }

    [Fact]
    public void Without_resolved_tickets_there_is_no_time_to_resolve() => Assert.Null(new Story().View.Experience.TimeToResolve);
}
