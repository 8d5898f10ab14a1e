import { expect, test } from "vitest";
import type { Bucket, CurrentBuckets, Trend, TrendStep } from "../api/contract";
import { emptyBucket, isBehind, withCurrent } from "./trend";

const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 12, minute)).toISOString();
const bucket = (minute: number, events: number): Bucket => ({ ...emptyBucket(at(minute)), events });
const trend = (step: TrendStep, buckets: readonly Bucket[], window: Trend["window"] = "1h"): Trend => ({
  window,
  asOf: at(59),
  currency: "EUR",
  step,
  from: buckets[0]?.start ?? at(0),
  buckets,
  previous: null,
});
const current = (minute: Bucket): CurrentBuckets => ({ minute, hour: bucket(0, 500), day: bucket(-720, 9000) });
const shape = (t: Trend) => t.buckets.map((b) => [new Date(b.start).getUTCMinutes(), b.events]);

test("The current step replaces the last one", () => {
  const before = trend("minute", [bucket(0, 1), bucket(1, 2)]);
  const after = withCurrent(before, current(bucket(1, 7)));
  expect(shape(after)).toEqual([[0, 1], [1, 7]]);
  expect(isBehind(before, current(bucket(1, 7)))).toBe(false);
});

test("A step that has begun pushes the oldest one out", () => {
  const before = trend("minute", [bucket(0, 1), bucket(1, 2)]);
  expect(isBehind(before, current(bucket(2, 1)))).toBe(true);
  const after = withCurrent(before, current(bucket(2, 1)));
  expect(shape(after)).toEqual([[1, 2], [2, 1]]);
  expect(after.from).toBe(at(1));
});

test("Steps nobody heard of are zero until they are fetched", () => {
  const after = withCurrent(trend("minute", [bucket(0, 1), bucket(1, 2), bucket(2, 3), bucket(3, 4)]), current(bucket(6, 5)));
  expect(shape(after)).toEqual([[3, 4], [4, 0], [5, 0], [6, 5]]);
});

test("After a whole night of silence there are still no more steps than before", () => {
  const after = withCurrent(trend("minute", [bucket(0, 1), bucket(1, 2)]), current({ ...emptyBucket("2026-01-02T09:00:00.000Z"), events: 3 }));
  expect(after.buckets).toHaveLength(2);
  expect(after.buckets.map((b) => b.events)).toEqual([0, 3]);
});

test("A frame older than what was fetched changes nothing", () => {
  const before = trend("minute", [bucket(1, 1), bucket(2, 9)]);
  expect(withCurrent(before, current(bucket(2, 8)))).toBe(before);
  expect(withCurrent(before, current(bucket(1, 100)))).toBe(before);
});

test("Of all time nothing is pushed out", () => {
  const before = trend("day", [{ ...emptyBucket("2025-12-31T00:00:00.000Z"), events: 4 }], "all");
  expect(withCurrent(before, current(bucket(0, 0))).buckets.map((b) => b.events)).toEqual([4, 9000]);
});

test("Imported history stays where it ends until something happens again", () => {
  const before = trend("day", [{ ...emptyBucket("2011-12-09T00:00:00.000Z"), events: 4 }], "all");
  const quiet = { ...current(bucket(0, 0)), day: emptyBucket("2026-01-01T00:00:00.000Z") };
  expect(withCurrent(before, quiet)).toBe(before);
  expect(isBehind(before, quiet)).toBe(false);
  const busy = { ...quiet, day: { ...quiet.day, events: 1 } };
  expect(isBehind(before, busy)).toBe(true);
  expect(withCurrent(before, busy).buckets.at(-1)?.events).toBe(1);
});

test("Weeks and months are only fetched, and a server without current steps is none the worse", () => {
  const before = trend("week", [bucket(0, 1)], "all");
  expect(withCurrent(before, current(bucket(9, 1)))).toBe(before);
  expect(withCurrent(trend("minute", [bucket(0, 1)]), undefined).buckets).toHaveLength(1);
  expect(isBehind(before, undefined)).toBe(false);
});
