using System.Text.Json;
using CustomerGrains.Domain.Touchpoints;

namespace CustomerGrains.Domain.Experience;

/// <summary>Which ticket, and what it is about.</summary>
readonly record struct TicketDetails(string Id, string? Subject);

/// <summary>Reads Ticket Opened, Updated and Resolved {ticket_id, subject}.</summary>
static class TicketReader
{
    public static TicketDetails? Read(JsonElement properties, out FieldError? error)
    {
        var fields = new Fields(properties, "properties");
        var id = fields.Required("ticket_id", 100, "\"T-1001\"");
        error = fields.Error;
        return id is null ? null : new(id, fields.Note("subject", 100));
    }
}
