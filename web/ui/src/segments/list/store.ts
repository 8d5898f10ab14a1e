// All segments: fetched when the list is opened, when one appears or goes, and once a minute for the course of the day.
// Sizes in between come over the hub.
import type { Segment, Segments } from "../../api/contract";
import type { LiveSegments } from "../../live/segments";
import { Store } from "../../live/store";

export const refetchEvery = 60_000;
/** Several changes come together when several people publish: they are fetched once. */
export const settleFor = 400;
const retryAfter = 5_000;

export interface SegmentList {
  /** Null until the first answer. */
  readonly items: readonly Segment[] | null;
  readonly population: number;
  readonly error: string | null;
}

export type SegmentsSource = (signal: AbortSignal) => Promise<Segments>;

export class SegmentListStore extends Store<SegmentList> {
  readonly #source: SegmentsSource;
  #abort: AbortController | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #due = Infinity;
  #users = 0;
  #seen: { readonly keys: string; readonly work: string } | null = null;

  constructor(source: SegmentsSource) {
    super({ items: null, population: 0, error: null });
    this.#source = source;
  }

  open(): void {
    if (this.#users++ === 0) void this.reload();
  }

  close(): void {
    if (--this.#users > 0) return;
    this.#abort?.abort();
    this.#abort = null;
    clearTimeout(this.#timer);
    this.#due = Infinity;
  }

  /** The hub names the segments there are and what is re-evaluated: another set of either is news about the list. */
  accept(live: LiveSegments): void {
    if (live.at === null) return;
    const keys = Object.keys(live.sizes).sort().join(" ");
    const work = live.backfills.map((each) => `${each.id}${each.state}`).join(" ");
    const { items } = this.get();
    const known = items?.map((each) => each.key).sort().join(" ");
    const before = this.#seen;
    this.#seen = { keys, work };
    if (items === null) return;
    const changed = keys !== before?.keys && keys !== known;
    if (changed || (before !== null && work !== before.work)) this.#again(settleFor);
  }

  async reload(): Promise<void> {
    this.#abort?.abort();
    const abort = (this.#abort = new AbortController());
    clearTimeout(this.#timer);
    this.#due = Infinity;
    try {
      const { items, population } = await this.#source(abort.signal);
      if (abort.signal.aborted) return;
      this.set({ items, population, error: null });
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
    this.#timer = setTimeout(() => void this.reload(), after);
  }
}
