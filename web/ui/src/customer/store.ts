// One customer's view, kept current by frames. Touchpoints go on to the timeline.
import type { CustomerView, TouchpointRow } from "../api/contract";
import type { CustomerFrame } from "../live/contract";
import { Sequence, type Verdict } from "../live/sequence";
import { Store } from "../live/store";

export interface CustomerState {
  readonly view: CustomerView | null;
  /** Local milliseconds at which the view arrived. */
  readonly arrivedAt: number;
  readonly missing: boolean;
  readonly error: string | null;
}

/** Hears of touchpoints. `missed`: so many more there are than the frames carried. */
export interface TouchpointListener {
  accept(rows: readonly TouchpointRow[]): void;
  catchUp(missed: number): unknown;
}

/** Asks the server. `status` 404 on an error means that nothing is known about the customer. */
export type ViewSource = (signal: AbortSignal) => Promise<CustomerView>;

const empty: CustomerState = { view: null, arrivedAt: 0, missing: false, error: null };

export class CustomerStore extends Store<CustomerState> {
  readonly #id: string;
  readonly #source: ViewSource;
  readonly #now: () => number;
  readonly #sequence = new Sequence();
  #abort = new AbortController();
  #listener: TouchpointListener | null = null;
  #hadFull = false;

  constructor(id: string, source: ViewSource, now: () => number = Date.now) {
    super(empty);
    this.#id = id;
    this.#source = source;
    this.#now = now;
  }

  /** Whoever shows the touchpoints; null for nobody. */
  listen(listener: TouchpointListener | null): void {
    this.#listener = listener;
  }

  async open(): Promise<void> {
    this.#abort = new AbortController();
    try {
      const view = await this.#source(this.#abort.signal);
      // A live frame that overtook the answer is at least as new.
      if (!this.#hadFull) this.#change({ view, arrivedAt: this.#now(), missing: false, error: null });
    } catch (error) {
      this.#fail(error);
    }
  }

  close(): void {
    this.#abort.abort();
  }

  expectFull(): void {
    this.#sequence.expectFull();
  }

  accept(frame: CustomerFrame): Verdict {
    if (frame.watched !== this.#id) return "ignore";
    const verdict = this.#sequence.judge(frame);
    if (verdict !== "take") return verdict;
    const missed = this.#missed(frame);
    this.#hadFull ||= frame.full;
    this.#change({ view: frame.customer, arrivedAt: this.#now(), missing: false, error: null });
    this.#listener?.accept(frame.touchpoints);
    if (missed !== null) this.#listener?.catchUp(missed);
    return verdict;
  }

  /**
   * How much more has happened than the frame carries: between two full pictures, before the first touchpoint was
   * known, when another id became part of this customer, when the server had to leave something out. Null for nothing.
   */
  #missed(frame: CustomerFrame): number | null {
    const { view, missing } = this.get();
    const carried = frame.touchpoints.length;
    const more = frame.customer.touchpoints.total - (view?.touchpoints.total ?? 0) - carried;
    if (view === null) return missing ? Math.max(0, more) : null;
    if (frame.full) return this.#hadFull || more !== 0 ? Math.max(0, more) : null;
    return more === 0 ? null : Math.max(0, more);
  }

  #fail(error: unknown): void {
    if (error instanceof Error && error.name === "AbortError") return;
    if (typeof error === "object" && error !== null && "status" in error && error.status === 404) {
      if (this.get().view === null) this.#change({ missing: true });
      return;
    }
    this.#change({ error: error instanceof Error ? error.message : String(error) });
  }

  #change(part: Partial<CustomerState>): void {
    this.set({ ...this.get(), ...part });
  }
}
