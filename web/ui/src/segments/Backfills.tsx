// What is being re-evaluated, as it goes on: everybody has to be looked at after a rule was published.
import type { Backfill } from "../api/contract";
import { count, duration, milliseconds, plural, rate } from "../format/format";
import { atWork, type LiveSegments } from "../live/segments";
import { useStore } from "../live/store";
import { useNow } from "../ui/useNow";
import { segmentList } from "./list/useSegments";
import { reasonIn } from "./reason";
import { timeLeft } from "./timeLeft";

export function Backfills({ live }: { readonly live: LiveSegments }) {
  const now = useNow();
  const { items } = useStore(segmentList);
  return (
    <div className="backfills">
      {atWork(live, now).map((each) => (each.state === "done" ? <Over key={each.id} backfill={each} reason={reasonIn(each, items)} /> : <Progress key={each.id} backfill={each} reason={reasonIn(each, items)} />))}
    </div>
  );
}

function Over({ backfill: { done, changed, startedAt, finishedAt }, reason }: { readonly backfill: Backfill; readonly reason: string }) {
  const took = finishedAt === null ? null : Date.parse(finishedAt) - Date.parse(startedAt);
  return (
    <div className="backfill over" role="status">
      <div className="backfill-words">
        <b>{reason}</b>
        <span className="aside">
          Everybody has been looked at: {plural(done, "customer", "customers")}
          {took !== null && ` in ${milliseconds(took)}`}, {count(changed)} changed
        </span>
      </div>
    </div>
  );
}

function Progress({ backfill, reason }: { readonly backfill: Backfill; readonly reason: string }) {
  const { state, done, total, changed, perSecond } = backfill;
  const left = timeLeft(backfill);
  const part = total === 0 ? 0 : Math.min(1, done / total);
  return (
    <div className="backfill">
      <div className="backfill-words">
        <b>{reason}</b>
        <span className="aside">
          {state === "paused" ? "Paused: live events come first. " : ""}
          {count(done)} of {plural(total, "customer", "customers")} looked at, {count(changed)} changed
          {perSecond > 0 && `, ${rate(perSecond)} a second`}
          {left !== null && `, about ${duration(left)} left`}
        </span>
      </div>
      <div className="backfill-bar" role="progressbar" aria-label={reason} aria-valuemin={0} aria-valuemax={100} aria-valuenow={Math.floor(part * 100)}>
        <span style={{ transform: `scaleX(${part})` }} />
      </div>
    </div>
  );
}
