// What an agent should know in five seconds, the most urgent first: what is open, what went wrong, what lies in the
// cart, what she asked us not to do.
import type { CustomerView, LastAnswer, TouchpointRow } from "../api/contract";
import { money, plural, quantity, words } from "../format/format";
import type { GlyphName } from "./glyphs";
import { valueText } from "./valueText";

export interface Heed {
  readonly key: string;
  readonly glyph: GlyphName;
  readonly tone: "bad" | "warn" | "good" | "plain";
  readonly text: string;
  /** In her own words. */
  readonly quote?: string | null;
  /** When, with what to say before it: "opened". */
  readonly at?: string | null;
  readonly verb?: string;
}

const minute = 60_000;
const day = 86_400_000;
/** Within it she is still there. */
export const here = 5 * minute;
const trouble = 30 * day;
const lowScore = 180 * day;
const mostTickets = 2;
const worries = new Set(["Order Refunded", "Order Cancelled", "Subscription Cancelled"]);

/** `now` is the moment for which the view is: the past when travelling. */
export function heedOf(view: CustomerView, now: number): readonly Heed[] {
  const recently = (at: string | null | undefined, within: number) => at != null && now - Date.parse(at) <= within;
  return [
    ...tickets(view),
    ...scores(view).filter((each) => recently(each.at, lowScore)),
    ...view.recent.filter((row) => worries.has(row.name) && recently(row.occurredAt, trouble)).slice(0, mostTickets).map(worry),
    ...stage(view),
    ...cart(view),
    ...wishes(view),
  ];
}

function tickets({ experience }: CustomerView): readonly Heed[] {
  const open = [...experience.openTickets].sort((a, b) => Date.parse(a.opened ?? "") - Date.parse(b.opened ?? ""));
  const shown = open.slice(0, mostTickets).map<Heed>((ticket) => ({
    key: `ticket ${ticket.ticketId}`,
    glyph: "ticket",
    tone: "warn",
    text: `Open ticket: ${ticket.subject ?? ticket.ticketId}`,
    at: ticket.opened,
    verb: "opened",
  }));
  const rest = open.length - shown.length;
  return rest === 0 ? shown : [...shown, { key: "tickets", glyph: "ticket", tone: "warn", text: `and ${plural(rest, "more open ticket", "more open tickets")}` }];
}

function scores({ experience: { nps, csat, ces } }: CustomerView): readonly Heed[] {
  const low = (key: string, answer: LastAnswer, atMost: number, text: string): readonly Heed[] =>
    answer.last === null || answer.last > atMost
      ? []
      : [{ key, glyph: "score", tone: "bad", text, quote: answer.comment, at: answer.at, verb: "answered" }];
  return [
    ...low("nps", nps, 6, `Would not recommend us: ${nps.last} of 10`),
    ...low("csat", csat, 2, `Was not satisfied: ${csat.last} of 5`),
    ...low("ces", ces, 3, `Found it hard: ${ces.last} of 7`),
  ];
}

function worry(row: TouchpointRow): Heed {
  const amount = row.amount === null ? "" : `: ${money(row.amount, row.currency)}`;
  return { key: row.messageId, glyph: "refund", tone: "warn", text: `${sentence(row.name)}${amount}`, at: row.occurredAt };
}

function stage({ journey }: CustomerView): readonly Heed[] {
  if (journey.stage !== "At risk" && journey.stage !== "Lapsed") return [];
  const text = journey.stage === "At risk" ? "At risk of leaving us" : "Has not bought for a long time";
  return [{ key: "stage", glyph: "stage", tone: "warn", text, at: journey.since, verb: "since" }];
}

function cart({ cart: now, value }: CustomerView): readonly Heed[] {
  if (now === null || now.items.length === 0) return [];
  const total = now.total === null || now.total === 0 ? "" : ` for ${money(now.total, now.currency || value.currency)}`;
  const items = `${quantity(now.quantity)} ${now.quantity === 1 ? "item" : "items"}`;
  return [{ key: "cart", glyph: "cart", tone: "plain", text: `In the cart: ${items}${total}`, at: now.updated, verb: "changed" }];
}

/** What she has told us herself: no consent comes before any choice. */
function wishes({ preferences }: CustomerView): readonly Heed[] {
  const no = preferences.consents.filter((consent) => !consent.given);
  const denied = no.map((consent) => `${words(consent.purpose).toLowerCase()}${consent.channel ? ` by ${consent.channel}` : ""}`);
  const asked = Object.entries(preferences.explicit).slice(0, 3).map(([key, value]) => `${words(key).toLowerCase()} ${valueText(value)}`);
  return [
    ...(denied.length === 0 ? [] : [{ key: "consents", glyph: "consent", tone: "plain", text: `Does not want ${denied.join(", ")}` } as const]),
    ...(asked.length === 0 ? [] : [{ key: "wishes", glyph: "heart", tone: "plain", text: `Prefers ${asked.join(", ")}` } as const]),
  ];
}

/** "Order Refunded" as people say it: "Order refunded". */
function sentence(name: string): string {
  return name.charAt(0) + name.slice(1).toLowerCase();
}
