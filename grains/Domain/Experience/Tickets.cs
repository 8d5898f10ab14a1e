using System.Text.Json;
using System.Text.Json.Serialization;
using CustomerGrains.Domain.Customers;
using CustomerGrains.Domain.Touchpoints;

namespace CustomerGrains.Domain.Experience;

/// <summary>A ticket, as far as its kept events tell.</summary>
/// <param name="TicketId">The sender's id.</param>
/// <param name="Subject">What it is about, as said last, or null.</param>
/// <param name="Opened">The first that is known of it.</param>
/// <param name="Updated">The latest that is known of it.</param>
/// <param name="IsOpen">Whether the latest event is not that it was resolved.</param>
public sealed record Ticket(string TicketId, string? Subject, DateTimeOffset Opened, DateTimeOffset Updated, bool IsOpen);

/// <summary>The customer's tickets: the latest <see cref="MaxEvents"/> events about tickets, grouped when read.</summary>
public sealed class Tickets
{
    /// <summary>So many events are kept: of older ones nothing is known any more.</summary>
    public const int MaxEvents = 100;

    IReadOnlyList<Ticket>? _all;
    int? _open;

    [JsonInclude, JsonPropertyName("events")]
    internal List<TicketEvent> Events { get; set; } = [];

    /// <summary>All tickets known, by the time they were opened.</summary>
    [JsonIgnore]
    public IReadOnlyList<Ticket> All => _all ??= Group();

    /// <summary>How many are open.</summary>
    [JsonIgnore]
    public int OpenCount => _open ??= All.Count(ticket => ticket.IsOpen);

    /// <summary>Mean time from the first event to the resolving one, of the tickets resolved now; null if there are none.</summary>
    [JsonIgnore]
    public TimeSpan? TimeToResolve
    {
        get
        {
            var resolved = All.Where(ticket => !ticket.IsOpen && ticket.Opened < ticket.Updated).ToList();
            return resolved.Count == 0 ? null : TimeSpan.FromMilliseconds(Math.Round(resolved.Average(t => (t.Updated - t.Opened).TotalMilliseconds)));
        }
    }

    internal static bool Concerns(Meaning meaning) => meaning is Meaning.TicketOpened or Meaning.TicketUpdated or Meaning.TicketResolved;

    internal void Apply(in FoldedEvent e, in TicketDetails ticket) => Add(new TicketEvent(e.At, e.Meaning == Meaning.TicketResolved, ticket.Id, ticket.Subject));

    /// <summary>Adds the events of others, as if they had been about these tickets.</summary>
    internal void Add(Tickets other)
    {
        foreach (var e in other.Events)
            Add(e);
    }

    void Add(TicketEvent e)
    {
        if (!Bounded.AddLatest(Events, e, MaxEvents))
            return;
        _all = null;
        _open = null;
    }

    List<Ticket> Group()
    {
        var tickets = new List<Ticket>();
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var e in Events)
        {
            if (places.TryGetValue(e.TicketId, out var place))
            {
                var before = tickets[place];
                tickets[place] = before with { Subject = e.Subject ?? before.Subject, Updated = e.At.At, IsOpen = !e.Resolved };
            }
            else
            {
                places[e.TicketId] = tickets.Count;
                tickets.Add(new(e.TicketId, e.Subject, e.At.At, e.At.At, !e.Resolved));
            }
        }

        return tickets;
    }
}

/// <summary>One event about a ticket.</summary>
[JsonConverter(typeof(TicketEventConverter))]
sealed record TicketEvent(Stamp At, bool Resolved, string TicketId, string? Subject) : IStamped;

sealed class TicketEventConverter : RowConverter<TicketEvent>
{
    protected override void WriteRow(Utf8JsonWriter writer, TicketEvent row)
    {
        writer.WriteStringValue(StampConverter.Format(row.At));
        writer.WriteNumberValue(row.Resolved ? 1 : 0);
        writer.WriteStringValue(row.TicketId);
        writer.WriteStringValue(row.Subject);
    }

    protected override TicketEvent ReadRow(ref Utf8JsonReader reader) =>
        new(StampConverter.Parse(reader.NextText()), reader.NextLong() == 1, reader.NextText(), reader.NextOptionalText());
}
