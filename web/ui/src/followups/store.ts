// One list of follow-ups: those to be seen to, one's own, or those that are resolved.
import type { FollowUp, FollowUpMetric, FollowUpPage, FollowUpQuery, FollowUpRow } from "../api/contract";
import { Store } from "../live/store";

export const shows = ["todo", "mine", "resolved"] as const;
export type Show = (typeof shows)[number];

export interface Filter {
  readonly show: Show;
  readonly metric: FollowUpMetric | null;
}

export interface FollowUpsState {
  /** Null until known. */
  readonly items: readonly FollowUpRow[] | null;
  readonly next: string | null;
  readonly loading: boolean;
  readonly error: string | null;
}

export type FollowUpsPort = (query: FollowUpQuery, signal?: AbortSignal) => Promise<FollowUpPage>;

const pageLength = 50;
const longest = 200;

export class FollowUpStore extends Store<FollowUpsState> {
  readonly #port: FollowUpsPort;
  readonly #query: FollowUpQuery;
  #abort: AbortController | null = null;

  constructor(port: FollowUpsPort, filter: Filter) {
    super({ items: null, next: null, loading: false, error: null });
    this.#port = port;
    this.#query = { state: filter.show === "resolved" ? "resolved" : null, mine: filter.show === "mine" ? true : null, metric: filter.metric };
  }

  /** Asks for all that is shown, or for the first page. What was asked before is of no use any more. */
  async load(): Promise<void> {
    const shown = this.get().items?.length ?? 0;
    await this.#ask({ ...this.#query, limit: Math.min(longest, Math.max(pageLength, shown)) }, (page) => page.items);
  }

  async more(): Promise<void> {
    const { next, items, loading } = this.get();
    if (next === null || loading) return;
    await this.#ask({ ...this.#query, cursor: next, limit: pageLength }, (page) => [
      ...(items ?? []),
      ...page.items.filter((each) => !items?.some((known) => known.id === each.id)),
    ]);
  }

  /** What somebody just did here: shown at once, in its place. */
  accept(it: FollowUp): void {
    const { items } = this.get();
    this.set({ ...this.get(), items: items?.map((each) => (each.id === it.id ? rowAfter(each, it) : each)) ?? null });
  }

  close(): void {
    this.#abort?.abort();
  }

  async #ask(query: FollowUpQuery, itemsOf: (page: FollowUpPage) => readonly FollowUpRow[]): Promise<void> {
    this.#abort?.abort();
    const abort = (this.#abort = new AbortController());
    this.set({ ...this.get(), loading: true });
    try {
      const page = await this.#port(query, abort.signal);
      if (!abort.signal.aborted) this.set({ items: itemsOf(page), next: page.next, loading: false, error: null });
    } catch (error) {
      if (!abort.signal.aborted) this.set({ ...this.get(), loading: false, error: error instanceof Error ? error.message : String(error) });
    }
  }
}

/** The row of a list after the follow-up itself has changed. */
export function rowAfter(row: FollowUpRow, it: FollowUp): FollowUpRow {
  const { notes, ...rest } = it;
  return { ...row, ...rest, note: notes.at(-1) ?? null };
}

/** A row, and whether the list has it no more. */
export interface HeldRow {
  readonly row: FollowUpRow;
  readonly gone: boolean;
}

/** While a list is held: what is there keeps its place, what has gone stays where it was, newcomers come at the end. */
export function hold(shown: readonly HeldRow[], items: readonly FollowUpRow[], held: boolean): readonly HeldRow[] {
  if (!held) return items.map((row) => ({ row, gone: false }));
  return [
    ...shown.map(({ row }) => {
      const now = items.find((each) => each.id === row.id);
      return { row: now ?? row, gone: now === undefined };
    }),
    ...items.filter((row) => !shown.some((each) => each.row.id === row.id)).map((row) => ({ row, gone: false })),
  ];
}
