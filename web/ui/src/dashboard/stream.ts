// The latest touchpoints as a stream: what of it is asked for, what is new since it was held, and which rows are in sight.
import type { TouchpointRow } from "../api/contract";
import { rowKey } from "../live/touchpoints";
import { detail, title } from "../ui/touchpoint";
import type { View } from "./address";

export const other = "Other";

/** The name under which a touchpoint is counted. */
export function countedName(row: TouchpointRow): string {
  switch (row.kind) {
    case "identify":
      return "Identified";
    case "alias":
      return "Aliased";
    case "group":
      return "Grouped";
    case "page":
      return "Page Viewed";
    case "screen":
      return "Screen Viewed";
    case "track":
      return row.name;
  }
}

type Filter = Pick<View, "channel" | "name" | "text">;

/** `names`: all that are counted by themselves; what is not among them is "Other". */
export function matching(rows: readonly TouchpointRow[], filter: Filter, names: ReadonlySet<string>): readonly TouchpointRow[] {
  const words = filter.text.toLowerCase().split(/\s+/).filter(Boolean);
  if (filter.channel === "" && filter.name === "" && words.length === 0) return rows;
  return rows.filter((row) => {
    if (filter.channel !== "" && row.channel !== filter.channel) return false;
    if (filter.name !== "") {
      const name = countedName(row);
      if (name !== filter.name && (filter.name !== other || names.has(name))) return false;
    }
    if (words.length === 0) return true;
    const text = `${row.customerId} ${title(row)} ${detail(row)} ${row.channel}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

/** How many of the rows came after those that are shown. */
export function newerThan(shown: readonly TouchpointRow[], rows: readonly TouchpointRow[]): number {
  const top = shown[0];
  if (top === undefined) return rows.length;
  const key = rowKey(top);
  const index = rows.findIndex((row) => rowKey(row) === key);
  return index < 0 ? rows.length : index;
}

export interface Sight {
  readonly first: number;
  readonly end: number;
}

/** The rows in sight, with some more on each side so that none is missing while it scrolls. */
export function inSight(scrolled: number, height: number, rowHeight: number, count: number, spare = 8): Sight {
  const first = Math.max(0, Math.min(count, Math.floor(scrolled / rowHeight)) - spare);
  const end = Math.min(count, Math.ceil((scrolled + height) / rowHeight) + spare);
  return { first, end: Math.max(first, end) };
}
