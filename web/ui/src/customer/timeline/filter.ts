// Which touchpoints are shown: by channel and by name. The server filters its pages; live rows are judged here.
import type { CustomerView, TouchpointRow } from "../../api/contract";
import { title } from "../../ui/touchpoint";

export interface TimelineFilter {
  readonly channel: string | null;
  readonly name: string | null;
}

export const everything: TimelineFilter = { channel: null, name: null };

export function isFiltered(filter: TimelineFilter): boolean {
  return filter.channel !== null || filter.name !== null;
}

export function matches(row: TouchpointRow, { channel, name }: TimelineFilter): boolean {
  if (channel !== null && row.channel !== channel) return false;
  return name === null || title(row) === name || shared(row) === name;
}

/** What all rows of a kind are called together; pages and screens also have names of their own. */
function shared(row: TouchpointRow): string | null {
  switch (row.kind) {
    case "page":
      return "Page Viewed";
    case "screen":
      return "Screen Viewed";
    case "identify":
      return "Identified";
    case "group":
      return "Grouped";
    case "alias":
      return "Aliased";
    case "track":
      return null;
  }
}

export interface Choice {
  readonly key: string;
  readonly count: number;
}

/** What there is to choose from, the most frequent first. */
export function choices(touchpoints: CustomerView["touchpoints"]): { readonly channels: readonly Choice[]; readonly names: readonly Choice[] } {
  const { byChannel, byName, byKind } = touchpoints;
  const unnamed = { Identified: byKind["identify"] ?? 0, Grouped: byKind["group"] ?? 0, Aliased: byKind["alias"] ?? 0 };
  return { channels: sorted(byChannel), names: sorted({ ...unnamed, ...byName }) };
}

function sorted(counts: Readonly<Record<string, number>>): readonly Choice[] {
  return Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([key, count]) => ({ key, count }))
    .sort((a, b) => b.count - a.count || (a.key < b.key ? -1 : 1));
}
