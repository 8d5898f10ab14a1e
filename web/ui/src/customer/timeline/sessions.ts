// Groups a timeline: by day in the viewer's zone, and by session. Whoever is silent for half an hour has left; what
// comes then is a new visit.
import type { TouchpointRow } from "../../api/contract";
import { startOfDay } from "../../format/format";

export const sessionGap = 30 * 60_000;

export interface Session {
  /** Its rows, newest first. */
  readonly rows: readonly TouchpointRow[];
  readonly from: number;
  readonly to: number;
  /** The busiest first. */
  readonly channels: readonly string[];
  /** Where she was, if a raw event says it. */
  readonly place: string | null;
  /** What was ordered in it, by currency. */
  readonly ordered: readonly { readonly currency: string; readonly amount: number }[];
  /** Its beginning is not loaded yet: it may be longer than it looks. */
  readonly open: boolean;
}

export type TimelineItem =
  | { readonly type: "day"; readonly key: string; readonly start: number }
  | { readonly type: "session"; readonly key: string; readonly session: Session; readonly continued: boolean }
  | { readonly type: "row"; readonly key: string; readonly row: TouchpointRow; readonly last: boolean };

interface Times {
  readonly at: number;
  readonly day: number;
}

const times = new WeakMap<TouchpointRow, Times>();

/** Read once for each row: with every live touchpoint thousands of them are grouped again. */
function timesOf(row: TouchpointRow): Times {
  let known = times.get(row);
  if (!known) times.set(row, (known = { at: Date.parse(row.occurredAt), day: startOfDay(row.occurredAt) }));
  return known;
}

/** Sessions, newest first. `complete` says that the last row is her very first touchpoint. */
export function sessionsOf(rows: readonly TouchpointRow[], complete: boolean): readonly Session[] {
  const sessions: Session[] = [];
  let begin = 0;
  for (let i = 1; i <= rows.length; i++) {
    const older = rows[i];
    const newer = rows[i - 1] as TouchpointRow;
    if (older && timesOf(newer).at - timesOf(older).at < sessionGap) continue;
    sessions.push(session(rows.slice(begin, i), i === rows.length && !complete));
    begin = i;
  }
  return sessions;
}

function session(rows: readonly TouchpointRow[], open: boolean): Session {
  const channels = new Map<string, number>();
  const ordered = new Map<string, number>();
  let place: string | null = null;
  for (const row of rows) {
    channels.set(row.channel, (channels.get(row.channel) ?? 0) + 1);
    place ??= placeOf(row);
    if (row.name !== "Order Completed" || row.amount === null) continue;
    ordered.set(row.currency ?? "", (ordered.get(row.currency ?? "") ?? 0) + row.amount);
  }
  return {
    rows,
    from: timesOf(rows.at(-1) as TouchpointRow).at,
    to: timesOf(rows[0] as TouchpointRow).at,
    channels: [...channels].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([channel]) => channel),
    place,
    ordered: [...ordered].map(([currency, amount]) => ({ currency, amount })),
    open,
  };
}

/** City and country, else the site or the store, as the sender's context says it. */
export function placeOf(row: TouchpointRow): string | null {
  const context = part(row.body, "context");
  const location = part(context, "location");
  const named = [text(location, "city"), text(location, "country")].filter((each) => each !== null);
  if (named.length > 0) return named.join(", ");
  const url = text(part(context, "page"), "url");
  const site = url === null || !URL.canParse(url) ? null : new URL(url).hostname;
  return site || text(part(row.body, "properties"), "store") || text(part(context, "app"), "name");
}

function part(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>)[key] : undefined;
}

function text(value: unknown, key: string): string | null {
  const found = part(value, key);
  return typeof found === "string" && found !== "" ? found : null;
}

/** The list as it is shown: a heading for each day, one for each session (again where it goes on past midnight), rows. */
export function itemsOf(rows: readonly TouchpointRow[], complete: boolean): readonly TimelineItem[] {
  const items: TimelineItem[] = [];
  let day: number | null = null;
  for (const each of sessionsOf(rows, complete)) {
    const key = (each.rows.at(-1) as TouchpointRow).messageId;
    each.rows.forEach((row, i) => {
      const start = timesOf(row).day;
      if (start !== day) items.push({ type: "day", key: `d${start}`, start });
      if (start !== day || i === 0) items.push({ type: "session", key: `s${start} ${key}`, session: each, continued: i > 0 });
      day = start;
      const next = each.rows[i + 1];
      items.push({ type: "row", key: row.messageId, row, last: next === undefined || timesOf(next).day !== start });
    });
  }
  return items;
}
