// The moments at which something became known about a customer: the ticks of the slider, and its steps.
import type { Page, StageEntry, TouchpointRow } from "../../api/contract";
import { Store } from "../../live/store";
import { lookOf, type Weight } from "../glyphs";

export interface Moment {
  /** Milliseconds, when it arrived: what is known at an instant is what had arrived by then. */
  readonly at: number;
  readonly weight: Weight;
}

export interface MomentsState {
  /** Oldest first. */
  readonly moments: readonly Moment[];
  /** Whether they reach back to the first. */
  readonly complete: boolean;
  readonly status: "few" | "loading" | "loaded";
}

export const pageSize = 500;
/** So far back the slider knows every single touchpoint; further back it still goes, but without ticks. */
export const mostPages = 6;
/** So many are kept once somebody used the slider; what is older goes when it is a tenth too many. */
export const mostKept = pageSize * mostPages;
/** So many until then: a page that stays open stays small, and reaching for the slider fetches the others. */
export const mostWaiting = pageSize;

export type MomentSource = (before: string | null, limit: number, signal: AbortSignal) => Promise<Page<TouchpointRow>>;

export class MomentsStore extends Store<MomentsState> {
  readonly #source: MomentSource;
  #abort = new AbortController();
  /** By message id, when each arrived. */
  readonly #known = new Map<string, number>();
  /** What arrived earlier was put out; 0 while nothing was. */
  #horizon = 0;

  constructor(source: MomentSource) {
    super({ moments: [], complete: false, status: "few" });
    this.#source = source;
  }

  /** What is on the page anyway. */
  add(rows: readonly TouchpointRow[], complete = false): void {
    const fresh = rows.filter((row) => !this.#known.has(row.messageId) && Date.parse(row.receivedAt) >= this.#horizon);
    for (const row of fresh) this.#known.set(row.messageId, Date.parse(row.receivedAt));
    const { moments, ...rest } = this.get();
    if (fresh.length === 0 && (!complete || rest.complete)) return;
    const added = fresh.map((row) => ({ at: Date.parse(row.receivedAt), weight: lookOf(row).weight }));
    const all = added.length === 0 ? moments : [...moments, ...added].sort((a, b) => a.at - b.at);
    const kept = this.#bounded(all);
    this.set({ ...rest, moments: kept, complete: this.#horizon === 0 && (rest.complete || complete) });
  }

  #bounded(moments: readonly Moment[]): readonly Moment[] {
    const most = this.get().status === "few" ? mostWaiting : mostKept;
    if (moments.length <= most * 1.1) return moments;
    const kept = moments.slice(-most);
    this.#horizon = (kept[0] as Moment).at;
    for (const [id, at] of this.#known) if (at < this.#horizon) this.#known.delete(id);
    return kept;
  }

  /** The rest of them, when somebody reaches for the slider. */
  async load(): Promise<void> {
    if (this.get().status !== "few") return;
    this.#abort = new AbortController();
    // What was put out is read again.
    this.#horizon = 0;
    this.set({ ...this.get(), status: "loading" });
    try {
      let before: string | null = null;
      for (let pages = 0; pages < mostPages && !this.get().complete; pages++) {
        const page: Page<TouchpointRow> = await this.#source(before, pageSize, this.#abort.signal);
        before = page.next;
        this.add(page.items, before === null);
        if (before === null) break;
      }
      this.set({ ...this.get(), status: "loaded" });
    } catch {
      // The slider works without ticks; the next one who reaches for it asks again.
      this.set({ ...this.get(), status: "few" });
    }
  }

  close(): void {
    this.#abort.abort();
  }
}

/** The slider's ends: from when something was first known (or happened, as far as nobody knows better) to now. */
export function spanOf({ moments, complete }: MomentsState, firstSeen: string | null, end: number): { readonly from: number; readonly to: number } {
  const first = moments[0]?.at ?? end;
  const from = complete || firstSeen === null ? first : Math.min(first, Date.parse(firstSeen));
  return { from: Math.min(from, end - 1000), to: end };
}

/** The next moment before (-1) or after (1) an instant; null when there is none. */
export function neighbour(moments: readonly Moment[], at: number, way: -1 | 1): number | null {
  let low = 0;
  let high = moments.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const passed = way === 1 ? (moments[middle] as Moment).at <= at : (moments[middle] as Moment).at < at;
    if (passed) low = middle + 1;
    else high = middle;
  }
  return moments[way === 1 ? low : low - 1]?.at ?? null;
}

export interface Tick {
  /** 0..1 along the slider. */
  readonly place: number;
  /** 0..1, the busiest is 1. */
  readonly height: number;
  readonly weight: Weight;
  readonly count: number;
}

const order: Readonly<Record<Weight, number>> = { plain: 0, word: 1, money: 2, trouble: 3 };

/** At most `most` ticks: what falls together is one, as tall as it is busy, and shows the weightiest of it. */
export function ticksOf(moments: readonly Moment[], from: number, to: number, most: number): readonly Tick[] {
  const bins = new Map<number, { count: number; weight: Weight }>();
  for (const { at, weight } of moments) {
    if (at < from || at > to) continue;
    const bin = Math.min(most - 1, Math.floor(((at - from) / (to - from)) * most));
    const old = bins.get(bin);
    if (!old) bins.set(bin, { count: 1, weight });
    else bins.set(bin, { count: old.count + 1, weight: order[weight] > order[old.weight] ? weight : old.weight });
  }
  const busiest = Math.max(1, ...[...bins.values()].map((bin) => bin.count));
  return [...bins].sort((a, b) => a[0] - b[0]).map(([bin, { count, weight }]) => ({
    place: (bin + 0.5) / most,
    // By the root: one touchpoint stays visible beside a busy day.
    height: Math.sqrt(count / busiest),
    weight,
    count,
  }));
}

export interface Stretch {
  readonly stage: string;
  readonly from: number;
  readonly to: number;
}

/** Which stage she was in, along the slider. */
export function stretches(history: readonly StageEntry[], from: number, to: number): readonly Stretch[] {
  const entries = [...history].sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
  return entries
    .map((entry, i) => ({ stage: entry.stage, from: Math.max(from, Date.parse(entry.at)), to: Math.min(to, i + 1 < entries.length ? Date.parse((entries[i + 1] as StageEntry).at) : to) }))
    .filter((stretch) => stretch.to > stretch.from);
}
