// The hub contract: what travels over /hubs/live. The one place in the front end that names it.
import type {
  Alert, Backfill, BreakdownCounts, CurrentBuckets, CustomerView, FollowUpCounts, Kpi, PreviousKpi, ServerStatus, SlidingWindowKey, TouchpointRow, Transition, WindowKey,
} from "../api/contract";

export const hubPath = "/hubs/live";

/** What the browser calls. The first frame after a Watch is the full picture. */
export type ServerMethod =
  | "WatchDashboard"
  | "WatchDashboardOf"
  | "UnwatchDashboard"
  | "WatchCustomer"
  | "UnwatchCustomer"
  | "WatchSegments"
  | "UnwatchSegments"
  | "WatchKey"
  | "UnwatchKey";

/** What the server calls. */
export interface ClientMethods {
  dashboard: DashboardFrame;
  customer: CustomerFrame;
  segments: SegmentsFrame;
  key: KeyFrame;
  alert: Alert;
  /** Something about some follow-up changed. */
  followUps: FollowUpCounts;
}

/** Frames are numbered by n; whoever misses a number watches again. */
interface Frame {
  readonly n: number;
  readonly full: boolean;
  readonly at: string;
}

export interface DashboardFrame extends Frame {
  /** "segment/vip" where only part of it is counted: see WatchDashboardOf. Absent or null is everybody. */
  readonly scope?: string | null;
  readonly currency: string;
  /** Events a second over the last 10 s. */
  readonly rate: number;
  /** Commits that wait for the journal. */
  readonly behind: number;
  /** Received to pushed, in milliseconds, over the last 60 s. */
  readonly lag: { readonly p50: number | null; readonly p99: number | null; readonly count: number };
  readonly windows: Readonly<Record<WindowKey, Kpi>>;
  /** The same figures of the window just before: of 1h the 60 minutes before the last 60. */
  readonly previous: Readonly<Record<SlidingWindowKey, PreviousKpi>>;
  readonly current: CurrentBuckets;
  /** In every full frame, otherwise at most once a second and only when it changed: absent means unchanged. */
  readonly breakdown?: Readonly<Record<WindowKey, BreakdownCounts>>;
  readonly server: ServerStatus;
  /** Full: the latest 50. Otherwise those since the frame before. Newest first. */
  readonly touchpoints: readonly TouchpointRow[];
  /** How many more touchpoints there were than the frame carries. */
  readonly skipped?: number;
}

export interface CustomerFrame extends Frame {
  /** The id that was asked for; the customer is whoever it has become part of. */
  readonly watched: string;
  readonly receivedAt: string | null;
  readonly customer: CustomerView;
  readonly touchpoints: readonly TouchpointRow[];
}

/** How many are in a segment, and how many joined and left within the last hour. */
export interface LiveSize {
  readonly size: number;
  readonly joinedHour: number;
  readonly leftHour: number;
}

/** WatchSegments: segments and stages as they are, what is re-evaluated, and who joined and left; at most two frames a second. */
export interface SegmentsFrame extends Frame {
  readonly population: number;
  /** By key. Full: all. Otherwise those that changed, or all. */
  readonly sizes: Readonly<Record<string, LiveSize>>;
  /** Customers by stage, likewise. */
  readonly stages: Readonly<Record<string, number>>;
  readonly backfills: readonly Backfill[];
  /** Full: the latest. Otherwise those since the frame before. Newest first. */
  readonly transitions: readonly Transition[];
  /** How many more transitions there were than the frame carries. */
  readonly skipped: number;
}

export type KeyOutcome = "accepted" | "duplicate" | "rejected";

/** What became of one event sent with a write key, or of a whole request that was refused (then messageId, type and customerId are null). */
export interface KeyEvent {
  /** Its number in this key's history since the server started. */
  readonly n: number;
  readonly at: string;
  readonly outcome: KeyOutcome;
  readonly messageId: string | null;
  readonly type: string | null;
  readonly name: string | null;
  readonly customerId: string | null;
  /** Field, value and way out in one sentence; null unless rejected. */
  readonly error: string | null;
  readonly field: string | null;
  readonly value: string | null;
  readonly reason: string | null;
  /** The HTTP status of a whole request that was refused (400, 413, 415, 429, 503), else null. */
  readonly status: number | null;
  /** The JSON text as it was sent, at most 4,096 bytes of it. */
  readonly body: string | null;
  /** The body was longer: what is here is its beginning, and no whole JSON. */
  readonly cut: boolean;
}

/** WatchKey(keyId), admins: the first frame is full; at most five frames a second. */
export interface KeyFrame extends Frame {
  readonly keyId: string;
  /** Since the server started. A refused request counts as one rejected. */
  readonly counts: { readonly accepted: number; readonly duplicates: number; readonly rejected: number };
  /** Full: the latest 100. Otherwise those since the frame before, at most 100. Newest first. */
  readonly events: readonly KeyEvent[];
  /** How many more events there were since the frame before than this one carries. */
  readonly skipped: number;
}
