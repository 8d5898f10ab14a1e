using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CustomerGrains.Domain.Customers;
using CustomerGrains.Domain.Experience;
using CustomerGrains.Domain.Journal;
using CustomerGrains.Domain.Touchpoints;

namespace CustomerGrains.Domain.FollowUps;

/// <summary>What somebody wants to do about a follow-up. The numbers travel between processes.</summary>
public enum FollowUpAct : byte
{
    /// <summary>To take care of it.</summary>
    Take = 1,

    /// <summary>To write something down.</summary>
    Note = 2,

    /// <summary>To say what came of it.</summary>
    Resolve = 3,

    /// <summary>To hand it back.</summary>
    Release = 4,
}

/// <summary>What a command comes to.</summary>
public enum FollowUpVerdict : byte
{
    /// <summary>It is so, now or already.</summary>
    Done = 0,

    /// <summary>There is no such follow-up, or it was resolved so long ago that it is forgotten.</summary>
    Unknown = 1,

    /// <summary>Somebody else has it.</summary>
    TakenByAnother = 2,

    /// <summary>It is resolved already.</summary>
    Resolved = 3,
}

/// <summary>
/// Decides what opens a follow-up, and what may be done about one. What is decided is an entry of the customer's journal: whatever the thresholds are
/// today, the past stays as it was.
/// </summary>
public static class FollowUpDecider
{
    /// <summary>What a touchpoint that was just folded brings about: a follow-up is opened, or the open one has another answer; or (null) nothing.</summary>
    public static JournalEntry? After(CustomerState state, JournalEntry touchpoint, FollowUpPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(touchpoint);
        ArgumentNullException.ThrowIfNull(policy);
        if (FoldedEvent.MeaningOf(touchpoint) != Meaning.SurveyAnswered || touchpoint.ReceivedAt - touchpoint.OccurredAt > policy.Horizon)
            return null;
        using var e = FoldedEvent.Of(touchpoint);
        if (SurveyReader.Read(e.Properties, out _) is not { } answer || !policy.IsLow(answer.Metric, answer.Score))
            return null;
        var open = state.FollowUps?.Of(answer.Metric);
        var seq = state.Version + 1;
        return new(
            seq,
            open is null ? EntryKind.FollowUpOpened : EntryKind.FollowUpAnswered,
            touchpoint.Channel,
            null,
            open?.Id ?? NewId(state.Id, seq, e.At.MessageId),
            touchpoint.ReceivedAt,
            touchpoint.ReceivedAt,
            new FollowUpAnswerBody(answer.Metric, answer.Score, e.At, answer.Comment).ToJson());
    }

    /// <summary>What a command comes to, and its entry if something is to be written.</summary>
    /// <param name="state">The customer.</param>
    /// <param name="act">What is wanted.</param>
    /// <param name="id">Of which follow-up.</param>
    /// <param name="does">Who, what was written, and what the command is called.</param>
    /// <param name="forOthers">Whether it may be done in place of whoever has it.</param>
    /// <param name="now">When.</param>
    public static (FollowUpVerdict Verdict, JournalEntry? Entry) Command(
        CustomerState state, FollowUpAct act, string id, FollowUpActBody does, bool forOthers, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(does);
        if (state.FollowUps?.Find(id) is not { } it)
            return (FollowUpVerdict.Unknown, null);
        if (it.Commands?.Contains(does.Command) == true)
            return (FollowUpVerdict.Done, null);
        if (it.State == FollowUpState.Resolved)
            return (FollowUpVerdict.Resolved, null);
        var isMine = it.TakenBy == does.By;
        if (act != FollowUpAct.Note && it.TakenBy is not null && !isMine && (act == FollowUpAct.Take || !forOthers))
            return (FollowUpVerdict.TakenByAnother, null);
        if ((act == FollowUpAct.Take && isMine) || (act == FollowUpAct.Release && it.TakenBy is null))
            return (FollowUpVerdict.Done, null);
        var kind = act switch
        {
            FollowUpAct.Take => EntryKind.FollowUpTaken,
            FollowUpAct.Note => EntryKind.FollowUpNoted,
            FollowUpAct.Release => EntryKind.FollowUpReleased,
            _ => EntryKind.FollowUpResolved,
        };
        return (FollowUpVerdict.Done, new(state.Version + 1, kind, Channel.Server, null, id, now, now, does.ToJson()));
    }

    // Where it began says which it is: nobody has to give out numbers, and two customers never have the same.
    static string NewId(string customerId, long seq, string messageId)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{customerId}\n{seq}\n{messageId}");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 10));
    }
}
