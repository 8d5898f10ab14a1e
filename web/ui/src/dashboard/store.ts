// The dashboard as it stands: the latest frame, when it arrived, and the latest touchpoints.
import type { TouchpointRow } from "../api/contract";
import type { DashboardFrame } from "../live/contract";
import { Sequence, type Verdict } from "../live/sequence";
import { Store } from "../live/store";
import { prependNew } from "../live/touchpoints";

export const listLength = 50;

export interface Dashboard {
  readonly frame: DashboardFrame | null;
  /** Local milliseconds; ages are counted from here, so a wrong clock on either side does not matter. */
  readonly arrivedAt: number;
  readonly rows: readonly TouchpointRow[];
}

export class DashboardStore extends Store<Dashboard> {
  readonly #sequence = new Sequence();

  constructor() {
    super({ frame: null, arrivedAt: 0, rows: [] });
  }

  /** What is on the screen stays there, greyed, until the full frame replaces it. */
  expectFull(): void {
    this.#sequence.expectFull();
  }

  accept(frame: DashboardFrame, now: number): Verdict {
    const verdict = this.#sequence.judge(frame);
    if (verdict === "take") {
      // A server that was restarted knows of no earlier touchpoints: those on the screen are still the latest.
      const known = frame.windows.all.events === 0 ? [] : this.get().rows;
      this.set({ frame, arrivedAt: now, rows: prependNew(known, frame.touchpoints, listLength) });
    }
    return verdict;
  }
}
