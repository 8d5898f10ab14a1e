// The steps behind the charts: fetched whole, then kept up to date by the current step that every frame carries.
import type { Bucket, CurrentBuckets, Trend, TrendStep, WindowKey } from "../api/contract";
import type { Scope } from "../scopes/scope";

const lengths: Readonly<Partial<Record<TrendStep, number>>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/** What the current step is called in a frame; weeks and months are only fetched. */
export function currentOf(step: TrendStep, current: CurrentBuckets | undefined): Bucket | null {
  return step === "minute" || step === "hour" || step === "day" ? (current?.[step] ?? null) : null;
}

/** True when the trend ends before the step that is current: what came in between is to be fetched. */
export function isBehind(trend: Trend, current: CurrentBuckets | undefined): boolean {
  const bucket = currentOf(trend.step, current);
  const last = trend.buckets.at(-1);
  return bucket !== null && last !== undefined && Date.parse(bucket.start) > Date.parse(last.start) && !isOver(trend, bucket);
}

/**
 * The trend with its last step as the frame has it. A step that has begun since pushes the oldest one out (of all time
 * nothing is pushed out); steps nobody heard of are zero until they are fetched.
 */
export function withCurrent(trend: Trend, current: CurrentBuckets | undefined): Trend {
  const bucket = currentOf(trend.step, current);
  const last = trend.buckets.at(-1);
  const length = lengths[trend.step];
  if (bucket === null || last === undefined || length === undefined || isOver(trend, bucket)) return trend;
  const missing = Math.round((Date.parse(bucket.start) - Date.parse(last.start)) / length);
  // A frame that was on its way while the trend was fetched is older than what was fetched.
  if (missing < 0 || (missing === 0 && bucket.events < last.events)) return trend;
  if (missing === 0) return { ...trend, buckets: [...trend.buckets.slice(0, -1), bucket] };
  const between = Array.from({ length: Math.min(missing - 1, most) }, (_, i) =>
    emptyBucket(new Date(Date.parse(bucket.start) - (Math.min(missing - 1, most) - i) * length).toISOString()),
  );
  const all = [...trend.buckets, ...between, bucket];
  const buckets = trend.window === "all" ? all : all.slice(-trend.buckets.length);
  return { ...trend, from: buckets[0]?.start ?? trend.from, buckets };
}

/** Of all time, a course whose last event lies back ends there until something happens again. */
function isOver(trend: Trend, current: Bucket): boolean {
  return trend.window === "all" && current.events === 0;
}

/** No trend has more steps than this. */
const most = 400;

export function emptyBucket(start: string): Bucket {
  return {
    start,
    events: 0,
    newCustomers: 0,
    orders: 0,
    gross: 0,
    refundCount: 0,
    refunded: 0,
    net: 0,
    csat: { share: null, answers: 0 },
    nps: { score: null, answers: 0 },
    ces: { mean: null, share: null, answers: 0 },
  };
}

export interface TrendState {
  readonly trend: Trend | null;
  readonly window: WindowKey;
  readonly scope: Scope | null;
  readonly error: string | null;
}
