import type { Backfill } from "../api/contract";

/** Seconds until a backfill is through at its present pace; null where nobody can say. */
export function timeLeft({ state, done, total, perSecond }: Backfill): number | null {
  return state !== "running" || perSecond <= 0 || total <= done ? null : Math.ceil((total - done) / perSecond);
}
