// The server's own simulator, for admins: whether it runs, asked now and then while somebody looks.
import type { Simulator } from "../api/contract";
import { ApiError } from "../api/http";
import { Store } from "../live/store";

export interface SimulatorPort {
  readonly simulator: () => Promise<Simulator>;
  readonly startSimulator: (eventsPerSecond: number) => Promise<Simulator>;
  readonly stopSimulator: () => Promise<void>;
}

export interface SimulatorState {
  /** Null until known, and on servers that have none. */
  readonly simulator: Simulator | null;
  readonly busy: boolean;
  readonly error: string | null;
}

/** Lively, and easy for any machine. */
export const firstSpeed = 20;
export const askEvery = 15_000;

export class SimulatorStore extends Store<SimulatorState> {
  readonly #port: SimulatorPort;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #open = false;

  constructor(port: SimulatorPort) {
    super({ simulator: null, busy: false, error: null });
    this.#port = port;
  }

  open(): () => void {
    this.#open = true;
    void this.#ask();
    return () => {
      this.#open = false;
      clearTimeout(this.#timer);
    };
  }

  readonly start = (eventsPerSecond = firstSpeed): Promise<void> => this.#do(() => this.#port.startSimulator(eventsPerSecond));

  readonly stop = (): Promise<void> =>
    this.#do(async () => {
      await this.#port.stopSimulator();
      return this.#port.simulator();
    });

  async #do(deed: () => Promise<Simulator>): Promise<void> {
    if (this.get().busy) return;
    this.set({ ...this.get(), busy: true, error: null });
    try {
      this.set({ simulator: await deed(), busy: false, error: null });
    } catch (error) {
      this.set({ ...this.get(), busy: false, error: error instanceof Error ? error.message : String(error) });
    }
  }

  async #ask(): Promise<void> {
    try {
      const simulator = await this.#port.simulator();
      // An answer from before the button was pressed is out of date.
      if (!this.get().busy) this.set({ ...this.get(), simulator });
    } catch (error) {
      // A server without a simulator is not asked again.
      if (error instanceof ApiError && (error.status === 404 || error.status === 403)) return;
    }
    clearTimeout(this.#timer);
    if (this.#open) this.#timer = setTimeout(() => void this.#ask(), askEvery);
  }
}
