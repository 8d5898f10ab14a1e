// Steps of time in words. Minutes and hours are in the viewer's zone; days, weeks and months are counted in UTC and say so.
import type { TrendStep } from "../../api/contract";
import { plural } from "../../format/format";

const minute = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });
const hour = new Intl.DateTimeFormat(undefined, { weekday: "short", hour: "2-digit", minute: "2-digit" });
const day = new Intl.DateTimeFormat(undefined, { weekday: "short", day: "numeric", month: "short", timeZone: "UTC" });
const dayOfYear = new Intl.DateTimeFormat(undefined, { weekday: "short", day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
const week = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
const month = new Intl.DateTimeFormat(undefined, { month: "short", year: "numeric", timeZone: "UTC" });
const axisDay = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short", timeZone: "UTC" });

/** One step, as the readout names it. */
export function stepName(start: number, step: TrendStep): string {
  const at = new Date(start * 1000);
  switch (step) {
    case "minute":
      return minute.format(at);
    case "hour":
      return hour.format(at);
    case "day":
      return `${(at.getUTCFullYear() === new Date().getUTCFullYear() ? day : dayOfYear).format(at)} UTC`;
    case "week":
      return `Week of ${week.format(at)}`;
    case "month":
      return month.format(at);
  }
}

/** Whether a course whose last step this is has ended: imported history does, long before now. */
export function isPast(last: number, step: TrendStep, now: number): boolean {
  return now / 1000 >= last + 2 * stepSeconds[step];
}

export const stepSeconds: Readonly<Record<TrendStep, number>> = {
  minute: 60,
  hour: 3_600,
  day: 86_400,
  week: 7 * 86_400,
  month: 30 * 86_400,
};

/** The same on an axis, where room is short. */
export function stepTick(start: number, step: TrendStep): string {
  const at = new Date(start * 1000);
  if (step === "minute" || step === "hour") return minute.format(at);
  return step === "month" ? month.format(at) : axisDay.format(at);
}

/** Days and longer are cut at midnight UTC: their axis is in UTC too. */
export const inUtc = (step: TrendStep) => step !== "minute" && step !== "hour";

/** How far the chart goes back, in its steps: "60 minutes". */
export function spanName(steps: number, step: TrendStep): string {
  return plural(steps, step, `${step}s`);
}

/** Of ticks that read the same only the first is written: few long steps have more room than names. */
export function once(ticks: readonly string[]): string[] {
  return ticks.map((tick, index) => (tick === ticks[index - 1] ? "" : tick));
}
