using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using CustomerGrains.Domain.Journal;
using CustomerGrains.Grains.Rules;
using CustomerGrains.Silo.Alerts;
using CustomerGrains.Silo.Transitions;

namespace CustomerGrains.Silo.Webhooks;

/// <summary>An event on its way into the deliveries: made once, so that every attempt sends the same bytes.</summary>
/// <param name="Lane">Whose events keep their order.</param>
/// <param name="MessageId">What the receiver knows it by.</param>
/// <param name="Event">Its kind.</param>
/// <param name="CreatedAt">When it was decided.</param>
/// <param name="Body">What is sent.</param>
sealed record WebhookMessage(string Lane, string MessageId, string Event, DateTimeOffset CreatedAt, string Body)
{
    /// <summary>A decision about a customer. Her traits are not in it: whoever needs them asks for the customer.</summary>
    public static WebhookMessage Of(long webhook, Transition transition, IRuleBook rules)
    {
        if (transition.Kind is EntryKind.FollowUpOpened or EntryKind.FollowUpResolved)
            return OfFollowUp(webhook, transition);
        var kind = KindOf(transition.Kind);
        var body = Write(kind, transition.OccurredAt, data =>
        {
            data.WriteString("customerId", transition.CustomerId);
            data.WriteNumber("seq", transition.Seq);
            if (transition.Kind == EntryKind.StageEntered)
            {
                data.WriteStartObject("stage");
                data.WriteString("name", transition.Name);
                data.WriteString("from", transition.From);
            }
            else
            {
                data.WriteStartObject("segment");
                data.WriteString("key", transition.Name);
                data.WriteString("name", SegmentName(rules, transition.Name));
            }

            data.WriteEndObject();
            data.WriteString("decidedAt", Text(transition.DecidedAt));
            data.WriteString("cause", transition.Cause);
            data.WriteString("because", transition.Because);
            data.WriteString("why", transition.Why);
            data.WriteNumber("version", transition.Version);
        });
        return new("c:" + transition.CustomerId, IdOf(webhook, 't', transition.Id, transition.DecidedAt), kind, transition.DecidedAt, body);
    }

    // What she wrote and what was noted are not in it either.
    static WebhookMessage OfFollowUp(long webhook, Transition transition)
    {
        var kind = KindOf(transition.Kind);
        var body = Write(kind, transition.OccurredAt, data =>
        {
            data.WriteString("customerId", transition.CustomerId);
            data.WriteNumber("seq", transition.Seq);
            data.WriteStartObject("followUp");
            data.WriteString("id", transition.From);
            data.WriteString("metric", transition.Name);
            data.WriteNumber("score", transition.Version);
            data.WriteEndObject();
            data.WriteString("decidedAt", Text(transition.DecidedAt));
            if (transition.Kind == EntryKind.FollowUpOpened)
                data.WriteString("because", transition.Because);
            else
                data.WriteString("by", transition.Why);
        });
        return new("c:" + transition.CustomerId, IdOf(webhook, 't', transition.Id, transition.DecidedAt), kind, transition.DecidedAt, body);
    }

    /// <summary>An alert that was raised.</summary>
    public static WebhookMessage Of(long webhook, Alert alert)
    {
        var body = Write(WebhookEvents.AlertRaised, alert.RaisedAt, data =>
        {
            data.WriteNumber("alertId", alert.Id);
            data.WriteString("rule", alert.RuleKey);
            data.WriteString("name", alert.Name);
            data.WriteString("text", alert.Text);
            data.WriteNumber("value", alert.Value);
            data.WriteNumber("threshold", alert.Threshold);
        });
        return new("a:" + alert.RuleKey, IdOf(webhook, 'a', alert.Id, alert.RaisedAt), WebhookEvents.AlertRaised, alert.RaisedAt, body);
    }

    /// <summary>A message that says nothing but that messages arrive.</summary>
    public static WebhookMessage Test(long webhook, DateTimeOffset now) => new(
        "t:", IdOf(webhook, 'x', now.UtcTicks, now), WebhookEvents.Test, now, Write(WebhookEvents.Test, now, data => data.WriteString("message", "This is a test.")));

    /// <summary>The kind of a transition.</summary>
    public static string KindOf(EntryKind kind) => kind switch
    {
        EntryKind.StageEntered => WebhookEvents.StageEntered,
        EntryKind.SegmentJoined => WebhookEvents.SegmentJoined,
        EntryKind.FollowUpOpened => WebhookEvents.FollowUpOpened,
        EntryKind.FollowUpResolved => WebhookEvents.FollowUpResolved,
        _ => WebhookEvents.SegmentLeft,
    };

    // The instant makes it another id in a store that was put back from a backup and goes another way.
    static string IdOf(long webhook, char source, long id, DateTimeOffset at) =>
        string.Create(CultureInfo.InvariantCulture, $"msg_{webhook}_{source}{id}_{at.ToUnixTimeMilliseconds():x}");

    static string SegmentName(IRuleBook rules, string key)
    {
        var set = rules.Current;
        var place = set.IndexOf(key);
        return place < 0 ? key : set.Segments[place].Name;
    }

    static string Write(string kind, DateTimeOffset at, Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("type", kind);
            json.WriteString("timestamp", Text(at));
            json.WriteStartObject("data");
            write(json);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    static string Text(DateTimeOffset at) => at.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
