// Fetches the steps of the chosen window: at once, when a step has ended, and once a minute for what came late.
import type { Trend, WindowKey } from "../api/contract";
import { Store } from "../live/store";
import type { DashboardFrame } from "../live/contract";
import { sameScope, scopeText, type Scope } from "../scopes/scope";
import { isBehind, withCurrent, type TrendState } from "./trend";

export type FetchTrend = (window: WindowKey, scope: Scope | null, signal: AbortSignal) => Promise<Trend>;

/** Late events change earlier steps; this often everything is fetched anew. */
export const refetchEvery = 60_000;
/** After a step's end its last events may still be on their way. Spread, so that a hundred screens do not ask at once. */
export const settleFor = 1_500;
const retryAfter = 10_000;

export class TrendStore extends Store<TrendState> {
  readonly #fetch: FetchTrend;
  #abort: AbortController | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #due = Infinity;

  constructor(fetch: FetchTrend) {
    super({ trend: null, window: "1h", scope: null, error: null });
    this.#fetch = fetch;
  }

  /** Shows this window of this scope from now on. Other steps go at once: they would be taken for these. */
  open(window: WindowKey, scope: Scope | null = null): void {
    const before = this.get();
    const same = before.trend?.window === window && sameScope(before.scope, scope);
    this.set({ trend: same ? before.trend : null, window, scope, error: null });
    void this.#load();
  }

  close(): void {
    this.#abort?.abort();
    this.#abort = null;
    clearTimeout(this.#timer);
    this.#due = Infinity;
  }

  accept(frame: DashboardFrame): void {
    const state = this.get();
    if (state.trend === null || (frame.scope ?? null) !== scopeText(state.scope)) return;
    const behind = isBehind(state.trend, frame.current);
    const trend = withCurrent(state.trend, frame.current);
    if (trend !== state.trend) this.set({ ...state, trend });
    // After a full picture nobody knows what was missed.
    if (behind || frame.full) this.#again(settleFor * (1 + Math.random()));
  }

  async #load(): Promise<void> {
    this.#abort?.abort();
    const abort = (this.#abort = new AbortController());
    const { window, scope } = this.get();
    clearTimeout(this.#timer);
    this.#due = Infinity;
    try {
      const trend = await this.#fetch(window, scope, abort.signal);
      if (abort.signal.aborted) return;
      this.set({ trend, window, scope, error: null });
      this.#again(refetchEvery * (0.9 + Math.random() / 5));
    } catch (error) {
      if (abort.signal.aborted) return;
      this.set({ ...this.get(), error: error instanceof Error ? error.message : String(error) });
      this.#again(retryAfter);
    }
  }

  #again(after: number): void {
    const due = Date.now() + after;
    if (due >= this.#due || this.#abort === null) return;
    this.#due = due;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#load(), after);
  }
}
