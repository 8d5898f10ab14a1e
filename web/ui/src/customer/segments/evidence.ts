// Why she is in a segment, or is not: asked for when somebody wants to know, and again when she or the clock has changed.
import type { Evidence } from "../../api/contract";
import { Store } from "../../live/store";

/** After a deadline the server needs a moment to write it down. */
export const settleFor = 700;
/** One timer reaches about 24 days. */
const longest = 24 * 86_400_000;

export interface EvidenceState {
  readonly evidence: Evidence | null;
  readonly error: string | null;
}

export type EvidenceSource = (signal: AbortSignal) => Promise<Evidence>;

export class EvidenceStore extends Store<EvidenceState> {
  readonly #source: EvidenceSource;
  readonly #live: boolean;
  #abort: AbortController | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** `live`: of the present; what was known in the past does not change. */
  constructor(source: EvidenceSource, live: boolean) {
    super({ evidence: null, error: null });
    this.#source = source;
    this.#live = live;
  }

  async load(): Promise<void> {
    this.close();
    const abort = (this.#abort = new AbortController());
    try {
      const evidence = await this.#source(abort.signal);
      if (abort.signal.aborted) return;
      this.set({ evidence, error: null });
      if (this.#live) this.#wait(evidence);
    } catch (error) {
      if (!abort.signal.aborted) this.set({ ...this.get(), error: error instanceof Error ? error.message : String(error) });
    }
  }

  close(): void {
    this.#abort?.abort();
    clearTimeout(this.#timer);
  }

  /** Asks again at the instant at which time alone changes something in it. */
  #wait(evidence: Evidence): void {
    const now = Date.now();
    const next = Math.min(...instants(evidence).filter((at) => at > now));
    if (next - now <= longest) this.#timer = setTimeout(() => void this.load(), next - now + settleFor);
  }
}

function instants({ changes, root }: Evidence): readonly number[] {
  const found: number[] = changes === null ? [] : [Date.parse(changes.at)];
  const visit = (condition: Evidence["root"]) => {
    if (condition.changesAt !== null) found.push(Date.parse(condition.changesAt));
    condition.children.forEach(visit);
  };
  visit(root);
  return found;
}
