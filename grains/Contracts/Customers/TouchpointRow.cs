using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using CustomerGrains.Domain.Identity;
using CustomerGrains.Domain.Journal;
using CustomerGrains.Domain.Touchpoints;

namespace CustomerGrains.Contracts.Customers;

/// <summary>One touchpoint as lists show it.</summary>
/// <param name="CustomerId">The id in whose journal it is.</param>
/// <param name="Seq">Its place there; 0 in <see cref="CustomerView.Recent"/> if it is in the journal of an absorbed id.</param>
/// <param name="MessageId">The sender's id.</param>
/// <param name="Kind">identify, track, page, screen, group or alias.</param>
/// <param name="Name">Name of the event, page, screen or group; empty where the sender gave none.</param>
/// <param name="Channel">web, mobile, store, email, phone, chat, social or server.</param>
/// <param name="OccurredAt">When it happened.</param>
/// <param name="ReceivedAt">When it arrived.</param>
/// <param name="Summary">What it was about, at most 80 characters, or null.</param>
/// <param name="Amount">The money of an order, refund or product, or null.</param>
/// <param name="Currency">Three letters, "" if the sender gave none (the reporting currency), or null.</param>
public sealed record TouchpointRow(
    string CustomerId,
    long Seq,
    string? MessageId,
    string Kind,
    string Name,
    string Channel,
    DateTimeOffset OccurredAt,
    DateTimeOffset ReceivedAt,
    string? Summary,
    decimal? Amount,
    string? Currency)
{
    /// <summary>The raw event, in lists that show it; else left out.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RawJson? Body { get; init; }

    /// <summary>The row of a journal entry.</summary>
    /// <param name="customerId">The id in whose journal it is.</param>
    /// <param name="entry">A touchpoint.</param>
    /// <param name="withBody">Whether to add the raw event.</param>
    public static TouchpointRow From(string customerId, JournalEntry entry, bool withBody)
    {
        ArgumentNullException.ThrowIfNull(entry);
        var summary = Domain.Touchpoints.Summary.Of(entry);
        return new(
            customerId,
            entry.Seq,
            entry.MessageId,
            KindOf(entry.Kind),
            entry.Name,
            ChannelNames.Of(entry.Channel),
            entry.OccurredAt,
            entry.ReceivedAt,
            summary.Text,
            summary.Amount,
            summary.Currency)
        {
            Body = withBody ? new RawJson(Encoding.UTF8.GetString(entry.Body.Span)) : null,
        };
    }

    /// <summary>The row of one of a customer's latest touchpoints.</summary>
    public static TouchpointRow From(string customerId, RecentTouchpoint touchpoint)
    {
        ArgumentNullException.ThrowIfNull(touchpoint);
        return new(
            customerId,
            touchpoint.Seq,
            touchpoint.At.MessageId,
            KindOf(touchpoint.Kind),
            touchpoint.Name,
            ChannelNames.Of(touchpoint.Channel),
            touchpoint.At.At,
            touchpoint.At.At.AddMilliseconds(touchpoint.Delay),
            touchpoint.Summary.Text,
            touchpoint.Summary.Amount,
            touchpoint.Summary.Currency);
    }

    /// <summary>The rows as a UTF-8 JSON array.</summary>
    public static byte[] ToJson(IEnumerable<TouchpointRow> rows) => JsonSerializer.SerializeToUtf8Bytes(rows, ViewJson.Default.IEnumerableTouchpointRow);

    internal static string KindOf(EntryKind kind) => kind switch
    {
        EntryKind.Identify => "identify",
        EntryKind.Page => "page",
        EntryKind.Screen => "screen",
        EntryKind.Group => "group",
        EntryKind.Alias => "alias",
        _ => "track",
    };
}
