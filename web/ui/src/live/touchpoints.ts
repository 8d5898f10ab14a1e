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
 * alone tells rows apart; the copy that carries the raw event wins. Both lists are walked once: thousands of rows are
 * merged with every live one.
 */
export function mergeTimeline(known: readonly TouchpointRow[], arrived: readonly TouchpointRow[]): readonly TouchpointRow[] {
  if (arrived.length === 0) return known;
  const incoming = new Map<string, TouchpointRow>();
  for (const row of arrived) {
    const other = incoming.get(row.messageId);
    if (!other || other.body === undefined) incoming.set(row.messageId, row);
  }
  let changed = false;
  const kept = known.map((old) => {
    const row = incoming.get(old.messageId);
    if (!row) return old;
    incoming.delete(old.messageId);
    if (old.body !== undefined || row.body === undefined) return old;
    changed = true;
    return row;
  });
  if (incoming.size === 0) return changed ? kept : known;
  const fresh = [...incoming.values()].sort(newestFirst);
  const merged: TouchpointRow[] = [];
  let i = 0;
  for (const row of fresh) {
    for (let old = kept[i]; old !== undefined && newestFirst(old, row) <= 0; old = kept[i]) {
      merged.push(old);
      i++;
    }
    merged.push(row);
  }
  return merged.concat(kept.slice(i));
}

/** By event time, then by message id: the same rows always stand in the same order. */
function newestFirst(a: TouchpointRow, b: TouchpointRow): number {
  if (a.occurredAt !== b.occurredAt) {
    const difference = Date.parse(b.occurredAt) - Date.parse(a.occurredAt);
    if (difference !== 0) return difference;
  }
  return a.messageId === b.messageId ? 0 : a.messageId < b.messageId ? 1 : -1;
}
