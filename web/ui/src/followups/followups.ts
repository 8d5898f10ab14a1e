// How many follow-ups wait, for the navigation and for lists that want to know when to look again.
import type { FollowUpCounts } from "../api/contract";
import { api } from "../api/http";
import { live } from "../live/hub";
import { Store } from "../live/store";

/** Null until known. Another object whenever anything about any follow-up changed. */
export const followUpCounts = new Store<FollowUpCounts | null>(null);

/** Follows them; every time the connection comes back they are asked for. */
export function followFollowUps(): () => void {
  let lost = true;
  const abort = new AbortController();
  const connected = () => {
    const { status } = live.connection.get();
    if (status !== "live") lost = true;
    else if (lost) {
      lost = false;
      // What the hub says meanwhile is newer; without an answer the next change tells.
      const before = followUpCounts.get();
      api.followUps({ limit: 1 }, abort.signal).then(
        ({ open, taken, oldest }) => followUpCounts.get() === before && followUpCounts.set({ open, taken, oldest }),
        () => undefined,
      );
    }
  };
  const stopListening = live.on("followUps", ({ open, taken, oldest }) => followUpCounts.set({ open, taken, oldest }));
  const stopConnection = live.connection.subscribe(connected);
  connected();
  return () => {
    abort.abort();
    stopListening();
    stopConnection();
    followUpCounts.set(null);
  };
}
