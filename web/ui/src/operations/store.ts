// What the server measures of itself, asked every few seconds while somebody looks: first the last quarter of an hour, then
// only what came since, put behind what is known.
import type { Instrument, MeterSeries, Operations } from "../api/contract";
import { Store } from "../live/store";

export interface OperationsPort {
  readonly operations: (process: string | null, after: number | null, signal?: AbortSignal) => Promise<Operations>;
}

export interface OperationsState {
  /** The latest answer, with all the steps that are kept. Null until known. */
  readonly shown: Operations | null;
  /** When it arrived, by our own clock. */
  readonly arrivedAt: number;
  readonly error: string | null;
}

export const askEvery = 5_000;

export class OperationsStore extends Store<OperationsState> {
  readonly #port: OperationsPort;
  /** Null: whichever answers. */
  readonly #process: string | null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #abort: AbortController | null = null;

  constructor(port: OperationsPort, process: string | null = null) {
    super({ shown: null, arrivedAt: 0, error: null });
    this.#port = port;
    this.#process = process;
  }

  open(): () => void {
    const abort = (this.#abort = new AbortController());
    void this.#ask(abort);
    return () => {
      abort.abort();
      clearTimeout(this.#timer);
    };
  }

  async #ask(abort: AbortController): Promise<void> {
    try {
      const { shown } = this.get();
      let answer = await this.#port.operations(this.#process, shown?.sample ?? null, abort.signal);
      // Another process, or the same one started anew, has a history of its own.
      if (shown !== null && !isSame(shown, answer)) answer = await this.#port.operations(this.#process, null, abort.signal);
      if (abort.signal.aborted) return;
      this.set({ shown: shown !== null && isSame(shown, answer) && answer.times.length < answer.kept ? goOn(shown, answer) : answer, arrivedAt: Date.now(), error: null });
    } catch (error) {
      if (abort.signal.aborted) return;
      this.set({ ...this.get(), error: error instanceof Error ? error.message : String(error) });
    }
    if (!abort.signal.aborted && abort === this.#abort) this.#timer = setTimeout(() => void this.#ask(abort), askEvery);
  }
}

const isSame = (a: Operations, b: Operations) => a.process.name === b.process.name && a.process.startedAt === b.process.startedAt;

/** Known steps and new ones, as many as are kept. */
export function goOn(known: Operations, fresh: Operations): Operations {
  if (fresh.sample < known.sample) return fresh;
  const before = new Map(known.instruments.map((each) => [each.name, each]));
  const cut = <T>(all: readonly T[]) => all.slice(-fresh.kept);
  return {
    ...fresh,
    times: cut([...known.times, ...fresh.times]),
    instruments: fresh.instruments.map((instrument) => ({ ...instrument, series: instrument.series.map((series) => join(seriesOf(before.get(instrument.name), series.tag), series)) })),
  };

  function join(old: MeterSeries | undefined, series: MeterSeries): MeterSeries {
    // A series that is new had no value before.
    const nothing = known.times.map(() => null);
    const behind = (values: readonly (number | null)[] | null | undefined, more: readonly (number | null)[] | null) => (more === null ? null : cut([...(values ?? nothing), ...more]));
    return { ...series, values: behind(old?.values, series.values) ?? [], p50: behind(old?.p50, series.p50), p99: behind(old?.p99, series.p99) };
  }
}

const seriesOf = (instrument: Instrument | undefined, tag: string | null) => instrument?.series.find((each) => each.tag === tag);
