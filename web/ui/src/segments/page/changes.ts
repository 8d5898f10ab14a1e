// Who came and went, the newest first: what the hub brought on top of what was fetched, each once, back to the first.
import type { Page, Transition } from "../../api/contract";
import { Store } from "../../live/store";

export interface Changes {
  readonly items: readonly Transition[];
  /** Where it goes on; null at the end, undefined before the first answer. */
  readonly next: string | null | undefined;
  readonly loading: boolean;
  readonly error: string | null;
}

export type ChangesSource = (before: string | null, signal: AbortSignal) => Promise<Page<Transition>>;

/** A page that stays open for days stays small: so many are kept when it has grown by itself. */
const most = 1_000;

export class ChangesStore extends Store<Changes> {
  readonly #source: ChangesSource;
  readonly #mine: (transition: Transition) => boolean;
  #abort = new AbortController();

  constructor(source: ChangesSource, mine: (transition: Transition) => boolean) {
    super({ items: [], next: undefined, loading: false, error: null });
    this.#source = source;
    this.#mine = mine;
  }

  async open(): Promise<void> {
    this.#abort = new AbortController();
    await this.#load(null);
  }

  close(): void {
    this.#abort.abort();
  }

  async older(): Promise<void> {
    const { next, loading } = this.get();
    if (!loading && next != null) await this.#load(next);
  }

  accept(transitions: readonly Transition[]): void {
    const mine = transitions.filter(this.#mine);
    if (mine.length === 0) return;
    const items = merged(this.get().items, mine);
    if (items !== this.get().items) this.#change({ items: items.length > most ? items.slice(0, most) : items });
  }

  async #load(before: string | null): Promise<void> {
    const signal = this.#abort.signal;
    this.#change({ loading: true, error: null });
    try {
      const page = await this.#source(before, signal);
      if (signal.aborted) return;
      this.#change({ items: merged(this.get().items, page.items), next: page.next, loading: false });
    } catch (error) {
      if (!signal.aborted) this.#change({ loading: false, error: error instanceof Error ? error.message : String(error) });
    }
  }

  #change(part: Partial<Changes>): void {
    this.set({ ...this.get(), ...part });
  }
}

function merged(known: readonly Transition[], news: readonly Transition[]): readonly Transition[] {
  const ids = new Set(known.map((each) => each.id));
  const fresh = news.filter((each) => !ids.has(each.id));
  return fresh.length === 0 ? known : [...known, ...fresh].sort((a, b) => b.id - a.id);
}
