// Keyboard shortcuts: single keys and short sequences such as "g d". What was registered last wins, so that a screen can
// give a key a meaning of its own while it is open.
import { Store } from "../live/store";

export interface Shortcut {
  /** Keys with spaces between them, as `KeyboardEvent.key` names them. */
  readonly keys: string;
  readonly label: string;
  readonly run: () => void;
}

/** The longest pause within a sequence. */
export const pause = 1_200;

export class Shortcuts extends Store<readonly Shortcut[]> {
  #typed: string[] = [];
  #last = 0;

  constructor() {
    super([]);
  }

  register(shortcut: Shortcut): () => void {
    this.set([...this.get(), shortcut]);
    return () => this.set(this.get().filter((each) => each !== shortcut));
  }

  /** True when the key completed a shortcut, which was run. */
  press(key: string, now: number): boolean {
    if (now - this.#last > pause) this.#typed = [];
    this.#last = now;
    this.#typed.push(key);
    for (;;) {
      const typed = this.#typed.join(" ");
      const match = this.get().findLast((each) => each.keys === typed);
      if (match) {
        this.#typed = [];
        match.run();
        return true;
      }
      if (this.#typed.length === 0 || this.get().some((each) => each.keys.startsWith(`${typed} `))) return false;
      // Not the start of anything: perhaps its end is.
      this.#typed.shift();
    }
  }

  /** What is in force, each key once, in the order of registration. */
  inForce(): readonly Shortcut[] {
    const all = this.get();
    return all.filter((each, index) => !all.slice(index + 1).some((later) => later.keys === each.keys));
  }
}

export const shortcuts = new Shortcuts();
