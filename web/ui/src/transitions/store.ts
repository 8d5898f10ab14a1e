// Who joined, left or moved on, newest first: a page from the server, what comes live on top of it, and older pages on
// request. While somebody reads it is held: what comes meanwhile is counted and waits.
import type { Page, Transition } from "../api/contract";
import { Store } from "../live/store";

export interface TransitionFilter {
  /** A segment's key. */
  readonly segment: string | null;
  readonly stage: string | null;
  readonly customer: string | null;
}

export const everything: TransitionFilter = { segment: null, stage: null, customer: null };

export const isFiltered = (filter: TransitionFilter) => filter.segment !== null || filter.stage !== null || filter.customer !== null;

export type FetchTransitions = (page: TransitionFilter & { readonly before: string | null; readonly limit: number }, signal: AbortSignal) => Promise<Page<Transition>>;

export interface Transitions {
  readonly items: readonly Transition[];
  /** Where the next older page begins; null: there is none; undefined: nothing was fetched yet. */
  readonly next: string | null | undefined;
  readonly loading: boolean;
  readonly error: string | null;
  /** How many came since the list is held. */
  readonly waiting: number;
  /** More came than was sent: there are more than `waiting`. */
  readonly more: boolean;
}

/** What the hub keeps: the latest transitions, and the ids below which some are missing. */
export interface LiveTransitions {
  readonly transitions: readonly Transition[];
  readonly gaps: ReadonlySet<number>;
}

export const pageLength = 50;
/** Beyond this the oldest go when new ones come; the next page brings them back. */
export const mostShown = 400;
/** What was missed is fetched at most this often. */
export const refetchAfter = 2_000;
const retryAfter = 10_000;

export class TransitionStore extends Store<Transitions> {
  readonly #fetch: FetchTransitions;
  readonly filter: TransitionFilter;
  /** The newest id that was seen live. */
  #seen: number | null = null;
  #held = false;
  #pending: readonly Transition[] = [];
  #missed = false;
  #abort: AbortController | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(fetch: FetchTransitions, filter: TransitionFilter = everything) {
    super({ items: [], next: undefined, loading: false, error: null, waiting: 0, more: false });
    this.#fetch = fetch;
    this.filter = filter;
  }

  open(): void {
    this.#abort = new AbortController();
    void this.#refetch();
  }

  close(): void {
    this.#abort?.abort();
    this.#abort = null;
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  /** The hub's picture as it is now; what of it is new goes on top, or waits. */
  accept(live: LiveTransitions): void {
    const before = this.#seen;
    const newest = live.transitions[0]?.id;
    if (newest === undefined || (before !== null && newest <= before)) return;
    this.#seen = newest;
    const news = before === null ? live.transitions : live.transitions.filter((each) => each.id > before);
    // Below a gap some are missing that may fit: only the server knows. What is below the first one is left to it.
    const gap = news.findIndex((each) => live.gaps.has(each.id));
    const missing = gap >= 0;
    const fresh = before === null && missing ? news.slice(0, gap + 1) : news;
    const fitting = fresh.filter((each) => fits(this.filter, each));
    if (this.#held) {
      this.#pending = merged(fitting, this.#pending);
      this.#missed ||= missing;
      this.#change({ waiting: this.#pending.length, more: this.#missed });
      return;
    }
    this.#show(fitting);
    if (missing) this.#later(refetchAfter);
  }

  /** Holds the list still, or lets go: then what waited is shown. */
  hold(held: boolean): void {
    if (held === this.#held) return;
    this.#held = held;
    if (!held) this.release();
  }

  /** Shows what waits, and holds on if it is held. */
  release(): void {
    const [pending, missed] = [this.#pending, this.#missed];
    this.#pending = [];
    this.#missed = false;
    this.#change({ waiting: 0, more: false });
    this.#show(pending);
    if (missed) void this.#refetch();
  }

  async older(): Promise<void> {
    const { next, loading } = this.get();
    const abort = this.#abort;
    if (typeof next !== "string" || loading || abort === null) return;
    this.#change({ loading: true, error: null });
    try {
      const page = await this.#fetch({ ...this.filter, before: next, limit: pageLength }, abort.signal);
      if (abort.signal.aborted) return;
      // Meanwhile the list may have become another one.
      if (this.get().next === next) this.#change({ items: merged(this.get().items, page.items), next: page.next });
      this.#change({ loading: false });
    } catch (error) {
      if (!abort.signal.aborted) this.#change({ loading: false, error: describe(error) });
    }
  }

  retry(): void {
    if (this.get().next === undefined) void this.#refetch();
    else void this.older();
  }

  #show(fresh: readonly Transition[]): void {
    if (fresh.length === 0) return;
    const { next } = this.get();
    const items = merged(fresh, this.get().items);
    // Before the first page is here nobody knows what comes after the last one.
    if (items.length <= mostShown || next === undefined) this.#change({ items });
    else this.#change({ items: items.slice(0, mostShown), next: String(items[mostShown - 1]?.id) });
  }

  #later(after: number): void {
    this.#timer ??= setTimeout(() => void this.#refetch(), after);
  }

  /** The newest page. Where it does not reach what is known, what is older is asked for again. */
  async #refetch(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const abort = this.#abort;
    if (abort === null) return;
    if (this.get().next === undefined) this.#change({ loading: true });
    try {
      const page = await this.#fetch({ ...this.filter, before: null, limit: pageLength }, abort.signal);
      if (abort.signal.aborted) return;
      const { items, next } = this.get();
      const oldest = page.items.at(-1)?.id ?? 0;
      const meets = next !== undefined && (page.next === null || items.some((each) => each.id === oldest));
      if (this.#held && next !== undefined) {
        // Somebody reads: what is new waits.
        const known = new Set(items.map((each) => each.id));
        this.#pending = merged(page.items.filter((each) => !known.has(each.id)), this.#pending);
        this.#missed ||= !meets && this.#pending.length >= pageLength;
        this.#change({ waiting: this.#pending.length, more: this.#missed, error: null });
      } else if (meets) this.#change({ items: merged(page.items, items), error: null });
      // What came live while the page was on its way is newer than the page.
      else this.#change({ items: merged(items.filter((each) => each.id > oldest), page.items), next: page.next, loading: false, error: null });
    } catch (error) {
      if (abort.signal.aborted) return;
      this.#change({ loading: false, error: describe(error) });
      this.#later(retryAfter);
    }
  }

  #change(part: Partial<Transitions>): void {
    this.set({ ...this.get(), ...part });
  }
}

/** Whether a transition is one of those that are asked for. Of a stage both: those who came, and those who went. */
export function fits(filter: TransitionFilter, each: Transition): boolean {
  if (filter.customer !== null && each.customerId !== filter.customer) return false;
  if (filter.segment !== null && (each.kind === "stage" || each.key !== filter.segment)) return false;
  if (filter.stage !== null && (each.kind !== "stage" || (each.key !== filter.stage && each.name !== filter.stage && each.from !== filter.stage))) return false;
  return true;
}

/** Both together, each once, newest first. */
function merged(a: readonly Transition[], b: readonly Transition[]): readonly Transition[] {
  if (a.length === 0) return b;
  const known = new Set(a.map((each) => each.id));
  return [...a, ...b.filter((each) => !known.has(each.id))].sort((x, y) => y.id - x.id);
}

const describe = (error: unknown) => (error instanceof Error ? error.message : String(error));
