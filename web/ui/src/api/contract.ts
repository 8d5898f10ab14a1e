// The HTTP contract: the shapes that /api answers with. The one place in the front end that names them.
// Times are ISO 8601 in UTC; money is a plain number with its currency beside it; null means "no answer yet".

export type TouchpointKind = "identify" | "track" | "page" | "screen" | "group" | "alias";

export interface TouchpointRow {
  readonly customerId: string;
  readonly seq: number;
  readonly messageId: string;
  readonly kind: TouchpointKind;
  readonly name: string;
  readonly channel: string;
  readonly occurredAt: string;
  readonly receivedAt: string;
  readonly summary: string | null;
  readonly amount: number | null;
  readonly currency: string | null;
  /** The raw event; only in answers of /touchpoints. */
  readonly body?: unknown;
}

export interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | null;
  readonly total?: number | null;
}

export interface CustomerRow {
  readonly id: string;
  readonly displayName: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  readonly known: boolean;
  readonly stage: string;
  readonly firstSeen: string | null;
  readonly lastSeen: string | null;
  readonly orders: number;
  readonly net: number;
  readonly currency: string;
}

export interface MoneyByCurrency {
  readonly orders: number;
  readonly gross: number;
  readonly refundCount: number;
  readonly refunded: number;
  readonly net: number;
}

export interface Csat {
  readonly share: number | null;
  readonly answers: number;
}

export interface Nps {
  readonly score: number | null;
  readonly answers: number;
}

export interface Ces {
  readonly mean: number | null;
  readonly share: number | null;
  readonly answers: number;
}

export const windowKeys = ["5m", "1h", "24h", "30d", "all"] as const;
export type WindowKey = (typeof windowKeys)[number];

/** Key figures of one window; windows other than `all` are by event time. */
export interface Kpi {
  readonly window: WindowKey;
  readonly asOf: string;
  readonly currency: string;
  readonly events: number;
  readonly activeCustomers: number;
  readonly newCustomers: number;
  readonly orders: number;
  readonly gross: number;
  readonly refundCount: number;
  readonly refunded: number;
  readonly net: number;
  /** Orders and refunds left out of the totals because their currency has no rate. */
  readonly unconverted: number;
  readonly byCurrency: Readonly<Record<string, MoneyByCurrency>>;
  readonly csat: Csat;
  readonly nps: Nps & { readonly promoters: number; readonly passives: number; readonly detractors: number };
  readonly ces: Ces;
  readonly openTickets: number;
}

/** The windows that slide: those that have one before them. */
export type SlidingWindowKey = Exclude<WindowKey, "all">;

/**
 * Key figures of the window just before. Who was active then, and how many tickets were open, is not among them: the counters know
 * whom was seen last when, not who was active at some time in the past.
 */
export type PreviousKpi = Omit<Kpi, "activeCustomers" | "openTickets">;

/** What was counted in one step of time, by event time; the step begins at `start`. */
export interface Bucket {
  readonly start: string;
  readonly events: number;
  readonly newCustomers: number;
  readonly orders: number;
  readonly gross: number;
  readonly refundCount: number;
  readonly refunded: number;
  readonly net: number;
  readonly csat: Csat;
  readonly nps: Nps;
  readonly ces: Ces;
}

/** The steps that are not over yet: since the start of this UTC minute, hour and day. */
export interface CurrentBuckets {
  readonly minute: Bucket;
  readonly hour: Bucket;
  readonly day: Bucket;
}

export type TrendStep = "minute" | "hour" | "day" | "week" | "month";

/** GET /api/kpis/trend: oldest first, without gaps; the last bucket is the current one, of `all` the last in which something happened. Money is in `currency`. */
export interface Trend {
  readonly window: WindowKey;
  readonly asOf: string;
  readonly currency: string;
  readonly step: TrendStep;
  readonly from: string;
  readonly buckets: readonly Bucket[];
  /** The same window just before; none for `all`. */
  readonly previous: PreviousKpi | null;
}

/** Touchpoints of one window, by channel and by name; names outside the catalogue are together under "Other". */
export interface BreakdownCounts {
  readonly channels: Readonly<Record<string, number>>;
  readonly names: Readonly<Record<string, number>>;
}

export interface BreakdownEntry {
  readonly events: number;
  /** In the window just before; null for `all`. */
  readonly previous: number | null;
}

/** GET /api/kpis/breakdown */
export interface Breakdown {
  readonly window: WindowKey;
  readonly asOf: string;
  readonly channels: Readonly<Record<string, BreakdownEntry>>;
  readonly names: Readonly<Record<string, BreakdownEntry>>;
}

/** What the server is doing: takes everything, works off a queue, turns senders away (429), or cannot reach its store (503). */
export type ServerState = "ok" | "busy" | "refusing" | "storeDown";

export interface ServerStatus {
  readonly state: ServerState;
  /** When the state began. */
  readonly since: string;
  /** Events that wait for the journal, and how many may wait. */
  readonly queued: number;
  readonly capacity: number;
  /** Requests turned away for want of room, a second, over the last 10 s. */
  readonly refusedPerSecond: number;
  /** Time of one journal transaction over the last 60 s; null while none was written. */
  readonly commitMs: { readonly p50: number; readonly p99: number } | null;
}

export interface CartItem {
  readonly productId: string | null;
  readonly name: string | null;
  readonly quantity: number;
  readonly price: number | null;
  readonly currency: string | null;
}

export interface Cart {
  readonly items: readonly CartItem[];
  readonly quantity: number;
  readonly total: number | null;
  readonly currency: string | null;
  readonly updated: string | null;
}

export interface StageEntry {
  readonly stage: string;
  readonly from: string | null;
  readonly at: string;
  readonly because: string | null;
}

export interface Consent {
  readonly purpose: string;
  readonly channel: string | null;
  readonly given: boolean;
  readonly at: string;
  readonly messageId: string | null;
}

/** An inferred preference with its evidence: how many touchpoints, the latest, and the decayed share (0 to 100). */
export interface Leaning {
  readonly share: number;
  readonly weight: number;
  readonly count: number;
  readonly last: string;
}

export interface CustomerValue extends MoneyByCurrency {
  readonly currency: string;
  readonly cancelled: number;
  readonly averageOrder: number | null;
  readonly firstOrder: string | null;
  readonly lastOrder: string | null;
  readonly buyingDays: number;
  readonly unconverted: number;
  readonly byCurrency: Readonly<Record<string, MoneyByCurrency>>;
}

export interface LastAnswer {
  readonly last: number | null;
  readonly at: string | null;
  readonly comment: string | null;
}

export interface Ticket {
  readonly ticketId: string;
  readonly subject: string | null;
  readonly opened: string | null;
  readonly updated: string | null;
}

export interface CustomerView {
  readonly id: string;
  readonly version: number;
  readonly asOf: string;
  readonly known: boolean;
  readonly displayName: string | null;
  readonly traits: Readonly<Record<string, unknown>>;
  readonly links: readonly { readonly id: string; readonly since: string }[];
  readonly firstSeen: string | null;
  readonly lastSeen: string | null;
  readonly touchpoints: {
    readonly total: number;
    readonly byKind: Readonly<Record<string, number>>;
    readonly byChannel: Readonly<Record<string, number>>;
    readonly byName: Readonly<Record<string, number>>;
    readonly other: number;
  };
  readonly cart: Cart | null;
  readonly journey: { readonly stage: string | null; readonly since: string | null; readonly history: readonly StageEntry[] };
  readonly preferences: {
    readonly explicit: Readonly<Record<string, unknown>>;
    readonly consents: readonly Consent[];
    readonly channels: readonly (Leaning & { readonly channel: string })[];
    readonly categories: readonly (Leaning & { readonly category: string })[];
    readonly hours: readonly (Leaning & { readonly hour: number })[];
  };
  readonly value: CustomerValue;
  readonly experience: {
    readonly csat: Csat & LastAnswer;
    readonly nps: Nps & LastAnswer;
    readonly ces: Ces & LastAnswer;
    readonly openTickets: readonly Ticket[];
    readonly resolvedTickets: number;
    /** Mean seconds from opened to resolved. */
    readonly timeToResolve: number | null;
  };
  readonly recent: readonly TouchpointRow[];
}

export interface Session {
  readonly user: string;
  readonly roles: readonly string[];
}

export const roles = ["agent", "operator", "admin"] as const;
/** Each role may do what the ones before it may. */
export type Role = (typeof roles)[number];

/** Somebody who signs in with a password. GET /api/users: {items}. Admins only, like everything below. */
export interface User {
  readonly user: string;
  readonly roles: readonly Role[];
  readonly createdAt: string;
  /** The latest sign-in or request, to the minute. */
  readonly lastUsed: string | null;
}

/** POST /api/users: 201 and the user. user 1 to 100 characters, password 12 to 200. */
export interface NewUser {
  readonly user: string;
  readonly password: string;
  readonly role: Role;
}

/** PUT /api/users/{user}: 204. A new password ends that user's other sessions at once. */
export interface UserChange {
  readonly role?: Role;
  readonly password?: string;
}

export type KeyKind = "writeKey" | "apiToken";

/** A write key or API token, revoked ones included. GET /api/keys: {items}, newest first. */
export interface Key {
  readonly id: string;
  readonly kind: KeyKind;
  readonly name: string;
  /** What a token may do; null for write keys. */
  readonly role: Role | null;
  readonly createdAt: string;
  readonly lastUsed: string | null;
  readonly revokedAt: string | null;
}

/** POST /api/keys: 201 and a MadeKey. role: for tokens, and for tokens only. name 1 to 100 characters. */
export interface NewKey {
  readonly kind: KeyKind;
  readonly name: string;
  readonly role?: Role;
}

/** The only answer that has the secret: it is stored hashed. */
export interface MadeKey extends Key {
  readonly secret: string;
}

/** GET /api/simulator; POST {eventsPerSecond: 1 to 200} answers 202 and the same, DELETE 204. */
export interface Simulator {
  readonly running: boolean;
  /** 0 while it rests. */
  readonly eventsPerSecond: number;
  /** Events of this run, or of the last one, that are recorded. */
  readonly sent: number;
  readonly startedBy: string | null;
  readonly since: string | null;
  /** When it stops by itself. */
  readonly until: string | null;
}

/** RFC 9457 problem details, as every error of /api is. */
export interface Problem {
  readonly type?: string;
  readonly title?: string;
  readonly status?: number;
  readonly detail?: string;
  readonly errors?: readonly { readonly field: string; readonly value?: string | null; readonly reason: string }[];
}
