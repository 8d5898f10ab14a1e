using System.Text.Json.Serialization;
using CustomerGrains.Domain.Experience;
using CustomerGrains.Domain.Journal;

namespace CustomerGrains.Domain.FollowUps;

/// <summary>A customer's follow-ups: of each metric at most one that is not resolved, and the latest that are.</summary>
public sealed class FollowUpList
{
    /// <summary>So many resolved ones are kept; the journal has all.</summary>
    public const int MaxResolved = 5;

    /// <summary>In the order in which she got them.</summary>
    [JsonInclude, JsonPropertyName("all")]
    public IReadOnlyList<FollowUp> All { get; internal set; } = [];

    /// <summary>One of them, or null.</summary>
    public FollowUp? Find(string id) => All.FirstOrDefault(each => each.Id == id);

    /// <summary>The one of a metric that is not resolved, or null.</summary>
    public FollowUp? Of(SurveyMetric metric) => All.FirstOrDefault(each => each.Metric == metric && each.State != FollowUpState.Resolved);

    /// <summary>How many are so far.</summary>
    public int Count(FollowUpState state) => All.Count(each => each.State == state);

    internal void Apply(JournalEntry entry)
    {
        if (entry.Kind is EntryKind.FollowUpOpened or EntryKind.FollowUpAnswered)
            Answered(entry, FollowUpAnswerBody.FromJson(entry.Body.Span));
        else
            Done(entry, FollowUpActBody.FromJson(entry.Body.Span));
    }

    /// <summary>What another id brought along that became part of her. Where both have one of a metric, one of them goes on and gets what the other one had.</summary>
    internal void Absorb(IReadOnlyList<FollowUp> brought, DateTimeOffset at)
    {
        foreach (var one in brought)
        {
            if (one.State == FollowUpState.Resolved || Of(one.Metric) is not { } own)
            {
                Put(one);
                continue;
            }

            // Whoever has one of them keeps it; else the one that waits longer goes on.
            var (stays, goes) = Precedes(own, one) ? (own, one) : (one, own);
            Put(goes with { ResolvedBy = "", ResolvedTime = at.ToUnixTimeMilliseconds(), MergedInto = stays.Id });
            stays = stays.With(goes.Answer, goes.Score, goes.Comment, goes.Answers);
            foreach (var note in goes.Notes ?? [])
                stays = stays.With(note);
            Put(stays with { OpenedTime = Math.Min(stays.OpenedTime, goes.OpenedTime), NoteCount = own.NoteCount + one.NoteCount });
        }

        Forget();
    }

    static bool Precedes(FollowUp one, FollowUp other) =>
        one.State != other.State ? one.State == FollowUpState.Taken
        : one.OpenedTime != other.OpenedTime ? one.OpenedTime < other.OpenedTime
        : string.CompareOrdinal(one.Id, other.Id) < 0;

    void Answered(JournalEntry entry, FollowUpAnswerBody body)
    {
        if (Find(entry.Name) is { } known)
        {
            Put(known.With(body.At, body.Score, body.Comment));
            return;
        }

        Put(new()
        {
            Id = entry.Name,
            Metric = body.Metric,
            OpenedTime = entry.OccurredAt.ToUnixTimeMilliseconds(),
            Answer = body.At,
            Score = body.Score,
            Comment = body.Comment,
            Answers = 1,
        });
    }

    void Done(JournalEntry entry, FollowUpActBody body)
    {
        // One that was forgotten can't have been acted upon: commands are for those that are not resolved, and these are all kept.
        if (Find(entry.Name) is not { } known)
            throw new InvalidOperationException($"Entry {entry.Seq} is about a follow-up that is not there.");
        var at = entry.OccurredAt.ToUnixTimeMilliseconds();
        known = known.After(body.Command);
        Put(entry.Kind switch
        {
            EntryKind.FollowUpTaken => known with { TakenBy = body.By, TakenTime = at },
            EntryKind.FollowUpReleased => known with { TakenBy = null, TakenTime = 0 },
            EntryKind.FollowUpNoted => known.With(new FollowUpNote(at, body.By, body.Text ?? "")),
            _ => known with { ResolvedBy = body.By, ResolvedTime = at, Outcome = body.Text },
        });
        Forget();
    }

    void Put(FollowUp changed)
    {
        var all = All.ToList();
        var place = all.FindIndex(each => each.Id == changed.Id);
        if (place >= 0)
            all[place] = changed;
        else
            all.Add(changed);
        All = all;
    }

    void Forget()
    {
        var resolved = All.Where(each => each.State == FollowUpState.Resolved).OrderBy(each => each.ResolvedTime).ToList();
        if (resolved.Count > MaxResolved)
            All = All.Except(resolved.Take(resolved.Count - MaxResolved)).ToList();
    }
}
