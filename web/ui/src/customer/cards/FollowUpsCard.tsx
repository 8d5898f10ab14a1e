import type { CustomerView, FollowUp } from "../../api/contract";
import { Deeds } from "../../followups/Deeds";
import { Score, Standing, StateBadge } from "../../followups/Row";
import { answersText, metricNames } from "../../followups/words";
import { Card, When } from "../../ui/parts";
import { Ago } from "../asOf";
import "../../followups/followups.css";

/** Low scores of hers that are to be seen to, and the latest that were. In the past they are only looked at. */
export function FollowUpsCard({ experience, at }: { readonly experience: CustomerView["experience"]; readonly at: string | null }) {
  const all = experience.followUps ?? [];
  if (all.length === 0) return null;
  const [open, over] = [all.filter(({ state }) => state !== "resolved"), all.filter(({ state }) => state === "resolved")];
  return (
    <Card title="Follow-ups" aside={open.length === 0 ? "Nothing to do" : undefined}>
      {open.map((it) => (
        <One key={it.id} it={it} acts={at === null} />
      ))}
      {over.length > 0 && (
        <details className="follow-ups-over" open={open.length === 0}>
          <summary>Resolved lately</summary>
          {over.map((it) => (
            <One key={it.id} it={it} acts={false} />
          ))}
        </details>
      )}
    </Card>
  );
}

function One({ it, acts }: { readonly it: FollowUp; readonly acts: boolean }) {
  const more = answersText(it.answers);
  return (
    <article className="follow-up-own" aria-label={`${metricNames[it.metric]} ${it.score}, ${it.state}`}>
      <Score metric={it.metric} score={it.score} />
      <div className="follow-up-what">
        <p>
          <StateBadge state={it.state} /> {acts ? <Standing of={it} /> : <>since <When at={it.resolvedAt ?? it.takenAt ?? it.openedAt} />{it.state === "open" ? "" : `, ${it.resolvedBy || it.takenBy || ""}`}</>}
        </p>
        {it.comment !== null && <blockquote>{it.comment}</blockquote>}
        <p className="aside">
          {more !== null ? `${more}, the latest ` : "Answered "}
          <Ago at={it.answeredAt} />
        </p>
        {it.noteCount > it.notes.length && <p className="aside">{it.noteCount} notes, the latest {it.notes.length}:</p>}
        {it.notes.map((note) => (
          <p key={`${note.at} ${note.by} ${note.text}`} className="follow-up-note">
            <b>{note.by}</b> <When at={note.at} />
            <span className="follow-up-text">{note.text}</span>
          </p>
        ))}
        {it.outcome !== null && <p className="follow-up-note">{it.outcome}</p>}
        {/* The page itself hears of every change. */}
        {acts && <Deeds it={it} about={`${metricNames[it.metric]} ${it.score}`} onDone={() => undefined} onRefused={() => undefined} />}
      </div>
    </article>
  );
}
