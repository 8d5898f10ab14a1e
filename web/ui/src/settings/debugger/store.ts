// What became of the latest events of one write key.
import type { KeyEvent, KeyFrame, KeyOutcome } from "../../live/contract";
import { Sequence, type Verdict } from "../../live/sequence";
import { Store } from "../../live/store";

/** A page that stays open for days stays small. */
export const most = 300;

export interface KeyLog {
  readonly counts: KeyFrame["counts"] | null;
  /** Newest first. */
  readonly events: readonly KeyEvent[];
  /** Events between those here that came faster than frames carry them. */
  readonly skipped: number;
}

const empty: KeyLog = { counts: null, events: [], skipped: 0 };

export class KeyLogStore extends Store<KeyLog> {
  readonly #keyId: string;
  readonly #sequence = new Sequence();

  constructor(keyId: string) {
    super(empty);
    this.#keyId = keyId;
  }

  /** What is on the screen stays there until the full frame says what is true now. */
  expectFull(): void {
    this.#sequence.expectFull();
  }

  accept(frame: KeyFrame): Verdict {
    if (frame.keyId !== this.#keyId) return "ignore";
    const verdict = this.#sequence.judge(frame);
    if (verdict !== "take") return verdict;
    const { events, skipped } = this.get();
    const newest = events[0]?.n ?? 0;
    const restarted = frame.full && (frame.events[0]?.n ?? 0) < newest;
    // The numbers begin again with the server: what is here belongs to another count.
    const known = restarted ? [] : events;
    const last = known[0]?.n ?? 0;
    const fresh = frame.events.filter((event) => event.n > last);
    const missed = last > 0 && fresh.length > 0 ? (fresh.at(-1)?.n ?? 0) - last - 1 : 0;
    this.set({
      counts: frame.counts,
      events: fresh.length === 0 ? known : [...fresh, ...known].slice(0, most),
      skipped: (restarted ? 0 : skipped) + Math.max(0, missed),
    });
    return verdict;
  }
}

export const outcomes = ["all", "accepted", "duplicate", "rejected"] as const;
export type Shown = (typeof outcomes)[number];

export function only(events: readonly KeyEvent[], shown: Shown): readonly KeyEvent[] {
  return shown === "all" ? events : events.filter((event) => event.outcome === (shown satisfies KeyOutcome));
}

/** The body as it is read best: indented if it is whole JSON, else as it came. */
export function readable(event: KeyEvent): string {
  if (event.body === null) return "";
  if (event.cut) return event.body;
  try {
    return JSON.stringify(JSON.parse(event.body), null, 2);
  } catch {
    return event.body;
  }
}
