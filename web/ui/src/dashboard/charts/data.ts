// From steps of time to what a chart draws. No drawing here.
import type { Bucket, Trend, TrendStep } from "../../api/contract";
import { stepSeconds } from "./steps";

export type Values = readonly (number | null)[];

export type Open = "joined" | "bar" | "none";

/** Where a series stands in the theme's palette. */
export type Colour = "series-1" | "series-2" | "series-3" | "series-6" | "faint";

export interface Series {
  readonly label: string;
  readonly values: Values;
  readonly kind: "line" | "bars";
  /**
   * The step that has not ended. A sum starts from nothing there: joined to the line it would dive once a step. So it fills
   * up as a bar, or is left to the series that does; a score is joined.
   */
  readonly open: Open;
  readonly colour: Colour;
  readonly write: (value: number | null) => string;
  /** Numbers of another size than the others' have an axis of their own. */
  readonly scale?: "right";
}

export interface ChartData {
  /** Beginnings of the steps, in seconds, oldest first. */
  readonly starts: readonly number[];
  readonly step: TrendStep;
  readonly series: readonly Series[];
  /** The ends of the left scale where they are known beforehand. */
  readonly bounds?: readonly [number, number];
}

/**
 * What is shown while somebody points at a chart: the same steps stay under the pointer, with their newest figures.
 * Steps that begin meanwhile wait.
 */
export function holdSteps(held: Trend, next: Trend): Trend {
  if (held.window !== next.window || held.step !== next.step) return next;
  const newest = new Map(next.buckets.map((bucket) => [bucket.start, bucket]));
  let changed = false;
  const buckets = held.buckets.map((bucket) => {
    const now = newest.get(bucket.start) ?? bucket;
    changed ||= now !== bucket;
    return now;
  });
  return changed ? { ...held, buckets } : held;
}

export function column(buckets: readonly Bucket[], pick: (bucket: Bucket) => number | null): (number | null)[] {
  return buckets.map(pick);
}

/** All but the last value, and the last one: the step that has not ended is drawn apart. */
export function splitUnfinished(values: Values, open: Open): readonly [(number | null)[], (number | null)[]] {
  const end = values.length - 1;
  const whole = values.map((value, index) => (index < end ? value : null));
  const unfinished = values.map((value, index) => {
    if (open === "none") return null;
    return index === end || (open === "joined" && index === end - 1) ? value : null;
  });
  return [whole, unfinished];
}

/** Ends of a scale that change rarely: zero, and the next round number beyond the largest value. */
export function calmRange(low: number | null, high: number | null): [number, number] {
  const top = roundUp(Math.max(0, high ?? 0));
  const bottom = 0 - roundUp(Math.max(0, -(low ?? 0)));
  return top === 0 && bottom === 0 ? [0, 1] : [bottom, top];
}

const rounds = [1, 1.5, 2, 3, 4, 5, 6, 8, 10, 15];

function roundUp(value: number): number {
  if (value <= 0) return 0;
  const power = 10 ** Math.floor(Math.log10(value));
  // A little air above, so that the line never touches the edge.
  const round = rounds.find((each) => each * power >= value * 1.02) ?? 15;
  return Number((round * power).toPrecision(3));
}

/** Half a step on each side: a bar stands around its step's beginning. */
export function stepRange({ starts, step }: Pick<ChartData, "starts" | "step">): [number, number] {
  const half = stepSeconds[step] / 2;
  return [(starts[0] ?? 0) - half, (starts.at(-1) ?? 0) + half];
}

/** Comma-separated values of everything a chart shows, for a spreadsheet: plain numbers, exact instants. */
export function toCsv(data: ChartData): string {
  const cell = (text: string) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const head = ["start", ...data.series.map((series) => series.label)].map(cell).join(",");
  const rows = data.starts.map((start, index) =>
    [new Date(start * 1000).toISOString(), ...data.series.map((series) => String(series.values[index] ?? ""))].join(","),
  );
  return [head, ...rows].join("\n");
}
