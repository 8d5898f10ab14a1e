using CustomerGrains.Domain.Customers;
using CustomerGrains.Domain.Experience;

namespace CustomerGrains.Domain.Rules.Fields;

/// <summary>How she feels about us: answers to surveys, and tickets.</summary>
static class ExperienceFields
{
    static readonly RuleInput[] Scored = FieldTable.Of(InputPart.Scores);
    static readonly RuleInput[] Ticketed = FieldTable.Of(InputPart.Tickets);

    public static IEnumerable<Field> All() =>
    [
        .. Answers("nps", "NPS", 0, 10, "nps.last <= 6", state => state.Scores?.Nps),
        Score("nps.score", "Her NPS: % of her answers 9-10 minus % of 0-6, -100 to 100.", "nps.score < 0", (-100, 100), state => state.Scores?.Nps, of => ScoreRules.Nps(of.Top, of.Low, of.Answers)),
        .. Answers("csat", "CSAT", 1, 5, "csat.last <= 2", state => state.Scores?.Csat),
        Score("csat.share", "Share of her CSAT answers that are 4 or 5, 0 to 100.", "csat.share >= 80", (0, 100), state => state.Scores?.Csat, of => ScoreRules.Csat(of.Top, of.Answers)),
        .. Answers("ces", "CES", 1, 7, "ces.last <= 3", state => state.Scores?.Ces),
        Score("ces.mean", "Mean of her CES answers, 1 to 7; 7 = easiest.", "ces.mean < 4", (1, 7), state => state.Scores?.Ces, of => ScoreRules.CesMean(of.Sum, of.Answers)),
        Score("ces.share", "Share of her CES answers that are 5 to 7, 0 to 100.", "ces.share < 50", (0, 100), state => state.Scores?.Ces, of => ScoreRules.CesShare(of.Top, of.Answers)),
        FieldTable.Count("tickets.open", "Tickets that are open now.", "tickets.open > 0", Ticketed, ("ticket", "tickets"), state => state.OpenTicketCount, ["experience.openTickets"], Open),
        FieldTable.Count("tickets.resolved", "Tickets that are resolved, of the latest 100 events about tickets.", "tickets.resolved >= 5", Ticketed, ("ticket", "tickets"), state => Resolved(state.Tickets), ["experience.resolvedTickets"], AllTickets),
        FieldTable.Time("tickets.oldestOpen", "When the oldest ticket that is still open was opened.", "tickets.oldestOpen older than 2d", Ticketed, state => OldestOpen(state.Tickets), evidence: Open),
        FieldTable.Time("tickets.updated", "When something happened to a ticket last.", "tickets.open > 0 and tickets.updated older than 1d", Ticketed, state => state.Tickets?.Events is [.., var last] ? last.At.Time : null, evidence: (state, in _) => FieldTable.Message(state.Tickets?.Events is [.., var last] ? last.At : null)),
        new(
            new("tickets.timeToResolve", "duration", "Mean time from opening a ticket to resolving it.", "tickets.timeToResolve > 2d") { Aliases = ["experience.timeToResolve"] },
            names => new ScalarSource(FieldType.Duration, (state, in _, _) => (long?)state.Tickets?.TimeToResolve?.TotalMilliseconds) { Path = names.Path, Inputs = Ticketed, Evidence = AllTickets }),
    ];

    static IEnumerable<Field> Answers(string metric, string name, int least, int most, string example, Func<CustomerState, ScoreTotals?> of)
    {
        EvidenceFinder last = (state, in _) => FieldTable.Message(of(state)?.At);
        Reader<long> since = (state, in _) => of(state)?.At?.Time;
        yield return FieldTable.Number(
            $"{metric}.last", $"Her last answer to {name}, {least} to {most}.", example, Scored, state => of(state)?.Last,
            [$"experience.{metric}.last"], range: (least, most), whole: true, evidence: last, since: since);
        yield return FieldTable.Count(
            $"{metric}.answers", $"How often she answered {name}.", $"{metric}.answers >= 2", Scored, ("answer", "answers"), state => of(state)?.Answers ?? 0, [$"experience.{metric}.answers"], Surveys);
        yield return FieldTable.Time($"{metric}.at", $"When she answered {name} last.", $"{metric}.at within 30d", Scored, state => of(state)?.At?.Time, [$"experience.{metric}.at"], last);
        yield return FieldTable.Text(
            $"{metric}.comment", $"What she said with her last answer to {name}.", $"{metric}.comment contains \"delivery\"", Scored, state => of(state)?.Comment, [$"experience.{metric}.comment"], last, since);
    }

    static Field Score(string path, string description, string example, (decimal, decimal) range, Func<CustomerState, ScoreTotals?> totals, Func<ScoreTotals, decimal?> of) =>
        FieldTable.Number(path, description, example, Scored, state => totals(state) is { } answers ? of(answers) : null, [$"experience.{path}"], range: range, evidence: Surveys);

    static EvidenceQuery? Surveys(CustomerState state, in RuleContext context) => state.Scores is null ? null : FieldTable.Named("Survey Answered");

    static EvidenceQuery? Open(CustomerState state, in RuleContext context)
    {
        if (state.Tickets is not { OpenCount: > 0 } tickets)
            return null;
        var open = tickets.All.Where(ticket => ticket.IsOpen).Select(ticket => ticket.TicketId).ToHashSet(StringComparer.Ordinal);
        return FieldTable.Messages([.. tickets.Events.Where(e => open.Contains(e.TicketId)).Select(e => e.At.MessageId)]);
    }

    static EvidenceQuery? AllTickets(CustomerState state, in RuleContext context) =>
        FieldTable.Messages([.. (state.Tickets?.Events ?? []).Select(e => e.At.MessageId)]);

    static long Resolved(Tickets? tickets)
    {
        var count = 0;
        var all = tickets?.All ?? [];
        for (var i = 0; i < all.Count; i++)
            count += all[i].IsOpen ? 0 : 1;
        return count;
    }

    static long? OldestOpen(Tickets? tickets)
    {
        long? oldest = null;
        var all = tickets?.All ?? [];
        for (var i = 0; i < all.Count; i++)
        {
            if (all[i].IsOpen && all[i].Opened.ToUnixTimeMilliseconds() is var opened && !(oldest <= opened))
                oldest = opened;
        }

        return oldest;
    }
}
