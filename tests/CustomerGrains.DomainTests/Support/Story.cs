using System.Globalization;
using System.Text.Json;
using CustomerGrains.Contracts.Customers;
using CustomerGrains.Domain.Customers;
using CustomerGrains.Domain.Decisions;
using CustomerGrains.Domain.Identity;
using CustomerGrains.Domain.Journal;
using CustomerGrains.Domain.Touchpoints;
using CustomerGrains.Domain.Value;

namespace CustomerGrains.DomainTests.Support;

/// <summary>What happened to one customer, told in lines of a test; events go in through the door, minutes after 2026-01-01.</summary>
sealed class Story(string id = "ada")
{
    public static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    public static readonly ReportingCurrency Pounds = new("GBP", new Dictionary<string, decimal> { ["EUR"] = 0.8m });

    int _messages;

    public CustomerState State { get; private set; } = new(id);

    public CustomerView View => CustomerView.From(State, Door.Now, Pounds);

    public Story Track(string name, double minute, object? properties = null) =>
        Send(new { type = "track", @event = name, userId = id, properties = properties ?? new { }, timestamp = Start.AddMinutes(minute) });

    public Story Identify(double minute, object traits) => Send(new { type = "identify", userId = id, traits, timestamp = Start.AddMinutes(minute) });

    public Story Page(double minute, string? name = null, object? properties = null) =>
        Send(new { type = "page", name, userId = id, properties = properties ?? new { }, timestamp = Start.AddMinutes(minute) });

    public Story Send(object message)
    {
        var fields = JsonSerializer.SerializeToNode(message)!.AsObject();
        fields["messageId"] ??= string.Create(CultureInfo.InvariantCulture, $"m{++_messages}");
        State.Apply(Door.Accept(fields.ToJsonString()).ToEntry(State.Version + 1));
        return this;
    }

    public Story Enter(string stage, string? from, double minute, string? because = null)
    {
        var at = Start.AddMinutes(minute);
        State.Apply(new(State.Version + 1, EntryKind.StageEntered, Channel.Server, null, stage, at, at, new DecisionBody(DecisionCause.Event, because, 1, null, from).ToJson()));
        return this;
    }

    public Story Join(string segment, double minute)
    {
        var at = Start.AddMinutes(minute);
        State.Apply(new(State.Version + 1, EntryKind.SegmentJoined, Channel.Server, null, segment, at, at, new DecisionBody(DecisionCause.Event, null, 1, null, null).ToJson()));
        return this;
    }

    public Story Absorb(string from, params JournalEntry[] entries)
    {
        var body = new AbsorbedBody(from, entries.Length, [], []);
        State.Apply(new(State.Version + 1, EntryKind.Absorbed, Channel.Server, null, from, Start, Start, body.ToJson()));
        foreach (var entry in entries)
            State.ApplyAbsorbed(entry);
        return this;
    }

    public Story Restart()
    {
        State = CustomerState.FromJson(State.ToJson());
        return this;
    }
}
