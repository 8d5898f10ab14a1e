// What the server says about each rule while it is written: whether it reads, and how many customers it fits by itself.
import type { Preview, RuleCheck, RuleProblem } from "../../api/contract";
import { Store } from "../../live/store";

export interface RuleState {
  /** What these answers are about. */
  readonly rule: string;
  /** Null while it is not known. */
  readonly problems: readonly RuleProblem[] | null;
  readonly preview: Preview | null;
  readonly error: string | null;
}

interface Sources {
  readonly check: (rule: string, signal: AbortSignal) => Promise<RuleCheck>;
  readonly preview: (rule: string, signal: AbortSignal) => Promise<Preview>;
}

/** The typing pauses for so long before anything is asked. */
export const pause = 300;

export class RuleChecks extends Store<ReadonlyMap<number, RuleState>> {
  readonly #sources: Sources;
  readonly #asking = new Map<number, { readonly abort: AbortController; readonly timer: ReturnType<typeof setTimeout> }>();

  constructor(sources: Sources) {
    super(new Map());
    this.#sources = sources;
  }

  /** The rule of one stage as it stands in its field. */
  write(id: number, rule: string, wait = pause): void {
    if (this.get().get(id)?.rule === rule) return;
    this.#stop(id);
    this.#put(id, { rule, problems: null, preview: null, error: null });
    if (rule.trim() === "") return;
    const abort = new AbortController();
    const timer = setTimeout(() => void this.#ask(id, rule, abort.signal), wait);
    this.#asking.set(id, { abort, timer });
  }

  /** Forgets the stages that are gone. */
  keep(ids: readonly number[]): void {
    const gone = [...this.get().keys()].filter((id) => !ids.includes(id));
    if (gone.length === 0) return;
    gone.forEach((id) => this.#stop(id));
    this.set(new Map([...this.get()].filter(([id]) => ids.includes(id))));
  }

  close(): void {
    for (const id of this.#asking.keys()) this.#stop(id);
  }

  /** What the server refused when it was asked to publish. */
  refuse(id: number, rule: string, problems: readonly RuleProblem[]): void {
    this.#stop(id);
    this.#put(id, { rule, problems, preview: null, error: null });
  }

  async #ask(id: number, rule: string, signal: AbortSignal): Promise<void> {
    try {
      const check = await this.#sources.check(rule, signal);
      if (signal.aborted) return;
      this.#put(id, { rule, problems: check.errors, preview: null, error: null });
      if (!check.ok) return;
      const preview = await this.#sources.preview(rule, signal);
      if (!signal.aborted) this.#put(id, { rule, problems: [], preview, error: null });
    } catch (error) {
      if (!signal.aborted) this.#put(id, { rule, problems: this.get().get(id)?.problems ?? null, preview: null, error: error instanceof Error ? error.message : String(error) });
    }
  }

  #stop(id: number): void {
    const asking = this.#asking.get(id);
    clearTimeout(asking?.timer);
    asking?.abort.abort();
    this.#asking.delete(id);
  }

  #put(id: number, state: RuleState): void {
    this.set(new Map(this.get()).set(id, state));
  }
}
