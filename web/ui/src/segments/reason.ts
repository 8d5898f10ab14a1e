import type { Backfill, Segment } from "../api/contract";

/** Why everybody is looked at anew, in words: the server names the segment's key, or the journey. */
export function reasonIn({ reason }: Pick<Backfill, "reason">, segments: readonly Pick<Segment, "key" | "name">[] | null): string {
  if (reason === "journey") return "The journey was published";
  if (!reason.startsWith("segment/")) return reason;
  const key = reason.slice("segment/".length);
  const segment = segments?.find((each) => each.key === key);
  // Before the list has come nobody knows whether it is still there.
  if (segment === undefined) return segments === null ? key : `${key} was deleted`;
  return `${segment.name} was published`;
}
