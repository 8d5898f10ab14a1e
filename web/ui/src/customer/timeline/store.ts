// One customer's timeline: it grows at both ends (live on top, history below) and never shows a row twice.
import type { Page, TouchpointRow } from "../../api/contract";
import { Store } from "../../live/store";
import { mergeTimeline } from "../../live/touchpoints";
import { matches, type TimelineFilter } from "./filter";

export const pageSize = 100;
/** After so many rows that came by themselves the history starts over: a page that stays open for days stays small. */
export const mostArrived = 1000;
/** Catching up reads at most so many pages before the history starts over instead. */
export const mostPages = 20;

export interface TimelineState {
  readonly rows: readonly TouchpointRow[];
  /** Where the history goes on: null once the first event is there, undefined before the first page has come. */
  readonly next: string | null | undefined;
  readonly loading: boolean;
  readonly error: string | null;
  /** What the server received until then was removed by its policy; null if nothing was, as far as is known. */
  readonly removedUntil: string | null;
  /** How many rows came by themselves so far; see `shownRows`. */
  readonly arrived: number;
}

/** Asks the server for a page; `before` null means from the newest. */
export type PageSource = (before: string | null, signal: AbortSignal) => Promise<Page<TouchpointRow>>;

const empty: TimelineState = { rows: [], next: undefined, loading: false, error: null, removedUntil: null, arrived: 0 };

export class TimelineStore extends Store<TimelineState> {
  readonly #source: PageSource;
  readonly #filter: TimelineFilter;
  #abort = new AbortController();
  /** When a row came by itself: the how-many-eth it was. */
  readonly #order = new Map<string, number>();
  #running: Promise<void> = Promise.resolve();
  #waiting: Promise<void> | null = null;
  #wanted = 0;

  constructor(source: PageSource, filter: TimelineFilter) {
    super(empty);
    this.#source = source;
    this.#filter = filter;
  }

  open(): Promise<void> {
    this.#abort = new AbortController();
    return this.catchUp(0);
  }

  close(): void {
    this.#abort.abort();
  }

  /** Rows that a frame brought. */
  accept(rows: readonly TouchpointRow[]): void {
    const mine = rows.filter((row) => matches(row, this.#filter));
    const arrived = this.#number(mine);
    this.#change({ rows: mergeTimeline(this.get().rows, mine), arrived });
  }

  /**
   * Fetches what was missed: from the newest page back until it meets what is known and `missed` new rows are found, or
   * the end of what is loaded (an event may have come late, with an old time). One runs at a time; what is asked for
   * meanwhile is one more run.
   */
  catchUp(missed: number): Promise<void> {
    this.#wanted = Math.max(this.#wanted, missed);
    this.#waiting ??= this.#running.then(() => {
      const wanted = this.#wanted;
      this.#waiting = null;
      this.#wanted = 0;
      return (this.#running = this.#fetchNewest(wanted));
    });
    return this.#waiting;
  }

  /** Nobody looks at an older part: a list that has grown long starts over from the newest page. */
  settle(): void {
    if (this.#order.size <= mostArrived) return;
    this.#order.clear();
    this.set({ ...this.get(), next: undefined });
    void this.catchUp(0);
  }

  async loadOlder(): Promise<void> {
    const { next, loading } = this.get();
    if (loading || next == null) return;
    this.#change({ loading: true, error: null });
    try {
      const page = await this.#page(next);
      // The history may have started over meanwhile: then this page does not belong to it.
      if (this.get().next === next) this.#change({ rows: mergeTimeline(this.get().rows, page.items), next: page.next });
    } catch (error) {
      this.#fail(error);
    } finally {
      this.#change({ loading: false });
    }
  }

  /** Fetches the raw event of a row that came over the hub: it is on one of the pages down to it. */
  async fill(messageId: string): Promise<void> {
    try {
      let before: string | null = null;
      for (let pages = 0; pages < mostPages; pages++) {
        const page: Page<TouchpointRow> = await this.#source(before, this.#abort.signal);
        const row = page.items.find((each) => each.messageId === messageId);
        if (row) this.#change({ rows: mergeTimeline(this.get().rows, [row]) });
        before = page.next;
        if (row || before === null) return;
      }
    } catch (error) {
      this.#fail(error);
    }
  }

  /** When a row came by itself, counted from 1; 0 for what was fetched as history. */
  readonly arrivalOf = (row: TouchpointRow): number => this.#order.get(row.messageId) ?? 0;

  async #fetchNewest(missed: number): Promise<void> {
    try {
      const first = this.get().next === undefined || this.get().rows.length === 0;
      const known = new Set(first ? [] : this.get().rows.map((row) => row.messageId));
      const oldest = this.get().rows.at(-1)?.occurredAt;
      const found: TouchpointRow[] = [];
      let fresh = 0;
      let page = await this.#page(null);
      for (let pages = 1; ; pages++) {
        found.push(...page.items);
        fresh += page.items.filter((row) => !known.has(row.messageId)).length;
        const last = page.items.at(-1);
        const beyond = page.next === null || (last !== undefined && oldest !== undefined && Date.parse(last.occurredAt) < Date.parse(oldest));
        const met = page.items.some((row) => known.has(row.messageId)) && fresh >= missed;
        if (first || beyond || met) {
          // Rows may have come over the hub while the first page was on its way.
          this.#merge(found, first || beyond ? page.next : this.get().next, first);
          return;
        }
        if (pages === mostPages || page.next === null) break;
        page = await this.#page(page.next);
      }
      this.#order.clear();
      this.#change({ rows: mergeTimeline([], found), next: page.next, error: null });
    } catch (error) {
      this.#fail(error);
    }
  }

  #merge(found: readonly TouchpointRow[], next: string | null | undefined, first: boolean): void {
    const known = new Set(this.get().rows.map((row) => row.messageId));
    const fresh = found.filter((row) => !known.has(row.messageId));
    // The first page is history, what a later one adds came by itself.
    const arrived = first ? this.get().arrived : this.#number(fresh);
    const rows = first ? mergeTimeline(this.#recent(found), found) : mergeTimeline(this.get().rows, found);
    this.#change({ rows, next, arrived, error: null });
  }

  /** What came over the hub and is newer than a page that starts the history over, or belongs into it. */
  #recent(page: readonly TouchpointRow[]): readonly TouchpointRow[] {
    const last = page.at(-1);
    if (last === undefined) return this.get().rows;
    const end = Date.parse(last.occurredAt);
    return this.get().rows.filter((row) => Date.parse(row.occurredAt) >= end);
  }

  /** A page of rows that match. A server that does not filter yet is asked on until something matches. */
  async #page(before: string | null): Promise<Page<TouchpointRow>> {
    const items: TouchpointRow[] = [];
    let next = before;
    for (let pages = 0; pages < mostPages; pages++) {
      const page = await this.#source(next, this.#abort.signal);
      items.push(...page.items.filter((row) => matches(row, this.#filter)));
      next = page.next;
      if (page.removedUntil !== undefined) this.#change({ removedUntil: page.removedUntil });
      if (next === null || items.length * 4 >= pageSize || page.items.length === items.length) break;
    }
    return { items, next };
  }

  #number(rows: readonly TouchpointRow[]): number {
    let { arrived } = this.get();
    const known = new Set(this.get().rows.map((row) => row.messageId));
    for (const row of rows) {
      if (known.has(row.messageId) || this.#order.has(row.messageId)) continue;
      this.#order.set(row.messageId, ++arrived);
    }
    return arrived;
  }

  #fail(error: unknown): void {
    if (error instanceof Error && error.name === "AbortError") return;
    const missing = typeof error === "object" && error !== null && "status" in error && error.status === 404;
    // Nothing is known yet: an empty history, and the page says so.
    if (missing) this.#change({ next: this.get().next ?? null, error: null });
    else this.#change({ error: error instanceof Error ? error.message : String(error) });
  }

  #change(part: Partial<TimelineState>): void {
    const now = this.get();
    if (Object.entries(part).some(([key, value]) => !Object.is(now[key as keyof TimelineState], value))) this.set({ ...now, ...part });
  }
}

/** What to show while the list is held still: all but what has come by itself since. */
export function shownRows(
  rows: readonly TouchpointRow[],
  arrivalOf: (row: TouchpointRow) => number,
  heldAt: number | null,
): readonly TouchpointRow[] {
  if (heldAt === null || !rows.some((row) => arrivalOf(row) > heldAt)) return rows;
  return rows.filter((row) => arrivalOf(row) <= heldAt);
}
