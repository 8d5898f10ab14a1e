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
  /** With the last page of touchpoints, if older ones were removed by the server's policy: what was received until then. */
  readonly removedUntil?: string;
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
  /** Null by channel, as are new customers and open tickets: nobody belongs to one. */
  readonly activeCustomers: number | null;
  readonly newCustomers: number | null;
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
  readonly openTickets: number | null;
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
  readonly newCustomers: number | null;
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

export const journeyWindows = ["1h", "24h", "30d"] as const;
export type JourneyWindow = (typeof journeyWindows)[number];

/** One stage of the journey: the customers in it now, and who came and went within the window. */
export interface JourneyStage {
  readonly name: string;
  readonly rule: string;
  readonly description: string | null;
  readonly customers: number;
  /** Of all customers, 0 to 100; null of nobody. */
  readonly share: number | null;
  readonly entered: number;
  readonly left: number;
  /** How long those who left had been in it; null where nobody left. */
  readonly meanSeconds: number | null;
}

/** How many went from one stage to another within the window; `from` is null for those who were new. */
export interface JourneyFlow {
  readonly from: string | null;
  readonly to: string;
  readonly count: number;
}

/** GET /api/journey?window= : the stages in order. The last one whose rule holds is the one a customer is in. */
export interface Journey {
  readonly version: number;
  readonly window: JourneyWindow;
  readonly stages: readonly JourneyStage[];
  readonly flows: readonly JourneyFlow[];
}

export interface StageDraft {
  readonly name: string;
  readonly rule: string;
  readonly description: string | null;
}

/** PUT /api/journey: `version` is the one that was edited; 409 when another was published since. The first stage's rule is `always`; names have 1 to 64 characters without ">". */
export interface JourneyDraft {
  readonly version: number;
  readonly stages: readonly StageDraft[];
}

/** GET /api/journey/versions: {items}, newest first. */
export interface JourneyVersion {
  readonly version: number;
  readonly publishedAt: string;
  readonly publishedBy: string;
  readonly stages: readonly StageDraft[];
}

export const alertSources = ["kpi", "joined", "left", "size", "entered"] as const;
export type AlertSource = (typeof alertSources)[number];
export const alertWindows = ["5m", "10m", "1h", "24h"] as const;
export type AlertWindow = (typeof alertWindows)[number];
export const alertOps = [">", ">=", "<", "<="] as const;
export type AlertOp = (typeof alertOps)[number];

/** PUT /api/alerts/rules/{key} takes this. */
export interface AlertRuleDraft {
  readonly name: string;
  readonly source: AlertSource;
  /** Of source "kpi" only: which figure. */
  readonly metric: string | null;
  /** "segment/vip" or "stage/Loyal", of figures "channel/web" too; null is everybody. */
  readonly scope: string | null;
  /** Null of source "size": it is what it is now. */
  readonly window: AlertWindow | null;
  readonly op: AlertOp;
  readonly threshold: number;
  readonly enabled: boolean;
}

/** GET /api/alerts/rules: {items}. */
export interface AlertRule extends AlertRuleDraft {
  readonly key: string;
  readonly version: number;
  readonly publishedAt: string;
  readonly publishedBy: string;
  /** What it compares now; null where there is nothing to compare, and of rules that are off. */
  readonly value: number | null;
  /** The open alert that it raised. */
  readonly alert: Alert["id"] | null;
  /** Why it cannot be looked at any more, such as a segment that was deleted. */
  readonly broken: string | null;
}

/** GET /api/alerts: newest first. */
export interface AlertPage {
  readonly items: readonly Alert[];
  readonly next: Alert["id"] | null;
}

/** Raised when a rule's threshold is crossed, cleared when it is crossed back. GET /api/alerts?state=open|all, newest first; hub `alert`. */
export interface Alert {
  readonly id: string | number;
  /** The key of its rule. */
  readonly rule: string;
  readonly name: string;
  readonly text: string;
  readonly state: "raised" | "cleared";
  readonly value: number;
  readonly threshold: number;
  readonly raisedAt: string;
  readonly clearedAt: string | null;
  readonly acknowledgedAt: string | null;
  readonly acknowledgedBy: string | null;
  readonly note: string | null;
}

export type FollowUpMetric = "nps" | "csat" | "ces";

export interface FollowUpNote {
  readonly at: string;
  readonly by: string;
  readonly text: string;
}

/** A low score that somebody has to see to. POST /api/followups/{id}/take|note|resolve|release answer with it. */
export interface FollowUp {
  readonly id: string;
  readonly metric: FollowUpMetric;
  readonly state: "open" | "taken" | "resolved";
  /** The latest low answer. */
  readonly score: number;
  readonly comment: string | null;
  readonly answeredAt: string;
  /** How many low answers there were until it was resolved. */
  readonly answers: number;
  readonly openedAt: string;
  readonly takenBy: string | null;
  readonly takenAt: string | null;
  /** The latest 10, oldest first. */
  readonly notes: readonly FollowUpNote[];
  readonly noteCount: number;
  /** "" if it goes on as another one. */
  readonly resolvedBy: string | null;
  readonly resolvedAt: string | null;
  readonly outcome: string | null;
  readonly mergedInto: string | null;
}

/** A follow-up in a list: of its notes only the latest. */
export interface FollowUpRow extends Omit<FollowUp, "notes"> {
  readonly customerId: string;
  readonly displayName: string | null;
  readonly note: FollowUpNote | null;
}

/** How many nobody has and how many somebody has, and since when the longest waiting one waits for somebody. Hub `followUps`. */
export interface FollowUpCounts {
  readonly open: number;
  readonly taken: number;
  readonly oldest: string | null;
}

/** GET /api/followups: those that nobody has first, oldest first; resolved ones latest first. */
export interface FollowUpPage extends FollowUpCounts {
  readonly items: readonly FollowUpRow[];
  readonly next: string | null;
}

export interface FollowUpQuery {
  readonly state?: FollowUp["state"] | null;
  readonly mine?: true | null;
  readonly metric?: FollowUpMetric | null;
  readonly limit?: number;
  readonly cursor?: string | null;
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

/** What the models expect of a customer; docs/value.md. Chances are 0..1, days yyyy-MM-dd. */
export interface Predicted {
  /** That she is still a customer; null for who bought on one day only: nobody can tell yet. */
  readonly alive: number | null;
  /** That she orders within the next 12 months. */
  readonly returns12m: number;
  readonly orders12m: number;
  /** Of 10 customers with her history, 8 lie in this range. */
  readonly ordersLow: number;
  readonly ordersHigh: number;
  readonly value12m: number;
  readonly spendPerDay: number;
  /** From this day on she is more probably lost than not, unless she buys. */
  readonly doubtfulFrom: string | null;
  readonly buyingDays: number;
  /** Fifths of all buyers, 1 to 5, 5 best. */
  readonly rfm: { readonly recency: number; readonly frequency: number; readonly monetary: number };
  readonly asOf: string;
  readonly model: { readonly version: number; readonly fittedAt: string; readonly customers: number; readonly repeatCustomers: number };
}

/** GET /api/value/model: nulls before the first fit. */
export interface ValueModel {
  readonly version: number | null;
  readonly fittedAt: string | null;
  readonly repeatCustomers: number | null;
  readonly neededRepeatCustomers: number;
}

/** What to do for her, the most urgent first. */
export interface NextBestAction {
  readonly key: string;
  readonly title: string;
  readonly reason: string;
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
  readonly predicted?: Predicted | null;
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
    /** Those to be seen to, oldest first, then the latest 5 that were resolved. Absent from older servers. */
    readonly followUps?: readonly FollowUp[];
  };
  /** The segments she is in, by key; until is when she leaves if nothing more happens. */
  readonly segments?: readonly Membership[];
  readonly nextBestActions?: readonly NextBestAction[];
  readonly recent: readonly TouchpointRow[];
}

/** Why a decision was made: an event, time alone, a rule that was published, or ids that were joined. */
export type Cause = "event" | "time" | "rule" | "link";

export interface Membership {
  readonly key: string;
  readonly name: string;
  readonly since: string;
  /** Null: not by time alone. */
  readonly until: string | null;
  readonly cause: Cause;
  /** The message that was the cause; null for the other causes. */
  readonly because: string | null;
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

export const webhookEvents = ["segment.joined", "segment.left", "stage.entered", "followup.opened", "followup.resolved", "alert.raised"] as const;
export type WebhookEvent = (typeof webhookEvents)[number];
export type WebhookState = "ok" | "waiting" | "retrying" | "down" | "paused";

/** Where events go. POST /api/webhooks: 201 and a MadeWebhook; PUT /api/webhooks/{id}: any of these and `paused`. */
export interface WebhookTarget {
  readonly name: string;
  readonly url: string;
  readonly events: readonly WebhookEvent[];
  /** Empty: all. */
  readonly segments: readonly string[];
  readonly stages: readonly string[];
}

/** GET /api/webhooks: {items}, the oldest first. */
export interface Webhook extends WebhookTarget {
  readonly id: number;
  readonly state: WebhookState;
  readonly createdAt: string;
  readonly createdBy: string;
  readonly pausedAt: string | null;
  readonly pausedWhy: string | null;
  readonly deliveredAt: string | null;
  readonly failedAt: string | null;
  readonly lastError: string | null;
  /** Attempts that failed since the latest success. */
  readonly failures: number;
  /** Until when the whole endpoint rests. */
  readonly retryAt: string | null;
  readonly oldSecretUntil: string | null;
  readonly pending: number;
  readonly oldestPending: string | null;
  readonly dead: number;
  readonly notTaken: number;
}

export interface MadeWebhook {
  readonly webhook: Webhook;
  /** No other answer has it. */
  readonly secret: string;
}

export type DeliveryState = "pending" | "delivered" | "dead";

/** GET /api/webhooks/{id}/deliveries?state=&before=&limit=: {items, next}, the latest first. */
export interface WebhookDelivery {
  readonly id: number;
  readonly messageId: string;
  readonly event: WebhookEvent | "webhook.test";
  readonly state: DeliveryState;
  readonly createdAt: string;
  readonly attempts: number;
  readonly nextAt: string | null;
  readonly finishedAt: string | null;
  readonly status: number | null;
  readonly tookMs: number | null;
  readonly error: string | null;
  readonly body: string;
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
  readonly errors?: readonly FieldProblem[];
}

/** What is wrong with one field; of rules also where, see RuleProblem. */
export interface FieldProblem {
  readonly field: string;
  readonly value?: string | null;
  /** Older parts of the server say `reason`, rules say `message`. */
  readonly reason?: string;
  readonly message?: string;
  readonly start?: number;
  readonly length?: number;
  readonly line?: number;
  readonly column?: number;
  readonly suggestion?: string | null;
}

// Rules, segments, transitions and backfills.

export const ruleTypes = ["money", "number", "time", "text", "set", "yesno", "duration", "any"] as const;
export type RuleType = (typeof ruleTypes)[number];

/** One field that a rule may name. What stands in angle brackets is the sender's to name: `traits.<name>`. */
export interface VocabularyItem {
  readonly path: string;
  readonly type: RuleType;
  readonly description: string;
  readonly example: string;
  /** What it is known to be, where that is a short list. */
  readonly values?: readonly string[] | null;
  /** Other spellings: those of the customer's JSON. */
  readonly aliases?: readonly string[] | null;
}

export interface VocabularyFunction {
  readonly name: string;
  readonly signature: string;
  readonly description: string;
  readonly example: string;
}

/** GET /api/rules/vocabulary: the words of the rule language. */
export interface Vocabulary {
  readonly items: readonly VocabularyItem[];
  readonly functions: readonly VocabularyFunction[];
  readonly keywords: readonly string[];
  readonly operators: readonly string[];
}

/** What is wrong at one place of a rule. Start and length count UTF-16 units from 0, line and column from 1. */
export interface RuleProblem {
  readonly start: number;
  readonly length: number;
  readonly line: number;
  readonly column: number;
  readonly message: string;
  /** What would be right in that place. */
  readonly suggestion: string | null;
}

/** POST /api/rules/check {rule, use, key?}; key: the segment that the rule is for. */
export interface RuleCheck {
  readonly ok: boolean;
  readonly errors: readonly RuleProblem[];
  /** What is allowed but looks like a slip. */
  readonly hints?: readonly RuleProblem[];
  /** Whether the answer can change with no further event. */
  readonly dependsOnTime: boolean;
  /** The segments that the rule mentions. */
  readonly segments: readonly string[];
}

export type BackfillState = "running" | "paused" | "done";

/** After a rule was published or deleted everybody is evaluated anew. GET /api/backfills: {items}, newest first. */
export interface Backfill {
  readonly id: number;
  readonly generation: number;
  readonly reason: string;
  readonly state: BackfillState;
  readonly done: number;
  readonly total: number;
  /** Customers whose memberships or stage it changed. */
  readonly changed: number;
  readonly startedAt: string;
  readonly finishedAt: string | null;
  readonly perSecond: number;
}

export interface FlowCount {
  readonly hour: number;
  readonly day: number;
}

/** GET /api/segments: {items, population} */
export interface Segment {
  readonly key: string;
  readonly name: string;
  readonly description: string | null;
  readonly rule: string;
  readonly version: number;
  readonly publishedAt: string;
  readonly publishedBy: string;
  readonly size: number;
  /** Of the population, 0 to 100; null of nobody. */
  readonly share: number | null;
  readonly joined: FlowCount;
  readonly left: FlowCount;
  /** Its size at the end of each of the last 24 hours, oldest first. */
  readonly spark: readonly number[];
  readonly backfill: Backfill | null;
  /** Why the rule cannot be evaluated any more; null for nearly all. */
  readonly broken: string | null;
}

export interface Segments {
  readonly items: readonly Segment[];
  /** How many customers there are. */
  readonly population: number;
}

export interface SegmentVersion {
  readonly version: number;
  readonly name: string;
  readonly rule: string;
  readonly description: string | null;
  readonly publishedAt: string;
  readonly publishedBy: string;
  readonly deleted: boolean;
}

/** GET /api/segments/{key} */
export interface SegmentDetail extends Segment {
  readonly versions: readonly SegmentVersion[];
}

export const flowWindowKeys = ["1h", "24h", "30d"] as const;
export type FlowWindowKey = (typeof flowWindowKeys)[number];

export interface FlowBucket {
  readonly start: string;
  readonly joined: number;
  readonly left: number;
  /** At the end of the step. */
  readonly size: number;
}

/** GET /api/segments/{key}/series?window= */
export interface SegmentSeries {
  readonly step: TrendStep;
  readonly buckets: readonly FlowBucket[];
}

/** PUT /api/segments/{key}. version: the one that was edited, 0 for a new segment; 409 when another one was published since. */
export interface SegmentDraft {
  readonly name: string;
  readonly rule: string;
  readonly description?: string | null;
  readonly version?: number;
}

/** A customer in a preview, with the reason in a few words. */
export interface SampleCustomer {
  readonly id: string;
  readonly displayName: string | null;
  readonly why: string;
}

/** POST /api/segments/preview {rule, key?}: what the rule would find now; with a key also against its published version. */
export interface Preview {
  readonly matches: number;
  readonly share: number | null;
  readonly population: number;
  readonly scanned: number;
  /** False: not everybody was looked at, and the numbers are estimated from those who were. */
  readonly exact: boolean;
  readonly milliseconds: number;
  readonly sample: readonly SampleCustomer[];
  readonly joins?: number | null;
  readonly leaves?: number | null;
  readonly joinSample?: readonly SampleCustomer[] | null;
  readonly leaveSample?: readonly SampleCustomer[] | null;
}

export interface EvidenceEvent {
  readonly messageId: string;
  readonly at: string;
  readonly name: string;
  readonly customerId: string;
  readonly seq: number;
}

/** One part of a rule as it stands for one customer. */
export interface Condition {
  readonly text: string;
  readonly kind: "all" | "any" | "not" | "condition";
  readonly holds: boolean;
  readonly actual: string | null;
  readonly expected: string | null;
  /** When its answer changes with no further event. */
  readonly changesAt: string | null;
  readonly since: string | null;
  readonly children: readonly Condition[];
  /** The latest touchpoints behind the value, of `eventCount`; null where nobody counted. */
  readonly events: readonly EvidenceEvent[];
  readonly eventCount: number | null;
}

/** GET /api/customers/{id}/segments/{key}?at= */
export interface Evidence {
  readonly customerId: string;
  readonly key: string;
  readonly name: string;
  readonly rule: string;
  readonly version: number;
  readonly member: boolean;
  readonly since: string | null;
  readonly cause: Cause | null;
  readonly because: string | null;
  readonly why: string | null;
  /** What happens with no further event, and when. */
  readonly changes: { readonly at: string; readonly to: "leaves" | "joins" } | null;
  readonly root: Condition;
}

/** Somebody joined or left a segment, or entered a stage. GET /api/transitions: a Page of them, newest first. */
export interface Transition {
  readonly id: number;
  readonly customerId: string;
  readonly displayName: string | null;
  readonly kind: "joined" | "left" | "stage";
  /** The segment's key; of stages the name. */
  readonly key: string;
  readonly name: string;
  /** The stage before. */
  readonly from: string | null;
  /** When it became true, and when that was noticed and written down. */
  readonly at: string;
  readonly decidedAt: string;
  readonly cause: Cause;
  readonly because: string | null;
  readonly why: string | null;
}

/** One series of an instrument: a value for each step, oldest first. */
export interface MeterSeries {
  /** The value of the instrument's first tag, or null. */
  readonly tag: string | null;
  /** A gauge's value, what a counter went up by, how many measurements a histogram got. Null where nothing was measured. */
  readonly values: readonly (number | null)[];
  /** Of histograms: what half, and 99 of 100, did not exceed; of each step, and of the last minute. */
  readonly p50: readonly (number | null)[] | null;
  readonly p99: readonly (number | null)[] | null;
  readonly lastP50: number | null;
  readonly lastP99: number | null;
}

export interface Instrument {
  readonly name: string;
  readonly kind: "gauge" | "counter" | "total" | "histogram";
  /** As OpenTelemetry writes units: s, By, {event}. */
  readonly unit: string;
  readonly description: string;
  readonly series: readonly MeterSeries[];
}

export interface Finding {
  readonly key: string;
  readonly level: "note" | "behind" | "trouble";
  readonly title: string;
  readonly detail: string;
  readonly advice: string;
}

/** A process over the store, in short. */
export interface ProcessSummary {
  readonly name: string;
  readonly role: string;
  readonly state: "ok" | "behind" | "trouble";
  /** Seconds since it said so. */
  readonly age: number;
}

/** GET /api/operations?process=&after= */
export interface Operations {
  /** The process that answers, and the others over its store. */
  readonly answers: ProcessSummary;
  readonly others: readonly ProcessSummary[];
  readonly asOf: string;
  readonly process: {
    readonly name: string;
    readonly role: string;
    readonly engine: string;
    readonly store: string;
    readonly version: string;
    readonly runtime: string;
    readonly processors: number;
    readonly memoryLimit: number;
    readonly startedAt: string;
  };
  readonly state: "ok" | "behind" | "trouble";
  readonly findings: readonly Finding[];
  /** Seconds. */
  readonly step: number;
  readonly kept: number;
  readonly recent: number;
  readonly sample: number;
  readonly times: readonly string[];
  readonly instruments: readonly Instrument[];
}
