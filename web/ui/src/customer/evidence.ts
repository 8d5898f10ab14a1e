// What links two ids: the first touchpoint that carried the one beside another.
import type { TouchpointRow } from "../api/contract";

const places = ["userId", "anonymousId", "previousId"] as const;

export function evidenceOf(rows: readonly TouchpointRow[], links: readonly string[]): ReadonlyMap<string, TouchpointRow> {
  const wanted = new Set(links);
  const found = new Map<string, TouchpointRow>();
  for (const row of rows) {
    const carried = idsIn(row.body);
    if (carried.size < 2) continue;
    for (const id of carried) {
      const old = found.get(id);
      if (wanted.has(id) && (!old || Date.parse(row.receivedAt) < Date.parse(old.receivedAt))) found.set(id, row);
    }
  }
  return found;
}

function idsIn(body: unknown): ReadonlySet<string> {
  if (typeof body !== "object" || body === null) return new Set();
  const event = body as Record<string, unknown>;
  return new Set(places.map((place) => event[place]).filter((id) => typeof id === "string" && id !== "") as string[]);
}
