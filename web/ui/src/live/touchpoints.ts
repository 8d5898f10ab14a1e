// Lists of touchpoints that never show a row twice, whatever arrives how often.
import type { TouchpointRow } from "../api/contract";

/** A touchpoint is itself by its message id within its customer. */
export const rowKey = (row: TouchpointRow) => `${row.customerId}\n${row.messageId}`;

/** Puts rows that are new on top, newest first, keeping at most `limit`. */
export function prependNew(
  known: readonly TouchpointRow[],
  arrived: readonly TouchpointRow[],
  limit: number,
): readonly TouchpointRow[] {
  if (arrived.length === 0) return known;
  const seen = new Set(known.map(rowKey));
  const fresh: TouchpointRow[] = [];
  for (const row of arrived) {
    const key = rowKey(row);
    if (seen.has(key)) continue;
    seen.add(key);
    fresh.push(row);
  }
  return fresh.length === 0 ? known : [...fresh, ...known].slice(0, limit);
}

/**
 * Merges rows of one customer by event time, newest first. Rows of linked ids are hers too, so here the message id
 * alone tells rows apart; the copy that carries the raw event wins.
 */
export function mergeTimeline(known: readonly TouchpointRow[], arrived: readonly TouchpointRow[]): readonly TouchpointRow[] {
  if (arrived.length === 0) return known;
  const byId = new Map(known.map((row) => [row.messageId, row]));
  let changed = false;
  for (const row of arrived) {
    const old = byId.get(row.messageId);
    if (old && (old.body !== undefined || row.body === undefined)) continue;
    byId.set(row.messageId, row);
    changed = true;
  }
  if (!changed) return known;
  return [...byId.values()]
    .map((row) => ({ row, time: Date.parse(row.occurredAt) }))
    .sort((a, b) => b.time - a.time || (a.row.messageId < b.row.messageId ? 1 : -1))
    .map((entry) => entry.row);
}
