// Calls to /api: JSON in, JSON out, problem details as errors.
import type {
  DeliveryState, MadeWebhook, Webhook, WebhookDelivery, WebhookTarget,
  Alert, AlertPage, AlertRule, AlertRuleDraft, Breakdown, CustomerRow, CustomerView, Evidence, FieldProblem, FlowWindowKey, FollowUp, FollowUpPage, FollowUpQuery, Journey, JourneyDraft, JourneyVersion,
  JourneyWindow, Key, MadeKey, NewKey, NewUser, Operations, Page, Preview, Problem, RuleCheck, Segment, SegmentDetail, SegmentDraft, Segments, SegmentSeries, Session,
  Simulator, TouchpointRow, Transition, Trend, User, UserChange, ValueModel, Vocabulary, WindowKey,
} from "./contract";
import { scopeQuery, type Scope } from "../scopes/scope";

/** An answer other than 2xx, or no answer at all (status 0). */
export class ApiError extends Error {
  readonly status: number;
  readonly problem: Problem;

  constructor(status: number, problem: Problem) {
    super(describe(status, problem));
    this.name = "ApiError";
    this.status = status;
    this.problem = problem;
  }
}

function describe(status: number, problem: Problem): string {
  const reasons = problem.errors?.map((error) => `${error.field}: ${reasonOf(error)}`).join("; ");
  return reasons || problem.detail || problem.title || (status === 0 ? "The server did not answer." : `The server answered ${status}.`);
}

/** What is wrong, in whichever word the server says it. */
export const reasonOf = (error: FieldProblem): string => error.message ?? error.reason ?? "";

let whenSignedOut: () => void = () => undefined;

/** Called whenever the server says that nobody is signed in. */
export function onSignedOut(handler: () => void): void {
  whenSignedOut = handler;
}

/** How long an answer may take to begin; what only reads is then asked again by whoever needs it. */
const patience = 30_000;

/** How long after a break wires are doubted, how soon one is given up then, and how many at most: a browser keeps no more for one server. */
const doubtFor = 60_000;
const quick = 2_500;
const mostWires = 6;
let doubtUntil = 0;

/**
 * The connection broke, or the machine slept: wires that the browser has kept may be dead and not say so, and what is asked through one of them is never
 * answered. Giving a request up closes its wire.
 */
export function doubtWires(): void {
  doubtUntil = Date.now() + doubtFor;
}

async function ask(path: string, init: RequestInit, signal: AbortSignal | undefined): Promise<Response> {
  if (init.method !== "GET") return await fetch(path, { ...init, signal: signal ?? null });
  const wires = Date.now() < doubtUntil ? mostWires : 0;
  for (let wire = 0; wire < wires; wire++) {
    try {
      return await within(quick, path, init, signal);
    } catch (error) {
      if (!(error instanceof DOMException && error.name === "TimeoutError")) throw error;
    }
  }
  return await within(patience, path, init, signal);
}

async function within(time: number, path: string, init: RequestInit, signal: AbortSignal | undefined): Promise<Response> {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(new DOMException("No answer in time", "TimeoutError")), time);
  try {
    return await fetch(path, { ...init, signal: signal ? AbortSignal.any([signal, late.signal]) : late.signal });
  } finally {
    clearTimeout(timer);
  }
}

async function call<T>(method: string, path: string, options: { body?: unknown; signal?: AbortSignal | undefined } = {}): Promise<T> {
  const headers: Record<string, string> = { Accept: "application/json" };
  const init: RequestInit = { method, headers, credentials: "same-origin", cache: "no-store" };
  if (options.body !== undefined) {
    headers["Content-Type"] = "application/json";
    init.body = JSON.stringify(options.body);
  }
  let answer: Response;
  try {
    answer = await ask(path, init, options.signal);
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new ApiError(0, { title: "The server did not answer." });
  }
  if (!answer.ok) {
    if (answer.status === 401 && path !== "/api/session") whenSignedOut();
    throw new ApiError(answer.status, await problemOf(answer));
  }
  return (answer.status === 204 ? undefined : await answer.json()) as T;
}

async function problemOf(answer: Response): Promise<Problem> {
  try {
    const body: unknown = await answer.json();
    return typeof body === "object" && body !== null ? body : {};
  } catch {
    return {};
  }
}

function query(values: Readonly<Record<string, string | number | null | undefined>>): string {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(values)) if (value != null && value !== "") search.set(key, String(value));
  const text = search.toString();
  return text === "" ? "" : `?${text}`;
}

const alertRulePath = (key: string) => `/api/alerts/rules/${encodeURIComponent(key)}`;
const userPath = (user: string) => `/api/users/${encodeURIComponent(user)}`;
const segmentPath = (key: string) => `/api/segments/${encodeURIComponent(key)}`;
const customerPath = (id: string) => `/api/customers/${encodeURIComponent(id)}`;

export interface CustomerSearch {
  readonly query?: string;
  readonly segment?: string | null;
  readonly stage?: string | null;
  readonly cursor?: string | null;
  readonly limit?: number;
}

export interface TransitionSearch {
  readonly segment?: string | null;
  readonly stage?: string | null;
  readonly customer?: string | null;
  readonly before?: string | null;
  readonly limit?: number;
}

export const api = {
  session: () => call<Session>("GET", "/api/session"),
  signIn: (user: string, password: string) => call<void>("POST", "/api/session", { body: { user, password } }),
  signOut: () => call<void>("DELETE", "/api/session"),

  /** `scope`: only what a segment's or stage's customers did, or what came by a channel. */
  trend: (window: WindowKey, scope: Scope | null = null, signal?: AbortSignal) =>
    call<Trend>("GET", `/api/kpis/trend${query({ window, ...scopeQuery(scope) })}`, { signal }),

  journey: (window: JourneyWindow, signal?: AbortSignal) => call<Journey>("GET", `/api/journey${query({ window })}`, { signal }),
  journeyVersions: (signal?: AbortSignal) => call<{ readonly items: readonly JourneyVersion[] }>("GET", "/api/journey/versions", { signal }),
  /** For operators. */
  publishJourney: (draft: JourneyDraft) => call<Journey>("PUT", "/api/journey", { body: draft }),

  alerts: (page: { state: "open" | "all"; before?: Alert["id"] | null; limit?: number }, signal?: AbortSignal) =>
    call<AlertPage>("GET", `/api/alerts${query(page)}`, { signal }),
  acknowledge: (id: Alert["id"], note: string) =>
    call<Alert>("POST", `/api/alerts/${encodeURIComponent(id)}/acknowledge`, { body: note === "" ? {} : { note } }),
  followUps: (page: FollowUpQuery, signal?: AbortSignal) => call<FollowUpPage>("GET", `/api/followups${query({ ...page, mine: page.mine ? "true" : null })}`, { signal }),
  followUp: (id: string, act: "take" | "note" | "resolve" | "release", body: Readonly<Record<string, string>>) =>
    call<FollowUp>("POST", `/api/followups/${encodeURIComponent(id)}/${act}`, { body }),
  alertRules: (signal?: AbortSignal) => call<{ readonly items: readonly AlertRule[] }>("GET", "/api/alerts/rules", { signal }),
  /** For operators. */
  /** `version`: the one that was edited; 409 when another was published since. */
  saveAlertRule: (key: string, rule: Partial<AlertRuleDraft> & { readonly version?: number }) => call<AlertRule>("PUT", alertRulePath(key), { body: rule }),
  removeAlertRule: (key: string) => call<void>("DELETE", alertRulePath(key)),

  /** For operators. Of the process that answers or another one; after a sample: only what came since. */
  operations: (process: string | null, after: number | null, signal?: AbortSignal) => call<Operations>("GET", `/api/operations${query({ process, after })}`, { signal }),

  simulator: (signal?: AbortSignal) => call<Simulator>("GET", "/api/simulator", { signal }),
  startSimulator: (eventsPerSecond: number) => call<Simulator>("POST", "/api/simulator", { body: { eventsPerSecond } }),
  stopSimulator: () => call<void>("DELETE", "/api/simulator"),

  customers: (search: CustomerSearch, signal?: AbortSignal) =>
    call<Page<CustomerRow>>("GET", `/api/customers${query({ ...search })}`, { signal }),

  valueModel: (signal?: AbortSignal) => call<ValueModel>("GET", "/api/value/model", { signal }),

  /** The customer as she is now, or as she was known at an instant. */
  customer: (id: string, at: string | null, signal?: AbortSignal) =>
    call<CustomerView>("GET", `${customerPath(id)}${query({ at })}`, { signal }),

  /** Touchpoints from the newest back, a page at a time; channel and name are filters. */
  touchpoints: (
    id: string,
    page: { before?: string | null; at?: string | null; channel?: string | null; name?: string | null; limit: number },
    signal?: AbortSignal,
  ) => call<Page<TouchpointRow>>("GET", `${customerPath(id)}/touchpoints${query(page)}`, { signal }),

  vocabulary: (signal?: AbortSignal) => call<Vocabulary>("GET", "/api/rules/vocabulary", { signal }),
  /** With the key of the segment it is for a rule that comes to mention itself is told so. */
  checkRule: (rule: string, use: "segment" | "stage", signal?: AbortSignal, key?: string | null) =>
    call<RuleCheck>("POST", "/api/rules/check", { body: key == null ? { rule, use } : { rule, use, key }, signal }),
  breakdown: (window: WindowKey, signal?: AbortSignal) => call<Breakdown>("GET", `/api/kpis/breakdown${query({ window })}`, { signal }),

  segments: (signal?: AbortSignal) => call<Segments>("GET", "/api/segments", { signal }),
  segment: (key: string, signal?: AbortSignal) => call<SegmentDetail>("GET", segmentPath(key), { signal }),
  segmentSeries: (key: string, window: FlowWindowKey, signal?: AbortSignal) =>
    call<SegmentSeries>("GET", `${segmentPath(key)}/series${query({ window })}`, { signal }),
  /** What the rule would find; with a key also who would join and leave that segment. */
  preview: (rule: string, key: string | null, signal?: AbortSignal) =>
    call<Preview>("POST", "/api/segments/preview", { body: key === null ? { rule } : { rule, key }, signal }),
  publishSegment: (key: string, draft: SegmentDraft) => call<Segment>("PUT", segmentPath(key), { body: draft }),
  deleteSegment: (key: string) => call<void>("DELETE", segmentPath(key)),
  transitions: (search: TransitionSearch, signal?: AbortSignal) => call<Page<Transition>>("GET", `/api/transitions${query({ ...search })}`, { signal }),
  /** Why she is in a segment or not; null at: now. */
  evidence: (id: string, key: string, at: string | null, signal?: AbortSignal) =>
    call<Evidence>("GET", `${customerPath(id)}/segments/${encodeURIComponent(key)}${query({ at })}`, { signal }),
  /** Why her stage is what it is, or why it is not another one. */
  stageEvidence: (id: string, stage: string, at: string | null, signal?: AbortSignal) =>
    call<Evidence>("GET", `${customerPath(id)}/stages/${encodeURIComponent(stage)}${query({ at })}`, { signal }),

  /** For admins, like everything below. */
  users: (signal?: AbortSignal) => call<{ readonly items: readonly User[] }>("GET", "/api/users", { signal }),
  addUser: (user: NewUser) => call<User>("POST", "/api/users", { body: user }),
  changeUser: (user: string, change: UserChange) => call<void>("PUT", userPath(user), { body: change }),
  removeUser: (user: string) => call<void>("DELETE", userPath(user)),

  keys: (signal?: AbortSignal) => call<{ readonly items: readonly Key[] }>("GET", "/api/keys", { signal }),
  /** The only answer with the secret. */
  makeKey: (key: NewKey) => call<MadeKey>("POST", "/api/keys", { body: key }),
  revokeKey: (id: string) => call<void>("DELETE", `/api/keys/${encodeURIComponent(id)}`),

  webhooks: (signal?: AbortSignal) => call<{ readonly items: readonly Webhook[] }>("GET", "/api/webhooks", { signal }),
  /** The only answer with the secret. */
  makeWebhook: (target: WebhookTarget) => call<MadeWebhook>("POST", "/api/webhooks", { body: target }),
  changeWebhook: (id: number, change: Partial<WebhookTarget> & { readonly paused?: boolean }) => call<Webhook>("PUT", `/api/webhooks/${id}`, { body: change }),
  removeWebhook: (id: number) => call<void>("DELETE", `/api/webhooks/${id}`),
  renewWebhookSecret: (id: number) => call<{ readonly secret: string }>("POST", `/api/webhooks/${id}/secret`),
  testWebhook: (id: number) => call<WebhookDelivery>("POST", `/api/webhooks/${id}/test`),
  deliveries: (id: number, state: DeliveryState | "all", limit: number, signal?: AbortSignal) =>
    call<Page<WebhookDelivery>>("GET", `/api/webhooks/${id}/deliveries${query({ state, limit: String(limit) })}`, { signal }),
  replayDelivery: (id: number, delivery: number) => call<WebhookDelivery>("POST", `/api/webhooks/${id}/deliveries/${delivery}/replay`),
  replayDead: (id: number) => call<{ readonly replayed: number }>("POST", `/api/webhooks/${id}/replay`),
};
