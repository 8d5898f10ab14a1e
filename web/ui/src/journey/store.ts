// The journey of one window: fetched whole, its customers kept live by the hub, its flows fetched anew when somebody moved.
import type { Journey, JourneyWindow, Transition } from "../api/contract";
import { Store } from "../live/store";

export type FetchJourney = (window: JourneyWindow, signal: AbortSignal) => Promise<Journey>;

export interface JourneyState {
  readonly journey: Journey | null;
  readonly window: JourneyWindow;
  /** Local milliseconds at which the flows came. */
  readonly at: number;
  readonly error: string | null;
  /** How often somebody took a way since the page was opened: "Buying>New". What changes lights up. */
  readonly taken: ReadonlyMap<string, number>;
}

/** What the hub knows; see live/segments.ts. */
export interface LiveStages {
  readonly population: number | null;
  readonly stages: Readonly<Record<string, number>>;
  readonly transitions: readonly Transition[];
}

/** Windows move on by themselves. */
export const refetchEvery = 30_000;
/** After somebody moved; many who move together are one question. */
export const settleFor = 1_000;
const retryAfter = 10_000;

export const wayKey = (from: string | null, to: string) => `${from ?? ""}>${to}`;

export class JourneyStore extends Store<JourneyState> {
  readonly #fetch: FetchJourney;
  #abort: AbortController | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #due = Infinity;
  #seen: number | null = null;
  #live: LiveStages | null = null;

  constructor(fetch: FetchJourney) {
    super({ journey: null, window: "24h", at: 0, error: null, taken: new Map() });
    this.#fetch = fetch;
  }

  /** Shows this window from now on; the other window's flows go at once: they would be taken for this one's. */
  open(window: JourneyWindow): void {
    const { journey } = this.get();
    this.#change({ journey: journey?.window === window ? journey : null, window, error: null });
    void this.#load();
  }

  close(): void {
    this.#abort?.abort();
    this.#abort = null;
    clearTimeout(this.#timer);
    this.#due = Infinity;
  }

  /** Somebody published: everything may be another one. */
  readonly reload = (): Promise<void> => this.#load();

  accept(live: LiveStages): void {
    this.#live = live;
    const { journey, taken } = this.get();
    const newest = live.transitions[0]?.id ?? null;
    const before = this.#seen;
    if (newest !== null && (before === null || newest > before)) {
      this.#seen = newest;
      const moved = before === null ? [] : live.transitions.filter((each) => each.id > before && each.kind === "stage");
      if (moved.length > 0) {
        const counts = new Map(taken);
        for (const each of moved) counts.set(wayKey(each.from, each.name), (counts.get(wayKey(each.from, each.name)) ?? 0) + 1);
        this.#change({ taken: counts });
        this.#again(settleFor);
      }
    }
    if (journey === null) return;
    const current = withLive(journey, live);
    if (current === journey) return;
    this.#change({ journey: current });
    // A stage that is not known: somebody published another journey.
    if (Object.keys(live.stages).some((name) => (live.stages[name] ?? 0) > 0 && !journey.stages.some((stage) => stage.name === name))) this.#again(settleFor);
    else this.#again(settleFor * 2);
  }

  async #load(): Promise<void> {
    this.#abort?.abort();
    const abort = (this.#abort = new AbortController());
    clearTimeout(this.#timer);
    this.#due = Infinity;
    const { window } = this.get();
    try {
      const fetched = await this.#fetch(window, abort.signal);
      if (abort.signal.aborted) return;
      this.#change({ journey: this.#live === null ? fetched : withLive(fetched, this.#live), at: Date.now(), error: null });
      this.#again(refetchEvery);
    } catch (error) {
      if (abort.signal.aborted) return;
      this.#change({ error: error instanceof Error ? error.message : String(error) });
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

  #change(part: Partial<JourneyState>): void {
    this.set({ ...this.get(), ...part });
  }
}

/** The journey with the customers that the hub counts; the same object when none of them changed. */
export function withLive(journey: Journey, { population, stages }: LiveStages): Journey {
  // Nothing was heard yet.
  if (population === null || Object.keys(stages).length === 0) return journey;
  let changed = false;
  const next = journey.stages.map((stage) => {
    const customers = stages[stage.name] ?? 0;
    const share = population === 0 ? null : (100 * customers) / population;
    if (customers === stage.customers && Math.abs((share ?? 0) - (stage.share ?? 0)) < 0.05) return stage;
    changed = true;
    return { ...stage, customers, share };
  });
  return changed ? { ...journey, stages: next } : journey;
}
