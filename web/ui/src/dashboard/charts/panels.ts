// What each chart of the dashboard shows.
import type { Trend } from "../../api/contract";
import * as format from "../../format/format";
import { column, type ChartData } from "./data";

export const scoreKeys = ["csat", "nps", "ces"] as const;
export type ScoreKey = (typeof scoreKeys)[number];

const starts = (trend: Trend) => trend.buckets.map((bucket) => Date.parse(bucket.start) / 1000);

export function eventsData(trend: Trend): ChartData {
  return {
    starts: starts(trend),
    step: trend.step,
    series: [{ label: "Events", values: column(trend.buckets, (b) => b.events), kind: "line", open: "bar", colour: "series-1", write: format.count }],
  };
}

export function revenueData(trend: Trend): ChartData {
  const write = (value: number | null) => format.money(value, trend.currency);
  return {
    starts: starts(trend),
    step: trend.step,
    series: [
      { label: "Gross", values: column(trend.buckets, (b) => b.gross), kind: "bars", open: "bar", colour: "series-1", write },
      // Below the line: what went back.
      { label: "Refunds", values: column(trend.buckets, (b) => (b.refunded === 0 ? 0 : -b.refunded)), kind: "bars", open: "bar", colour: "series-6", write },
      { label: "Net", values: column(trend.buckets, (b) => b.net), kind: "line", open: "none", colour: "series-3", write },
    ],
  };
}

export function ordersData(trend: Trend): ChartData {
  return {
    starts: starts(trend),
    step: trend.step,
    series: [
      { label: "Orders", values: column(trend.buckets, (b) => b.orders), kind: "bars", open: "bar", colour: "series-2", write: format.count },
      { label: "New customers", values: column(trend.buckets, (b) => b.newCustomers), kind: "line", open: "none", colour: "series-3", write: format.count },
    ],
  };
}

export function scoreData(trend: Trend, score: ScoreKey): ChartData {
  const { label, bounds, write, pick } = scores[score];
  return {
    starts: starts(trend),
    step: trend.step,
    bounds,
    series: [
      { label: "Answers", values: column(trend.buckets, (b) => b[score].answers), kind: "bars", open: "bar", colour: "faint", write: format.count, scale: "right" },
      { label, values: column(trend.buckets, pick), kind: "line", open: "joined", colour: "series-1", write },
    ],
  };
}

const scores: Readonly<
  Record<
    ScoreKey,
    {
      readonly label: string;
      readonly bounds: readonly [number, number];
      readonly write: (value: number | null) => string;
      readonly pick: (bucket: Trend["buckets"][number]) => number | null;
    }
  >
> = {
  csat: { label: "CSAT", bounds: [0, 100], write: format.percent, pick: (b) => b.csat.share },
  nps: { label: "NPS", bounds: [-100, 100], write: format.score, pick: (b) => b.nps.score },
  ces: { label: "CES", bounds: [1, 7], write: format.mean, pick: (b) => b.ces.mean },
};
