import { expect, test } from "vitest";
import type { Trend } from "../../api/contract";
import { emptyBucket } from "../trend";
import { calmRange, holdSteps, splitUnfinished, stepRange, toCsv } from "./data";

const trend = (starts: readonly string[], events: number): Trend => ({
  window: "1h",
  asOf: "",
  currency: "EUR",
  step: "minute",
  from: starts[0] ?? "",
  buckets: starts.map((start) => ({ ...emptyBucket(start), events })),
  previous: null,
});

test("Under the pointer the steps stay and their figures are the newest", () => {
  const held = trend(["a", "b", "c"], 1);
  const shown = holdSteps(held, trend(["b", "c", "d"], 2));
  expect(shown.buckets.map((b) => [b.start, b.events])).toEqual([["a", 1], ["b", 2], ["c", 2]]);
  expect(holdSteps(held, held)).toBe(held);
});

test("Another window is shown at once, held or not", () => {
  const next: Trend = { ...trend(["x"], 2), window: "24h" };
  expect(holdSteps(trend(["a"], 1), next)).toBe(next);
});

test("The step that has not ended is drawn apart: joined, as a bar alone, or not at all", () => {
  expect(splitUnfinished([1, 2, 3], "joined")).toEqual([[1, 2, null], [null, 2, 3]]);
  expect(splitUnfinished([1, 2, 3], "bar")).toEqual([[1, 2, null], [null, null, 3]]);
  expect(splitUnfinished([1, 2, 3], "none")).toEqual([[1, 2, null], [null, null, null]]);
  expect(splitUnfinished([], "joined")).toEqual([[], []]);
});

test("The scale ends at round numbers and holds still while values move a little", () => {
  expect(calmRange(0, 0)).toEqual([0, 1]);
  expect(calmRange(null, null)).toEqual([0, 1]);
  expect(calmRange(0, 97)).toEqual([0, 100]);
  expect(calmRange(0, 99)).toEqual([0, 150]);
  expect(calmRange(0, 1234)).toEqual([0, 1500]);
  expect(calmRange(0, 1301)).toEqual([0, 1500]);
  expect(calmRange(-40, 310)).toEqual([-50, 400]);
  expect(calmRange(0, 0.03)).toEqual([0, 0.04]);
});

test("A chart's numbers can be taken along", () => {
  const csv = toCsv({
    starts: [1767268800, 1767268860],
    step: "minute",
    series: [
      { label: "Net, EUR", values: [1.5, null], kind: "line", open: "none", colour: "series-1", write: String },
      { label: "Orders", values: [3, 0], kind: "bars", open: "bar", colour: "series-2", write: String },
    ],
  });
  expect(csv).toBe('start,"Net, EUR",Orders\n2026-01-01T12:00:00.000Z,1.5,3\n2026-01-01T12:01:00.000Z,,0');
});

test("A chart is as wide as its steps, also when there is only one", () => {
  expect(stepRange({ starts: [600, 660, 720], step: "minute" })).toEqual([570, 750]);
  expect(stepRange({ starts: [86_400], step: "day" })).toEqual([43_200, 129_600]);
});
