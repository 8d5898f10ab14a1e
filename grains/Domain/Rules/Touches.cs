using System.Collections.Concurrent;
using CustomerGrains.Domain.Experience;
using CustomerGrains.Domain.Journal;
using CustomerGrains.Domain.Journeys;
using CustomerGrains.Domain.Preferences;
using CustomerGrains.Domain.Touchpoints;
using CustomerGrains.Domain.Value;

namespace CustomerGrains.Domain.Rules;

/// <summary>
/// Which rules ask for what an entry changes. The answer depends on an entry's kind, name and channel alone, and is found once for each: there are few of
/// them, and should somebody send a new name with every event, so many are remembered and the rest found anew.
/// </summary>
sealed class Touches
{
    const int MaxRemembered = 4096;

    readonly ConcurrentDictionary<(EntryKind Kind, Channel Channel, string Name), RuleSelection> _remembered = new();
    readonly Dictionary<RuleInput, List<int>> _segments = [];
    readonly HashSet<RuleInput> _stages = [];
    readonly RuleSelection _everything;
    int _count;

    public Touches(StageRule[] stages, SegmentRule[] segments)
    {
        foreach (var stage in stages)
            _stages.UnionWith(stage.Rule.Inputs);
        for (var i = 0; i < segments.Length; i++)
        {
            foreach (var input in segments[i].Rule.Inputs)
            {
                if (!_segments.TryGetValue(input, out var askers))
                    _segments[input] = askers = [];
                askers.Add(i);
            }
        }

        _everything = new(stages.Length > 0, [.. Enumerable.Range(0, segments.Length)]);
    }

    public RuleSelection Of(JournalEntry entry)
    {
        if (entry.Kind is EntryKind.Linked or EntryKind.Absorbed)
            return _everything;
        var key = (entry.Kind, entry.Channel, entry.Name);
        if (_remembered.TryGetValue(key, out var selection))
            return selection;
        selection = Find(entry);
        if (_count < MaxRemembered && _remembered.TryAdd(key, selection))
            Interlocked.Increment(ref _count);
        return selection;
    }

    RuleSelection Find(JournalEntry entry)
    {
        var (stages, segments) = (false, new SortedSet<int>());
        foreach (var input in InputsOf(entry))
        {
            stages |= _stages.Contains(input);
            if (_segments.TryGetValue(input, out var askers))
                segments.UnionWith(askers);
        }

        return new(stages, [.. segments]);
    }

    /// <summary>What an entry can change.</summary>
    static IEnumerable<RuleInput> InputsOf(JournalEntry entry)
    {
        switch (entry.Kind)
        {
            case EntryKind.StageEntered:
                return [new(InputPart.Stage, "")];
            case EntryKind.SegmentJoined or EntryKind.SegmentLeft:
                return [new(InputPart.Segment, entry.Name)];
            default:
                return InputsOfTouchpoint(entry);
        }
    }

    static IEnumerable<RuleInput> InputsOfTouchpoint(JournalEntry entry)
    {
        yield return new(InputPart.Touchpoints, "");
        yield return new(InputPart.Channel, ChannelNames.Of(entry.Channel));
        if (entry.Kind is EntryKind.Track or EntryKind.Page or EntryKind.Screen)
            yield return new(InputPart.Event, FoldedEvent.NameOf(entry));
        if (entry.Kind == EntryKind.Identify)
            yield return new(InputPart.Traits, "");
        var meaning = FoldedEvent.MeaningOf(entry);
        if (Interests.Concerns(entry.Kind, meaning))
            yield return new(InputPart.Interests, "");
        if (meaning is Meaning.Browsed or Meaning.ProductViewed or Meaning.ProductAdded or Meaning.OrderCompleted)
            yield return new(InputPart.Categories, "");
        if (Consents.Concerns(meaning))
            yield return new(InputPart.Consents, "");
        if (Cart.Concerns(meaning))
            yield return new(InputPart.Cart, "");
        if (meaning == Meaning.OrderCompleted)
            yield return new(InputPart.Orders, "");
        if (meaning is Meaning.OrderRefunded or Meaning.OrderCancelled)
            yield return new(InputPart.Refunds, "");
        if (meaning == Meaning.SurveyAnswered)
            yield return new(InputPart.Scores, "");
        if (Tickets.Concerns(meaning))
            yield return new(InputPart.Tickets, "");
        if (JourneyFacts.Concerns(meaning))
            yield return new(InputPart.Steps, "");
    }
}
