// One follow-up in a list: who, what she said, how long it waits, who has it.
import type { FollowUp, FollowUpRow } from "../api/contract";
import { Avatar } from "../customers/search/Avatar";
import { href, Link } from "../router/router";
import { Badge } from "../ui/Badge";
import { Ago, When } from "../ui/time";
import { useNow } from "../ui/useNow";
import { Deeds } from "./Deeds";
import { answersText, metricNames, scales, standing } from "./words";

interface RowProps {
  readonly row: FollowUpRow;
  /** The list has it no more; it stays where it was while somebody is at the list. */
  readonly gone: boolean;
  readonly onDone: (it: FollowUp) => void;
  readonly onRefused: () => void;
}

export function Row({ row, gone, onDone, onRefused }: RowProps) {
  const name = row.displayName ?? row.customerId;
  const more = answersText(row.answers);
  const over = gone || row.state === "resolved";
  return (
    <li className={["card", "follow-up", row.state, over ? "over" : ""].filter(Boolean).join(" ")}>
      <Score metric={row.metric} score={row.score} />
      <div className="follow-up-what">
        <h2>
          <Avatar name={name} /> <Link href={href(["customers", row.customerId])}>{name}</Link> <StateBadge state={gone && row.state !== "resolved" ? "gone" : row.state} />
        </h2>
        {row.comment !== null && <blockquote>{row.comment}</blockquote>}
        <p className="aside">
          <Standing of={row} />
          {" · "}
          {more !== null && <>{more}, the latest </>}
          {more === null && "answered "}
          <Ago at={row.answeredAt} />
        </p>
        {row.outcome !== null && <p className="follow-up-note">{row.outcome}</p>}
        {row.outcome === null && row.note !== null && (
          <p className="follow-up-note">
            <b>{row.note.by}</b> <When at={row.note.at} />
            {row.noteCount > 1 && <span className="aside"> · {row.noteCount} notes</span>}
            <span className="follow-up-text">{row.note.text}</span>
          </p>
        )}
        {!gone && <Deeds it={row} about={`${name}, ${metricNames[row.metric]} ${row.score}`} onDone={onDone} onRefused={onRefused} />}
      </div>
    </li>
  );
}

export function Score({ metric, score }: Pick<FollowUp, "metric" | "score">) {
  return (
    <span className="follow-up-score">
      <span className="aside">{metricNames[metric]}</span>
      <b>{score}</b>
      <span className="aside">of {scales[metric]}</span>
    </span>
  );
}

/** How it stands, going on with the time while it waits. */
export function Standing({ of }: { readonly of: Parameters<typeof standing>[0] }) {
  const now = useNow();
  return <>{standing(of, now)}</>;
}

export function StateBadge({ state }: { readonly state: FollowUp["state"] | "gone" }) {
  if (state === "gone") return <Badge>no more in this list</Badge>;
  if (state === "open") return <Badge tone="bad">open</Badge>;
  return state === "taken" ? <Badge tone="warn">taken</Badge> : <Badge tone="good">resolved</Badge>;
}
