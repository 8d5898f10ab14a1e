import { expect, test } from "vitest";
import type { SegmentSeries } from "../../api/contract";
import { flowData, sizeData, withSize } from "./course";

const series: SegmentSeries = {
  step: "hour",
  buckets: [
    { start: "2026-01-01T10:00:00.000Z", joined: 3, left: 0, size: 10 },
    { start: "2026-01-01T11:00:00.000Z", joined: 1, left: 2, size: 9 },
  ],
};

test("Who left stands below the line and is written as a plain number", () => {
  const [joined, left] = flowData(series).series;
  expect(joined?.values).toEqual([3, 1]);
  expect(left?.values).toEqual([0, -2]);
  expect(left?.write(-2)).toBe("2");
  expect(left?.write(null)).toBe("–");
});

test("The last step has the size of now", () => {
  expect(sizeData(withSize(series, 12)).series[0]?.values).toEqual([10, 12]);
  expect(withSize(series, 9)).toBe(series);
  expect(withSize(series, undefined)).toBe(series);
  expect(withSize({ step: "hour", buckets: [] }, 3).buckets).toEqual([]);
});
