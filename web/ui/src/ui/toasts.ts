// Short words about what was just done. They leave by themselves, except those that say that something failed.
import { Store } from "../live/store";

export type ToastTone = "normal" | "good" | "bad";

export interface Toast {
  readonly id: number;
  readonly text: string;
  readonly tone: ToastTone;
  readonly action: { readonly label: string; readonly run: () => void } | null;
}

const most = 4;
export const shownFor = 6_000;

export class Toasts extends Store<readonly Toast[]> {
  #next = 1;

  constructor() {
    super([]);
  }

  show(text: string, options: { readonly tone?: ToastTone; readonly action?: Toast["action"] } = {}): number {
    const id = this.#next++;
    const toast = { id, text, tone: options.tone ?? "normal", action: options.action ?? null };
    // The same words again replace the older ones: a button pressed five times says it once.
    this.set([...this.get().filter((old) => old.text !== text || old.tone !== toast.tone), toast].slice(-most));
    return id;
  }

  close(id: number): void {
    this.set(this.get().filter((toast) => toast.id !== id));
  }
}

export const toasts = new Toasts();

export const toast = (text: string, options?: Parameters<Toasts["show"]>[1]): number => toasts.show(text, options);

/** What went wrong, in its own words. */
export const toastError = (error: unknown): number =>
  toasts.show(error instanceof Error ? error.message : String(error), { tone: "bad" });
