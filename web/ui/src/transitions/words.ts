// A transition in words: "Ann joined Cart abandoned, because cart.items = 2".
import type { Transition } from "../api/contract";
import { exactInstant } from "../format/format";

export const who = (each: Transition) => each.displayName ?? each.customerId;

/** What she did: the words between her name and the segment's or stage's. */
export function verb(each: Transition): string {
  if (each.kind === "joined") return "joined";
  if (each.kind === "left") return "left";
  return each.from === null ? "began in" : "moved to";
}

/** The reason after "because"; empty when there is nothing to say. */
export function reason(each: Transition): string {
  // A rule that fits everybody explains nothing.
  const why = each.why?.trim().toLowerCase() === "always" ? "" : (each.why?.trim() ?? "");
  if (each.cause === "rule") return why === "" ? "its rule was changed" : `its rule was changed: ${why}`;
  if (each.cause === "link") return why === "" ? "two of her ids were joined" : `two of her ids were joined: ${why}`;
  return why;
}

/** How it came about, where that is not an ordinary event. */
export function manner(each: Transition): string {
  return each.cause === "time" ? "by time alone" : "";
}

/** Later than this after its instant a decision is worth a word: the server was down, or the touchpoint came late. */
const late = 60_000;

export function wasLate(each: Transition): boolean {
  return Date.parse(each.decidedAt) - Date.parse(each.at) > late;
}

/** The whole of it for titles. */
export function exactly(each: Transition): string {
  const at = exactInstant(each.at);
  return wasLate(each) ? `True since ${at}, written down ${exactInstant(each.decidedAt)}` : at;
}
