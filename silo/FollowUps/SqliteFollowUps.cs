using CustomerGrains.Silo.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace CustomerGrains.Silo.FollowUps;

/// <summary>The writing connection's statement for follow-ups.</summary>
sealed class SqliteFollowUps(SqliteConnection connection) : IDisposable
{
    readonly SqliteStatement _put = new(connection, """
        INSERT INTO follow_up (id, customer_id, state, metric, score, answers, opened_at, answered_at, comment, taken_by, taken_at, notes, note_at, note_by, note,
            resolved_by, resolved_at, outcome, merged_into)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (id) DO UPDATE SET
            customer_id = excluded.customer_id, state = excluded.state, score = excluded.score, answers = excluded.answers, opened_at = excluded.opened_at,
            answered_at = excluded.answered_at, comment = excluded.comment, taken_by = excluded.taken_by, taken_at = excluded.taken_at, notes = excluded.notes,
            note_at = excluded.note_at, note_by = excluded.note_by, note = excluded.note, resolved_by = excluded.resolved_by, resolved_at = excluded.resolved_at,
            outcome = excluded.outcome, merged_into = excluded.merged_into
        """);

    public void Write(IReadOnlyList<NewFollowUp> followUps)
    {
        foreach (var followUp in followUps)
        {
            var (customerId, it) = followUp;
            var note = followUp.Note;
            _put.Bind(it.Id).Bind(customerId).Bind((long)it.State).Bind((long)it.Metric).Bind(it.Score).Bind(it.Answers).Bind(it.OpenedTime).Bind(it.Answer.Time)
                .Bind(it.Comment).Bind(it.TakenBy).Bind(it.TakenAt?.ToUnixTimeMilliseconds()).Bind(it.NoteCount).Bind(note?.Time).Bind(note?.By).Bind(note?.Text)
                .Bind(it.ResolvedBy).Bind(it.ResolvedAt?.ToUnixTimeMilliseconds()).Bind(it.Outcome).Bind(it.MergedInto).Run();
        }
    }

    public void Dispose() => _put.Dispose();
}
