// The hub contract: what travels over /hubs/live. The one place in the front end that names it.
import type { BreakdownCounts, CurrentBuckets, CustomerView, Kpi, ServerStatus, SlidingWindowKey, TouchpointRow, WindowKey } from "../api/contract";

export const hubPath = "/hubs/live";

/** What the browser calls. The first frame after a Watch is the full picture. */
export type ServerMethod = "WatchDashboard" | "UnwatchDashboard" | "WatchCustomer" | "UnwatchCustomer";

/** What the server calls. */
export interface ClientMethods {
  dashboard: DashboardFrame;
  customer: CustomerFrame;
  alert: Alert;
}

/** Frames are numbered by n; whoever misses a number watches again. */
interface Frame {
  readonly n: number;
  readonly full: boolean;
  readonly at: string;
}

export interface DashboardFrame extends Frame {
  readonly currency: string;
  /** Events a second over the last 10 s. */
  readonly rate: number;
  /** Commits that wait for the journal. */
  readonly behind: number;
  /** Received to pushed, in milliseconds, over the last 60 s. */
  readonly lag: { readonly p50: number | null; readonly p99: number | null; readonly count: number };
  readonly windows: Readonly<Record<WindowKey, Kpi>>;
  /** The same figures of the window just before: of 1h the 60 minutes before the last 60. */
  readonly previous: Readonly<Record<SlidingWindowKey, Kpi>>;
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

export interface Alert {
  readonly id: string;
  readonly at: string;
  readonly kind: string;
  readonly title: string;
  readonly customerId: string;
}
