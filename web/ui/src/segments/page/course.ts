// A segment's course as charts draw it: how many were in it, and who came and went.
import type { SegmentSeries } from "../../api/contract";
import type { ChartData } from "../../dashboard/charts/data";
import * as format from "../../format/format";

const starts = (series: SegmentSeries) => series.buckets.map((bucket) => Date.parse(bucket.start) / 1000);

export function sizeData(series: SegmentSeries): ChartData {
  return {
    starts: starts(series),
    step: series.step,
    series: [{ label: "Customers", values: series.buckets.map((bucket) => bucket.size), kind: "line", open: "joined", colour: "series-1", write: format.count }],
  };
}

export function flowData(series: SegmentSeries): ChartData {
  const column = (pick: (bucket: SegmentSeries["buckets"][number]) => number) => series.buckets.map(pick);
  return {
    starts: starts(series),
    step: series.step,
    series: [
      { label: "Joined", values: column((bucket) => bucket.joined), kind: "bars", open: "bar", colour: "series-1", write: format.count },
      // Below the line: who went.
      { label: "Left", values: column((bucket) => (bucket.left === 0 ? 0 : -bucket.left)), kind: "bars", open: "bar", colour: "series-6", write: (value) => format.count(value === null ? null : Math.abs(value)) },
    ],
  };
}

/** The last step lives: what the hub knows now goes into it. */
export function withSize(series: SegmentSeries, size: number | undefined): SegmentSeries {
  const last = series.buckets.at(-1);
  if (last === undefined || size === undefined || last.size === size) return series;
  return { ...series, buckets: [...series.buckets.slice(0, -1), { ...last, size }] };
}
