// A touchpoint that somebody wants to see in the timeline: the evidence names it, the timeline goes there.
import { Store } from "../../live/store";

export interface Wanted {
  readonly messageId: string;
  /** Another number for the same touchpoint asked for again. */
  readonly asked: number;
}

export const wanted = new Store<Wanted | null>(null);

export function reveal(messageId: string): void {
  wanted.set({ messageId, asked: (wanted.get()?.asked ?? 0) + 1 });
}
