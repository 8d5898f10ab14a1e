// One customer's page: her view, and the timeline that grows at both ends (live on top, history below).
import type { CustomerView, Page, TouchpointRow } from "../api/contract";
import type { CustomerFrame } from "../live/contract";
import { Sequence, type Verdict } from "../live/sequence";
import { Store } from "../live/store";
import { mergeTimeline } from "../live/touchpoints";

export const pageSize = 50;
/** After so many live rows the history starts over: a page that stays open for days stays small. */
export const mostLive = 1000;

export interface CustomerState {
  readonly view: CustomerView | null;
  /** Local milliseconds at which the view arrived. */
  readonly arrivedAt: number;
  readonly missing: boolean;
  readonly error: string | null;
  readonly rows: readonly TouchpointRow[];
  /** Where the history goes on: null once the first event is shown, undefined before the first page has come. */
  readonly next: string | null | undefined;
  readonly loading: boolean;
}

/** What the store asks the server. `status` 404 on an error means that nothing is known about the customer. */
export interface CustomerSource {
  view(): Promise<CustomerView>;
  touchpoints(before: string | null): Promise<Page<TouchpointRow>>;
}

const empty: CustomerState = {
  view: null,
  arrivedAt: 0,
  missing: false,
  error: null,
  rows: [],
  next: undefined,
  loading: false,
};

export class CustomerStore extends Store<CustomerState> {
  readonly #id: string;
  readonly #source: CustomerSource;
  readonly #now: () => number;
  readonly #sequence = new Sequence();
  #hadFull = false;
  #live = 0;
  #refreshing: Promise<void> = Promise.resolve();
  #next: Promise<void> | null = null;

  constructor(id: string, source: CustomerSource, now: () => number = Date.now) {
    super(empty);
    this.#id = id;
    this.#source = source;
    this.#now = now;
  }

  /** Loads the view and the newest page. */
  async open(): Promise<void> {
    await Promise.all([this.#loadView(), this.refresh()]);
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
    this.#change({
      view: frame.customer,
      arrivedAt: this.#now(),
      missing: false,
      error: null,
      rows: mergeTimeline(this.get().rows, frame.touchpoints),
    });
    this.#live += frame.touchpoints.length;
    if (missed || this.#live > mostLive) void this.refresh();
    return verdict;
  }

  /**
   * Whether more has happened than the frame carries: between two full pictures, before the first touchpoint was known,
   * when another id became part of this customer, when the server had to leave something out.
   */
  #missed(frame: CustomerFrame): boolean {
    const { view, missing } = this.get();
    if (frame.full) return this.#hadFull || missing;
    return view !== null && frame.customer.touchpoints.total !== view.touchpoints.total + frame.touchpoints.length;
  }

  /** Fetches the newest page; when it does not reach what is already shown, the history starts over from it. */
  refresh(): Promise<void> {
    // While one is on its way the next waits for it, and stands for all that are asked for meanwhile.
    this.#next ??= this.#refreshing.then(() => {
      this.#next = null;
      return (this.#refreshing = this.#fetchNewest());
    });
    return this.#next;
  }

  async #fetchNewest(): Promise<void> {
    try {
      const page = await this.#source.touchpoints(null);
      const known = new Set(this.get().rows.map((row) => row.messageId));
      const first = this.get().next === undefined;
      const full = this.#live > mostLive;
      const joins = !full && (first || page.next === null || page.items.some((row) => known.has(row.messageId)));
      this.#live = full ? 0 : this.#live;
      this.#change({
        rows: mergeTimeline(joins ? this.get().rows : [], page.items),
        next: first || !joins || page.next === null ? page.next : (this.get().next ?? null),
      });
    } catch (error) {
      this.#fail(error);
    }
  }

  async loadOlder(): Promise<void> {
    const { next, loading } = this.get();
    if (loading || next == null) return;
    this.#change({ loading: true });
    try {
      const page = await this.#source.touchpoints(next);
      // The history may have started over meanwhile: then this page does not belong to it.
      if (this.get().next !== next) return;
      this.#change({ rows: mergeTimeline(this.get().rows, page.items), next: page.next, error: null });
    } catch (error) {
      this.#fail(error);
    } finally {
      this.#change({ loading: false });
    }
  }

  async #loadView(): Promise<void> {
    try {
      const view = await this.#source.view();
      // A live frame that overtook the answer is at least as new.
      if (!this.#hadFull) this.#change({ view, arrivedAt: this.#now(), missing: false });
    } catch (error) {
      this.#fail(error);
    }
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
