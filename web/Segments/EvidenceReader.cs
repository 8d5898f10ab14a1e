using CustomerGrains.Contracts.Customers;
using CustomerGrains.Contracts.Segments;
using CustomerGrains.Domain.Rules;
using CustomerGrains.Domain.Touchpoints;
using CustomerGrains.Grains.Customers;
using CustomerGrains.Grains.Value;
using CustomerGrains.Silo.Customers;
using CustomerGrains.Silo.Rules;
using CustomerGrains.Silo.Transitions;

namespace CustomerGrains.Web.Segments;

/// <summary>
/// Why somebody is in a segment or not, now or as it was at an instant: what her grain (or the fold of what had arrived) says of each condition, and the
/// touchpoints behind it, read from the journals of all her ids in one pass.
/// </summary>
sealed class EvidenceReader(
    IGrainFactory grains, CustomerHistory history, ICustomerDirectory directory, IDefinitionStore definitions, ITransitions transitions,
    IReportingCurrency reporting, IPredictions predictions)
{
    /// <summary>The most touchpoints shown for one condition.</summary>
    public const int MostEvents = 10;

    /// <summary>The most touchpoints looked at; what is counted beyond is not.</summary>
    public const int MostRead = 100_000;

    /// <summary>As it is now; null if there is no such customer, or no such segment in force.</summary>
    public async Task<EvidenceView?> NowAsync(string id, string key, CancellationToken cancellationToken)
    {
        if (await grains.GetGrain<ICustomerGrain>(id).Explain(key) is not { } document) return null;
        var evidence = EvidenceView.FromJson(document.Json);
        return await FillAsync(await LastLeftAsync(evidence, cancellationToken), until: null, cancellationToken);
    }

    /// <summary>As it was known at an instant, by the rules of that time; null if nothing of her had arrived by then.</summary>
    /// <param name="id">Any of her ids.</param>
    /// <param name="rules">The rules of that time.</param>
    /// <param name="key">A segment, or "stage/" and the name of a stage, of those rules.</param>
    /// <param name="at">The instant.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<EvidenceView?> AsOfAsync(string id, RuleSet rules, string key, DateTimeOffset at, CancellationToken cancellationToken)
    {
        if (await history.AsOfAsync(id, at, cancellationToken) is not { } state) return null;
        var evidence = EvidenceView.From(state, rules, key, new(at.ToUnixTimeMilliseconds(), reporting.Current, predictions));
        return evidence is null ? null : await FillAsync(evidence, at, cancellationToken);
    }

    /// <summary>The rules in force at an instant.</summary>
    public async Task<RuleSet> RulesAsync(DateTimeOffset at, CancellationToken cancellationToken)
    {
        var then = at.ToUnixTimeMilliseconds();
        var inForce = new List<Definition>();
        foreach (var kind in (DefinitionKind[])[DefinitionKind.Segment, DefinitionKind.Stage])
        {
            var versions = (await definitions.HistoryAsync(kind, cancellationToken)).Where(version => version.Definition.PublishedAt <= then);
            inForce.AddRange(versions.GroupBy(version => version.Definition.Key).Select(group => group.MaxBy(version => version.Definition.Version)!)
                .Where(latest => !latest.Deleted).Select(latest => latest.Definition).OrderBy(definition => definition.Order));
        }
        return RuleSet.Of(0, inForce);
    }

    // Of who is not in it: since when that is so, if she ever was.
    async Task<EvidenceView> LastLeftAsync(EvidenceView evidence, CancellationToken cancellationToken)
    {
        if (evidence.Member || evidence.Key.StartsWith(EvidenceView.StagePrefix, StringComparison.Ordinal)) return evidence;
        var page = await transitions.PageAsync(new(evidence.Key, CustomerIds: [evidence.CustomerId], Limit: 1), cancellationToken);
        return page.Items is [{ Kind: Domain.Journal.EntryKind.SegmentLeft } left]
            ? evidence with { Since = left.OccurredAt, Cause = left.Cause, Because = left.Because }
            : evidence;
    }

    async Task<EvidenceView> FillAsync(EvidenceView evidence, DateTimeOffset? until, CancellationToken cancellationToken)
    {
        var questions = new Dictionary<ConditionView, Question>(ReferenceEqualityComparer.Instance);
        Collect(evidence.Root, questions);
        if (questions.Count > 0)
        {
            string[] ids = [evidence.CustomerId, .. await directory.LinksAsync(evidence.CustomerId, cancellationToken)];
            await directory.ScanTouchpointsAsync(ids, Span([.. questions.Values], until), touchpoint => Look(touchpoint, questions.Values), cancellationToken);
        }
        return evidence with { Root = Answered(evidence.Root, questions) };
    }

    static void Collect(ConditionView condition, Dictionary<ConditionView, Question> questions)
    {
        if (condition.Evidence is { } query) questions.Add(condition, new(query));
        foreach (var child in condition.Children) Collect(child, questions);
    }

    static ConditionView Answered(ConditionView condition, Dictionary<ConditionView, Question> questions)
    {
        var found = questions.GetValueOrDefault(condition);
        return condition with
        {
            Children = [.. condition.Children.Select(child => Answered(child, questions))],
            Events = found?.Events ?? [],
            EventCount = found?.Count ?? 0,
            Evidence = null,
        };
    }

    // Only as far as some condition asks.
    static TouchpointSpan Span(Question[] questions, DateTimeOffset? until) => new(
        questions.All(question => question.After is not null) ? Time(questions.Min(question => question.After!.Value)) : null,
        null,
        until,
        MostRead);

    static DateTimeOffset Time(long unix) => DateTimeOffset.FromUnixTimeMilliseconds(unix);

    static bool Look(CustomerTouchpoint touchpoint, IEnumerable<Question> questions)
    {
        var more = false;
        foreach (var question in questions) more |= question.Look(touchpoint);
        return more;
    }

    /// <summary>The touchpoints behind one condition.</summary>
    sealed class Question(EvidenceQuery query)
    {
        readonly HashSet<string>? _ids = query.MessageIds.Count > 0 ? query.MessageIds.ToHashSet(StringComparer.Ordinal) : null;

        public List<EvidenceEventView> Events { get; } = [];

        public long Count { get; private set; }

        // Where each is known by its id, how long ago they were is not.
        public long? After => _ids is null ? query.From : null;

        /// <summary>Whether others may be of interest.</summary>
        public bool Look(CustomerTouchpoint touchpoint)
        {
            if (!Matches(touchpoint)) return _ids is null || Count < _ids.Count;
            Count++;
            var entry = touchpoint.Entry;
            if (Events.Count < MostEvents) Events.Add(new(entry.MessageId ?? "", entry.OccurredAt, entry.Name, touchpoint.CustomerId, entry.Seq));
            return _ids is null || Count < _ids.Count;
        }

        bool Matches(CustomerTouchpoint touchpoint)
        {
            var entry = touchpoint.Entry;
            if (_ids is not null) return entry.MessageId is { } messageId && _ids.Contains(messageId);
            var at = entry.OccurredAt.ToUnixTimeMilliseconds();
            if (at <= (query.From ?? long.MinValue) || at > (query.Through ?? long.MaxValue)) return false;
            if (query.Channel is { } channel && entry.Channel != channel) return false;
            if (query.Names.Count == 0) return true;
            foreach (var name in query.Names)
                if (ShownName.Matches(entry, name)) return true;
            return false;
        }
    }
}
