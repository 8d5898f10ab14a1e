// Decides what to do with a numbered frame: the first one after a Watch is full, then each n follows the one before.

export type Verdict = "take" | "ignore" | "gap";

export class Sequence {
  #last: number | null = null;

  /** Partial frames mean nothing until the next full one. */
  expectFull(): void {
    this.#last = null;
  }

  /** "gap" is said once: whoever hears it watches again; until the full frame comes the rest is ignored. */
  judge(frame: { readonly n: number; readonly full: boolean }): Verdict {
    if (frame.full) {
      this.#last = frame.n;
      return "take";
    }
    if (this.#last === null || frame.n <= this.#last) return "ignore";
    if (frame.n === this.#last + 1) {
      this.#last = frame.n;
      return "take";
    }
    this.#last = null;
    return "gap";
  }
}
