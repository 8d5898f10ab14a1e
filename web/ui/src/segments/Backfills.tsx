// What is being re-evaluated, as it goes on: everybody has to be looked at after a rule was published.
import type { Backfill } from "../api/contract";
import { count, duration, plural, rate } from "../format/format";
import { atWork } from "../live/segments";
import { timeLeft } from "./timeLeft";

export function Backfills({ backfills }: { readonly backfills: readonly Backfill[] }) {
  const running = atWork(backfills);
  return (
    <div className="backfills">
      {running.map((each) => (
        <Progress key={each.id} backfill={each} />
      ))}
    </div>
  );
}

function Progress({ backfill }: { readonly backfill: Backfill }) {
  const { reason, state, done, total, changed, perSecond } = backfill;
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
