// What a touchpoint is about and where it came from, as small line drawings on a grid of 16. Never the only place where
// it is said.
import type { TouchpointRow } from "../api/contract";

const paths = {
  order: "M3 5h10l-.8 9H3.8zM5.5 5V4a2.5 2.5 0 0 1 5 0v1",
  refund: "M6 3.5 2.5 7 6 10.5M2.5 7H10a3.5 3.5 0 0 1 0 7H7",
  cart: "M1.5 2.5H4l1.8 8h6.7l1.5-6H4.5M6.5 13.5h.01M11.5 13.5h.01",
  ticket: "M8 14.5a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13ZM8 10.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5ZM3.4 3.4l2.8 2.8M9.8 9.8l2.8 2.8M12.6 3.4 9.8 6.2M6.2 9.8l-2.8 2.8",
  score: "M8 2l1.8 3.9 4.2.5-3.1 2.9.8 4.2L8 11.4l-3.7 2.1.8-4.2L2 6.4l4.2-.5z",
  consent: "M8 1.5l5.5 2v4c0 3.5-2.3 5.8-5.5 7-3.2-1.2-5.5-3.5-5.5-7v-4zM5.5 8l2 2 3-3.5",
  message: "M1.5 3.5h13v9h-13zM1.5 4l6.5 5 6.5-5",
  person: "M8 8a3 3 0 1 0 0-6 3 3 0 0 0 0 6ZM2.5 14.5a5.5 5.5 0 0 1 11 0",
  join: "M6.5 9.5l3-3M7 4.5l2-2a3 3 0 0 1 4.3 4.3l-2 2M9 11.5l-2 2a3 3 0 0 1-4.3-4.3l2-2",
  heart: "M8 13.5S1.8 10 1.8 5.8A3.2 3.2 0 0 1 8 4.5a3.2 3.2 0 0 1 6.2 1.3C14.2 10 8 13.5 8 13.5Z",
  cycle: "M13.5 6.5A6 6 0 0 0 3 4.5L1.8 6M2.5 9.5A6 6 0 0 0 13 11.5l1.2-1.5M1.8 2.5V6h3.4M14.2 13.5V10h-3.4",
  view: "M1.2 8S3.8 3.5 8 3.5 14.8 8 14.8 8 12.2 12.5 8 12.5 1.2 8 1.2 8ZM8 10a2 2 0 1 0 0-4 2 2 0 0 0 0 4Z",
  search: "M7 12.5a5.5 5.5 0 1 0 0-11 5.5 5.5 0 0 0 0 11ZM11 11l3.5 3.5",
  page: "M3.5 1.5h6l3 3v10h-9zM9.5 1.5v3h3M5.5 8h5M5.5 11h5",
  stage: "M3 14.5v-13M3 2.5h9l-2 3 2 3H3",
  here: "M8 9.5a1.5 1.5 0 1 0 0-3 1.5 1.5 0 0 0 0 3ZM4.8 11.2a4.5 4.5 0 0 1 0-6.4M11.2 4.8a4.5 4.5 0 0 1 0 6.4M2.7 13.3a7.5 7.5 0 0 1 0-10.6M13.3 2.7a7.5 7.5 0 0 1 0 10.6",
  dot: "M8 10a2 2 0 1 0 0-4 2 2 0 0 0 0 4Z",
  web: "M8 14.5a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13ZM1.5 8h13M8 1.5c4 4 4 9 0 13M8 1.5c-4 4-4 9 0 13",
  mobile: "M4.5 1.5h7v13h-7zM7.5 12.5h1",
  store: "M2 6.5V14h12V6.5M1.5 6.5 3 2h10l1.5 4.5zM6.5 14v-4h3v4",
  email: "M1.5 3.5h13v9h-13zM1.5 4l6.5 5 6.5-5",
  phone: "M3 1.5h3l1.2 3.5-1.7 1.2a9 9 0 0 0 4.3 4.3L11 8.8l3.5 1.2v3c0 1-1 1.5-2 1.5C7 14 2 9 1.5 3.5c0-1 .5-2 1.5-2Z",
  chat: "M1.5 2.5h13v9H7l-3.5 3v-3h-2z",
  social: "M12 5a2 2 0 1 0 0-4 2 2 0 0 0 0 4ZM4 10a2 2 0 1 0 0-4 2 2 0 0 0 0 4ZM12 15a2 2 0 1 0 0-4 2 2 0 0 0 0 4ZM5.8 7.1l4.4-3M5.8 8.9l4.4 3",
  server: "M2 2.5h12v4.5H2zM2 9h12v4.5H2zM4.5 4.7h.01M4.5 11.2h.01",
} as const;

export type GlyphName = keyof typeof paths;

export function Glyph({ name }: { readonly name: GlyphName }) {
  return (
    <svg className="glyph" viewBox="0 0 16 16" aria-hidden="true">
      <path d={paths[name]} />
    </svg>
  );
}

const channels: ReadonlySet<string> = new Set(["web", "mobile", "store", "email", "phone", "chat", "social", "server"]);

export function channelGlyph(channel: string): GlyphName {
  return channels.has(channel) ? (channel as GlyphName) : "dot";
}

/** What matters about a touchpoint, so that money and trouble stand out from looking around. */
export type Weight = "money" | "trouble" | "word" | "plain";

interface Look {
  readonly glyph: GlyphName;
  readonly weight: Weight;
}

export function lookOf({ kind, name }: Pick<TouchpointRow, "kind" | "name">): Look {
  switch (kind) {
    case "identify":
      return { glyph: "person", weight: "plain" };
    case "alias":
    case "group":
      return { glyph: "join", weight: "plain" };
    case "page":
    case "screen":
      return { glyph: "page", weight: "plain" };
    case "track":
      return byName(name);
  }
}

function byName(name: string): Look {
  if (name === "Order Refunded" || name === "Order Cancelled") return { glyph: "refund", weight: "trouble" };
  if (name.startsWith("Order ")) return { glyph: "order", weight: name === "Order Completed" ? "money" : "plain" };
  if (name.startsWith("Ticket ")) return { glyph: "ticket", weight: name === "Ticket Resolved" ? "plain" : "trouble" };
  if (name === "Survey Answered") return { glyph: "score", weight: "word" };
  if (name.startsWith("Consent ") || name === "Message Unsubscribed") return { glyph: "consent", weight: "word" };
  if (name.startsWith("Message ")) return { glyph: "message", weight: "plain" };
  if (name === "Referral Made") return { glyph: "heart", weight: "word" };
  if (name.startsWith("Subscription ")) return { glyph: "cycle", weight: name === "Subscription Cancelled" ? "trouble" : "money" };
  if (/^(Product (Added|Removed)|Cart |Checkout )/.test(name)) return { glyph: "cart", weight: "plain" };
  if (/Search/.test(name)) return { glyph: "search", weight: "plain" };
  if (/View/.test(name)) return { glyph: "view", weight: "plain" };
  return { glyph: "dot", weight: "plain" };
}
