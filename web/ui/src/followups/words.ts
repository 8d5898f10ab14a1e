// Follow-ups in words.
import type { FollowUp, FollowUpMetric } from "../api/contract";
import { duration } from "../format/format";

export const metricNames: Readonly<Record<FollowUpMetric, string>> = { nps: "NPS", csat: "CSAT", ces: "CES" };
export const scales: Readonly<Record<FollowUpMetric, number>> = { nps: 10, csat: 5, ces: 7 };

/** What matters of one in lists and on the customer's page alike. */
export type Told = Pick<FollowUp, "state" | "openedAt" | "takenBy" | "takenAt" | "resolvedBy" | "resolvedAt" | "mergedInto" | "answers">;

/** How it stands: "waits for 3 h", "ben has it, for 20 min", "resolved by ben after 2 d". */
export function standing(it: Told, now: number): string {
  const since = (at: string | null, until = now) => duration(Math.max(0, until - Date.parse(at ?? it.openedAt)) / 1000);
  if (it.state === "open") return `waits for ${since(it.openedAt)}`;
  if (it.state === "taken") return `${it.takenBy ?? "somebody"} has it, for ${since(it.takenAt)}`;
  if (it.mergedInto !== null) return "goes on as another one of the same customer";
  return `resolved by ${it.resolvedBy ?? "somebody"} after ${since(it.openedAt, Date.parse(it.resolvedAt ?? it.openedAt))}`;
}

export const answersText = (answers: number): string | null => (answers > 1 ? `${answers} low answers` : null);
