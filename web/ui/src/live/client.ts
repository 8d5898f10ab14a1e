// Keeps one hub connection alive for the page: connects, reconnects with backoff, and renews every watch.
import type { ClientMethods, ServerMethod } from "./contract";
import { Store } from "./store";

/** What the client needs of a SignalR connection; tests bring their own. */
export interface HubPort {
  start(): Promise<void>;
  stop(): Promise<void>;
  invoke(method: ServerMethod, ...args: readonly string[]): Promise<unknown>;
  on<M extends keyof ClientMethods>(method: M, handler: (message: ClientMethods[M]) => void): void;
  onclose(handler: (error?: Error) => void): void;
}

export interface Connection {
  readonly status: "connecting" | "live" | "lost";
  /** When this status began; for "lost", when the connection was last known to be alive. Local milliseconds. */
  readonly since: number;
}

export interface Watch {
  readonly start: readonly [ServerMethod, ...string[]];
  readonly stop: readonly [ServerMethod, ...string[]];
  /** Called before each Watch call: partial frames mean nothing until the full one. */
  readonly onRenew: () => void;
}

export const firstDelay = 500;
export const longestDelay = 20_000;
const heartbeat = 5_000;
/** A network that has just come back may swallow an attempt without a word. */
export const patience = 10_000;
/** Hidden tabs tick once a minute; a longer silence of our own clock means that the machine slept. */
const sleepGap = 90_000;

export class LiveClient {
  readonly connection = new Store<Connection>({ status: "connecting", since: Date.now() });
  readonly #connect: () => HubPort;
  readonly #onRefused: () => void;
  readonly #watches = new Set<Watch>();
  readonly #handlers: { [M in keyof ClientMethods]: Set<(message: ClientMethods[M]) => void> } = {
    dashboard: new Set(),
    customer: new Set(),
    segments: new Set(),
    key: new Set(),
    alert: new Set(),
    followUps: new Set(),
  };
  #port: HubPort | null = null;
  #running = false;
  #starting = false;
  #attempt = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #pulse: ReturnType<typeof setInterval> | undefined;
  #alive = Date.now();

  constructor(connect: () => HubPort, onRefused: () => void = () => undefined) {
    this.#connect = connect;
    this.#onRefused = onRefused;
  }

  start(): void {
    if (this.#running) return;
    this.#running = true;
    this.#attempt = 0;
    this.#alive = Date.now();
    this.#pulse = setInterval(() => this.#beat(), heartbeat);
    this.connection.set({ status: "connecting", since: Date.now() });
    void this.#open();
  }

  stop(): void {
    this.#running = false;
    clearTimeout(this.#retry);
    clearInterval(this.#pulse);
    const port = this.#port;
    this.#port = null;
    void port?.stop().catch(() => undefined);
  }

  /** Tries at once instead of waiting for the next attempt. */
  hurry(): void {
    if (!this.#running || this.#port !== null) return;
    this.#attempt = 0;
    void this.#open();
  }

  on<M extends keyof ClientMethods>(method: M, handler: (message: ClientMethods[M]) => void): () => void {
    this.#handlers[method].add(handler);
    return () => this.#handlers[method].delete(handler);
  }

  /** Watches now and after every reconnect, until the returned function is called. */
  watch(watch: Watch): () => void {
    this.#watches.add(watch);
    this.renew(watch);
    return () => {
      if (this.#watches.delete(watch)) this.#invoke(watch.stop);
    };
  }

  /** Asks for the full picture again. */
  renew(watch: Watch): void {
    watch.onRenew();
    this.#invoke(watch.start);
  }

  #invoke([method, ...args]: readonly [ServerMethod, ...string[]]): void {
    if (this.connection.get().status !== "live") return;
    // A call that fails on a live connection has nothing to add: a dead connection reports itself through onclose.
    void this.#port?.invoke(method, ...args).catch(() => undefined);
  }

  async #open(): Promise<void> {
    if (this.#starting) return;
    this.#starting = true;
    clearTimeout(this.#retry);
    const port = this.#connect();
    for (const method of ["dashboard", "customer", "segments", "key", "alert", "followUps"] as const) this.#listen(port, method);
    port.onclose(() => this.#closed(port));
    try {
      await within(port.start(), patience);
      if (!this.#running) return void port.stop().catch(() => undefined);
      this.#port = port;
      this.#attempt = 0;
      this.#alive = Date.now();
      this.connection.set({ status: "live", since: this.#alive });
      for (const watch of this.#watches) this.renew(watch);
    } catch (error) {
      void port.stop().catch(() => undefined);
      if (!this.#running) return;
      this.#lose();
      if (/\b401\b/.test(String(error))) return this.#onRefused();
      this.#again();
    } finally {
      this.#starting = false;
    }
  }

  #listen<M extends keyof ClientMethods>(port: HubPort, method: M): void {
    port.on(method, (message) => {
      if (port !== this.#port) return;
      this.#alive = Date.now();
      for (const handler of [...this.#handlers[method]]) handler(message);
    });
  }

  #closed(port: HubPort): void {
    if (port !== this.#port) return;
    this.#port = null;
    if (!this.#running) return;
    this.#lose();
    this.#again();
  }

  #lose(): void {
    if (this.connection.get().status !== "lost") this.connection.set({ status: "lost", since: this.#alive });
  }

  #again(): void {
    const ceiling = Math.min(longestDelay, firstDelay * 2 ** this.#attempt++);
    this.#retry = setTimeout(() => void this.#open(), ceiling * (0.5 + Math.random() / 2));
  }

  #beat(): void {
    const now = Date.now();
    const slept = now - this.#alive > sleepGap;
    if (this.#port === null) return;
    if (!slept) {
      this.#alive = now;
      return;
    }
    // The socket may look open for minutes after a sleep: drop it and fetch the full picture.
    const port = this.#port;
    this.#closed(port);
    void port.stop().catch(() => undefined);
    this.hurry();
  }
}

/** Fails when there is no answer in time. */
async function within<T>(answer: Promise<T>, time: number): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, fail) => {
    timer = setTimeout(() => fail(new Error(`No answer within ${time} ms`)), time);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}
