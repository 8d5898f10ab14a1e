import { expect, test } from "vitest";
import type { Instrument, MeterSeries, Operations } from "../api/contract";
import { Figures, measure, speed } from "./figures";
import { answer, instrument, series } from "./samples";

const figures = (steps: number, ...instruments: Instrument[]) => new Figures(answer(steps - 1, steps, instruments));

test("A gauge is what all its series are now, and has no value where nothing is measured", () => {
  const heap = instrument("heap", "gauge", "By", series([1, 2], "gen0"), series([10, 20], "gen1"));
  expect(figures(2, heap).now("heap")).toBe(22);
  expect(figures(2, heap).course("heap")).toEqual([11, 22]);
  expect(figures(2, heap).now("other")).toBeNull();
});

test("A counter is what the last minute brought, a second, by tag or together; who never counted counted nothing", () => {
  const events = instrument("events", "counter", "{event}", series(Array(20).fill(50), "accepted"), series([...Array(19).fill(null), 60], "duplicate"));
  const of = figures(20, events, instrument("refused", "counter", "{request}"));
  expect(of.sum("events")).toBe(12 * 50 + 60);
  expect(of.perSecond("events", "accepted")).toBe(10);
  expect(of.perSecond("refused")).toBe(0);
  expect(of.course("events", "duplicate").slice(-2)).toEqual([0, 12]);
});

test("Right after a start a rate is of the steps that there are, and of none it is unknown", () => {
  const events = instrument("events", "counter", "{event}", series([100, 5, 15]));
  expect(figures(3, events).perSecond("events")).toBe(2);
  expect(figures(1, instrument("events", "counter", "{event}", series([7]))).perSecond("events")).toBeNull();
  expect(new Figures(null).perSecond("events")).toBeNull();
});

test("A histogram's course is its p99, and its figures are those of the last minute", () => {
  const duration: MeterSeries = { ...series([3, 4]), p50: [0.001, 0.002], p99: [0.01, 0.4], lastP50: 0.0015, lastP99: 0.4 };
  const of = figures(2, instrument("duration", "histogram", "s", duration));
  expect([of.p50("duration"), of.p99("duration"), of.highest("duration")]).toEqual([0.0015, 0.4, 0.4]);
  expect(of.course("duration")).toEqual([0.01, 0.4]);
});

test("A value is written with its unit", () => {
  expect(measure(1, "{customer}")).toBe("1 customer");
  expect(measure(12_345, "{entry}")).toBe("12.3K entries");
  expect(measure(0.0123, "s")).toBe("12 ms");
  expect(measure(2048, "By")).toBe("2.0 KB");
  expect(measure(1, "1")).toBe("1");
  expect(measure(null, "s")).toBe("–");
  expect(speed(2.5, "{event}")).toBe("2.5 events/s");
});

test("A clock that stands still does not make rates infinite", () => {
  const still: Operations = { ...answer(2, 3, [instrument("events", "counter", "{event}", series([0, 5, 5]))]), times: Array(3).fill("2026-03-12T14:00:00Z") };
  expect(new Figures(still).perSecond("events")).toBe(1);
});
