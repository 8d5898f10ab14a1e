// The dashboard as it stands: the latest frame, when it arrived, and the latest touchpoints.
import type { BreakdownCounts, TouchpointRow, WindowKey } from "../api/contract";
import type { DashboardFrame } from "../live/contract";
import { Sequence, type Verdict } from "../live/sequence";
import { Store } from "../live/store";
import { prependNew, rowKey } from "../live/touchpoints";

/** As far back as one can scroll and filter; older ones are on the customers' pages. */
export const listLength = 1000;

export interface Dashboard {
  /** "segment/vip" where only a part is counted; null is everything. */
  readonly scope: string | null;
  readonly frame: DashboardFrame | null;
  /** Local milliseconds; ages are counted from here, so a wrong clock on either side does not matter. */
  readonly arrivedAt: number;
  readonly rows: readonly TouchpointRow[];
  /** Rows below which some are missing: more came at once than a frame carries, or while nobody was connected. */
  readonly gaps: ReadonlySet<string>;
  /** All that arrived since the page was opened, those that no frame could carry included. */
  readonly arrived: number;
  /** The latest there was: frames leave it out while it has not changed. */
  readonly breakdown: Readonly<Record<WindowKey, BreakdownCounts>> | null;
}

export class DashboardStore extends Store<Dashboard> {
  readonly #sequence = new Sequence();

  constructor() {
    super({ scope: null, frame: null, arrivedAt: 0, rows: [], gaps: new Set(), arrived: 0, breakdown: null });
  }

  /** What is on the screen stays there, greyed, until the full frame replaces it. */
  expectFull(): void {
    this.#sequence.expectFull();
  }

  /** Shows another part from now on: figures of the one before would be taken for its. */
  show(scope: string | null): void {
    if (scope === this.get().scope) return;
    this.#sequence.expectFull();
    this.set({ ...this.get(), scope, frame: null, rows: [], gaps: new Set(), breakdown: null });
  }

  accept(frame: DashboardFrame, now: number): Verdict {
    // One of the part that was shown before may still be on its way.
    if ((frame.scope ?? null) !== this.get().scope) return "ignore";
    const verdict = this.#sequence.judge(frame);
    if (verdict === "take") {
      const before = this.get();
      // A server that was restarted knows of no earlier touchpoints: those on the screen are still the latest.
      const known = frame.windows.all.events === 0 ? [] : before.rows;
      const rows = prependNew(known, frame.touchpoints, listLength);
      const fresh = rows === known ? 0 : countFresh(rows, known[0]);
      this.set({
        scope: before.scope,
        frame,
        arrivedAt: now,
        rows,
        gaps: gapsOf(before.gaps, rows, rows[fresh - 1], (frame.skipped ?? 0) > 0 || (frame.full && known.length > 0 && fresh >= fullLength)),
        arrived: before.arrived + fresh + (frame.skipped ?? 0),
        breakdown: frame.breakdown ?? before.breakdown,
      });
    }
    return verdict;
  }
}

/** The latest touchpoints of a full frame: when all of them are news there may have been more. */
const fullLength = 50;

function gapsOf(before: ReadonlySet<string>, rows: readonly TouchpointRow[], lowest: TouchpointRow | undefined, missing: boolean): ReadonlySet<string> {
  if (!missing || lowest === undefined) return before;
  const gaps = new Set(before).add(rowKey(lowest));
  // Those of rows that fell off the end go too.
  return gaps.size <= listLength ? gaps : new Set(rows.map(rowKey).filter((key) => gaps.has(key)));
}

function countFresh(rows: readonly TouchpointRow[], top: TouchpointRow | undefined): number {
  const index = top === undefined ? -1 : rows.indexOf(top);
  return index < 0 ? rows.length : index;
}
