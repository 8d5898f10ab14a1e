// Search as you type: asks when the typing pauses, and only the answer to the newest question counts.
import type { CustomerRow, Page } from "../../api/contract";
import { Store } from "../../live/store";

export const pause = 120;

export interface Found {
  /** What was asked for this answer. */
  readonly query: string;
  readonly items: readonly CustomerRow[];
  readonly next: string | null;
  readonly total: number | null;
  readonly at: number;
}

export interface SearchState {
  /** What stands in the field. */
  readonly text: string;
  /** The newest answer; it may belong to an earlier text while the next one is on its way. */
  readonly found: Found | null;
  readonly busy: boolean;
  readonly loadingMore: boolean;
  readonly problem: string | null;
}

export type SearchSource = (query: string, cursor: string | null, signal: AbortSignal) => Promise<Page<CustomerRow>>;

export class SearchStore extends Store<SearchState> {
  readonly #source: SearchSource;
  readonly #now: () => number;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #abort: AbortController | null = null;

  constructor(source: SearchSource, text = "", now: () => number = Date.now) {
    super({ text, found: null, busy: false, loadingMore: false, problem: null });
    this.#source = source;
    this.#now = now;
  }

  /** The field's new text; the question follows when the typing pauses. */
  type(text: string): void {
    const before = this.get().text.trim();
    this.#change({ text });
    if (text.trim() === before && (this.get().found !== null || this.get().busy)) return;
    clearTimeout(this.#timer);
    this.#abort?.abort();
    this.#change({ busy: true });
    this.#timer = setTimeout(() => void this.ask(), pause);
  }

  /** Asks at once for what stands in the field. */
  async ask(): Promise<void> {
    clearTimeout(this.#timer);
    this.#abort?.abort();
    const abort = (this.#abort = new AbortController());
    const query = this.get().text.trim();
    this.#change({ busy: true });
    try {
      const page = await this.#source(query, null, abort.signal);
      if (abort.signal.aborted) return;
      const found = { query, items: page.items, next: page.next, total: page.total ?? null, at: this.#now() };
      this.#change({ found, busy: false, loadingMore: false, problem: null });
    } catch (error) {
      if (!abort.signal.aborted) this.#change({ busy: false, problem: describe(error) });
    }
  }

  async more(): Promise<void> {
    const { found, loadingMore } = this.get();
    const abort = this.#abort;
    if (!found?.next || loadingMore || !abort) return;
    this.#change({ loadingMore: true });
    try {
      const page = await this.#source(found.query, found.next, abort.signal);
      if (abort.signal.aborted || this.get().found !== found) return;
      // Whoever did something meanwhile has moved to the top, and may come again further down.
      const known = new Set(found.items.map((item) => item.id));
      const fresh = page.items.filter((item) => !known.has(item.id));
      this.#change({ found: { ...found, items: [...found.items, ...fresh], next: page.next }, problem: null });
    } catch (error) {
      if (!abort.signal.aborted) this.#change({ problem: describe(error) });
    } finally {
      this.#change({ loadingMore: false });
    }
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#abort?.abort();
  }

  #change(part: Partial<SearchState>): void {
    this.set({ ...this.get(), ...part });
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Where an arrow key leads in a list of `count`; -1 is the field itself. */
export function move(active: number, count: number, key: string): number {
  if (count === 0) return -1;
  switch (key) {
    case "ArrowDown":
      return active + 1 >= count ? count - 1 : active + 1;
    case "ArrowUp":
      return Math.max(-1, active - 1);
    case "PageDown":
      return Math.min(count - 1, active + 8);
    case "PageUp":
      return Math.max(0, active - 8);
    default:
      return active;
  }
}
