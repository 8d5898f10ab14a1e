// What the server is doing, in a sentence that says what to do about it, if anything.
import type { ServerStatus } from "../api/contract";
import { count, hourAndMinute, plural, rate } from "../format/format";

export interface Doing {
  readonly tone: "good" | "warn" | "bad";
  readonly short: string;
  readonly sentence: string;
}

export function doing(server: ServerStatus | undefined, behind: number): Doing {
  if (server === undefined) {
    return behind === 0
      ? { tone: "good", short: "Keeping up", sentence: "Everything that came in is recorded." }
      : { tone: "warn", short: "Behind", sentence: `${plural(behind, "commit waits", "commits wait")} for the journal.` };
  }
  const since = `since ${hourAndMinute(server.since)}`;
  const waiting = `${count(server.queued)} of at most ${count(server.capacity)} wait`;
  switch (server.state) {
    case "ok":
      return { tone: "good", short: "Keeping up", sentence: "Everything that came in is recorded." };
    case "busy":
      return { tone: "warn", short: "Busy", sentence: `Working off a queue ${since}: ${waiting}. Nothing is lost; figures lag.` };
    case "refusing":
      return {
        tone: "bad",
        short: "Turning senders away",
        sentence: `Full ${since}: ${waiting}, ${rate(server.refusedPerSecond)} requests a second are told to come back later. Senders keep their events.`,
      };
    case "storeDown":
      return { tone: "bad", short: "Store unreachable", sentence: `The store cannot be reached ${since}. Nothing is taken in; senders keep their events and try again.` };
  }
}
