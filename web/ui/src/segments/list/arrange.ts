// The list as it is read: sizes as the hub has them, those that match, in the order that was chosen.
import type { FlowCount, Segment } from "../../api/contract";
import type { LiveSegments } from "../../live/segments";

export const sortKeys = ["name", "size", "joined", "left", "published"] as const;
export type SortKey = (typeof sortKeys)[number];

export const sortNames: Readonly<Record<SortKey, string>> = {
  name: "Name",
  size: "Largest first",
  joined: "Most joined in 24 h",
  left: "Most left in 24 h",
  published: "Newest version first",
};

export interface ListRow extends Segment {
  /** Its course, the present size at its end. */
  readonly course: readonly number[];
}

export function rowsOf(items: readonly Segment[], live: LiveSegments): readonly ListRow[] {
  return items.map((item) => {
    const now = live.sizes[item.key];
    const size = now?.size ?? item.size;
    return { ...item, size, joined: hourly(item.joined, now?.joinedHour), left: hourly(item.left, now?.leftHour), course: [...item.spark, size] };
  });
}

/** The hour lives; the day has at least what came within it. */
function hourly(count: FlowCount, hour: number | undefined): FlowCount {
  return hour === undefined ? count : { hour, day: Math.max(count.day, hour) };
}

export function arrange(rows: readonly ListRow[], text: string, sort: SortKey): readonly ListRow[] {
  const words = text.toLowerCase().split(/\s+/).filter((word) => word !== "");
  const matching = rows.filter((row) => {
    const whole = `${row.name} ${row.key} ${row.description ?? ""} ${row.rule}`.toLowerCase();
    return words.every((word) => whole.includes(word));
  });
  return matching.sort((a, b) => order(a, b, sort) || a.name.localeCompare(b.name) || (a.key < b.key ? -1 : 1));
}

function order(a: ListRow, b: ListRow, sort: SortKey): number {
  switch (sort) {
    case "name":
      return 0;
    case "size":
      return b.size - a.size;
    case "joined":
      return b.joined.day - a.joined.day;
    case "left":
      return b.left.day - a.left.day;
    case "published":
      return Date.parse(b.publishedAt) - Date.parse(a.publishedAt);
  }
}

/** The rows in the order that stood there before: what is new comes at the end, what is gone goes. */
export function inPlace(rows: readonly ListRow[], before: readonly string[]): readonly ListRow[] {
  const place = new Map(before.map((key, index) => [key, index]));
  return [...rows].sort((a, b) => (place.get(a.key) ?? before.length) - (place.get(b.key) ?? before.length));
}

/** A share of everybody, 0 to 100; nothing of nobody. */
export function shareOf(size: number, population: number): number | null {
  return population === 0 ? null : (size / population) * 100;
}
