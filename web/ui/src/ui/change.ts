// How a figure changed against the window before, in the words and the colour that it deserves.
import { percentChange, signedNumber } from "../format/format";

export type Better = "up" | "down" | "neither";

export interface Change {
  readonly text: string;
  readonly direction: "up" | "down" | "same";
  readonly tone: "good" | "bad" | "neutral";
}

/** Relative change in per cent. From nothing there is no percentage. */
export function relativeChange(now: number | null | undefined, before: number | null | undefined, better: Better): Change | null {
  if (now == null || before == null || before === 0) return null;
  return describe((now - before) / Math.abs(before), percentChange, better);
}

/** Change of a score or share in points, where a percentage of a percentage would mislead. */
export function pointChange(now: number | null | undefined, before: number | null | undefined, better: Better): Change | null {
  if (now == null || before == null) return null;
  return describe(now - before, signedNumber, better);
}

function describe(change: number, write: (change: number) => string, better: Better): Change {
  // What is written as zero goes nowhere.
  if (write(Math.abs(change)) === write(0)) return { text: write(0), direction: "same", tone: "neutral" };
  const direction = change > 0 ? "up" : "down";
  return { text: write(change), direction, tone: better === "neither" ? "neutral" : direction === better ? "good" : "bad" };
}
