// Alerts: those that are open, always, for the badge and the notices; those that are over, when somebody asks.
import type { Alert, AlertPage } from "../api/contract";
import { Store } from "../live/store";

export interface AlertsPort {
  readonly alerts: (page: { state: "open" | "all"; before?: Alert["id"] | null; limit?: number }, signal?: AbortSignal) => Promise<AlertPage>;
  readonly acknowledge: (id: Alert["id"], note: string) => Promise<Alert>;
}

export interface AlertsState {
  /** Raised and not cleared, newest first. Null until known. */
  readonly open: readonly Alert[] | null;
  readonly error: string | null;
  /** Cleared ones, newest first. Null until somebody asked. */
  readonly past: readonly Alert[] | null;
  /** Where older ones begin; null: there are none. */
  readonly next: Alert["id"] | null;
  readonly loading: boolean;
  readonly pastError: string | null;
}

const pageLength = 50;
const mostOpen = 200;
const retryAfter = 15_000;

export const sameAlert = (a: Alert, b: Alert) => String(a.id) === String(b.id);
export const isOpen = (alert: Alert) => alert.state === "raised";

export class AlertStore extends Store<AlertsState> {
  readonly #port: AlertsPort;
  /** What the hub said while an answer was on its way: newer than the answer. */
  #heard: readonly Alert[] = [];
  #abort: AbortController | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(port: AlertsPort) {
    super({ open: null, error: null, past: null, next: null, loading: false, pastError: null });
    this.#port = port;
  }

  /** Asks for the open ones: at the start, and after every break of the connection. Those nobody knew of are the answer. */
  async load(): Promise<readonly Alert[]> {
    this.#abort?.abort();
    const abort = (this.#abort = new AbortController());
    clearTimeout(this.#timer);
    this.#heard = [];
    try {
      const page = await this.#port.alerts({ state: "open", limit: mostOpen }, abort.signal);
      if (abort.signal.aborted) return [];
      const before = this.get().open;
      const open = this.#heard.reduceRight<readonly Alert[]>(put, sorted(page.items.filter(isOpen)));
      this.#change({ open, error: null });
      // What was cleared during the break is in the past now.
      if (this.get().past !== null) void this.loadPast();
      return before === null ? [] : open.filter((alert) => !before.some((known) => sameAlert(known, alert)));
    } catch (error) {
      if (!abort.signal.aborted) {
        this.#change({ error: describe(error) });
        this.#timer = setTimeout(() => void this.load(), retryAfter);
      }
      return [];
    }
  }

  close(): void {
    this.#abort?.abort();
    clearTimeout(this.#timer);
  }

  /** An alert as it is now: raised, changed, acknowledged or cleared. */
  accept(alert: Alert): void {
    this.#heard = [alert, ...this.#heard];
    const { open, past } = this.get();
    this.#change({
      open: open === null ? null : put(open, alert),
      past: past === null ? null : isOpen(alert) ? past.filter((each) => !sameAlert(each, alert)) : sorted([alert, ...past.filter((each) => !sameAlert(each, alert))]),
    });
  }

  async acknowledge(id: Alert["id"], note: string): Promise<void> {
    this.accept(await this.#port.acknowledge(id, note.trim()));
  }

  async loadPast(): Promise<void> {
    if (this.get().loading) return;
    this.#change({ loading: true, pastError: null });
    try {
      const page = await this.#port.alerts({ state: "all", limit: pageLength });
      this.#change({ past: page.items.filter((each) => !isOpen(each)), next: page.next, loading: false });
    } catch (error) {
      this.#change({ loading: false, pastError: describe(error) });
    }
  }

  async older(): Promise<void> {
    const { next, loading } = this.get();
    if (next === null || loading) return;
    this.#change({ loading: true, pastError: null });
    try {
      const page = await this.#port.alerts({ state: "all", before: next, limit: pageLength });
      const past = this.get().past ?? [];
      const fresh = page.items.filter((each) => !isOpen(each) && !past.some((known) => sameAlert(known, each)));
      this.#change({ past: [...past, ...fresh], next: page.next, loading: false });
    } catch (error) {
      this.#change({ loading: false, pastError: describe(error) });
    }
  }

  #change(part: Partial<AlertsState>): void {
    this.set({ ...this.get(), ...part });
  }
}

function put(open: readonly Alert[], alert: Alert): readonly Alert[] {
  if (!isOpen(alert)) return open.some((each) => sameAlert(each, alert)) ? open.filter((each) => !sameAlert(each, alert)) : open;
  // One that changes stays in its place.
  if (open.some((each) => sameAlert(each, alert))) return open.map((each) => (sameAlert(each, alert) ? alert : each));
  return sorted([alert, ...open]);
}

const sorted = (alerts: readonly Alert[]) => [...alerts].sort((a, b) => Date.parse(b.raisedAt) - Date.parse(a.raisedAt));

/** How many nobody has looked at yet. */
export const unseen = (open: readonly Alert[]) => open.filter((alert) => alert.acknowledgedAt === null).length;

const describe = (error: unknown) => (error instanceof Error ? error.message : String(error));
