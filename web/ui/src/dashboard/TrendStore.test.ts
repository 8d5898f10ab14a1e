import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Trend, WindowKey } from "../api/contract";
import type { Scope } from "../scopes/scope";
import { dashboardFrame } from "../test/samples";
import { emptyBucket } from "./trend";
import { refetchEvery, settleFor, TrendStore } from "./TrendStore";

const noon = "2026-01-01T12:00:00.000Z";
let asked: { window: WindowKey; scope: Scope | null; signal: AbortSignal; answer: (trend: Trend) => void; fail: (error: Error) => void }[];
let store: TrendStore;

const trend = (window: WindowKey, events = 1): Trend => ({
  window,
  asOf: noon,
  currency: "EUR",
  step: "minute",
  from: noon,
  buckets: [{ ...emptyBucket(noon), events }],
  previous: null,
});
const settle = () => vi.advanceTimersByTimeAsync(0);

beforeEach(() => {
  vi.useFakeTimers();
  asked = [];
  store = new TrendStore((window, scope, signal) => new Promise((answer, fail) => asked.push({ window, scope, signal, answer, fail })));
});

afterEach(() => {
  store.close();
  vi.useRealTimers();
});

test("The chosen window is fetched, and again every minute or so", async () => {
  store.open("24h");
  asked[0]?.answer(trend("24h"));
  await settle();
  expect(store.get().trend?.window).toBe("24h");
  await vi.advanceTimersByTimeAsync(refetchEvery * 1.11);
  expect(asked).toHaveLength(2);
});

test("Another window drops the steps of the one before, and its late answer is not heard", async () => {
  store.open("5m");
  store.open("30d");
  expect(asked[0]?.signal.aborted).toBe(true);
  asked[1]?.answer(trend("30d"));
  asked[0]?.answer(trend("5m"));
  await settle();
  expect(store.get().trend?.window).toBe("30d");
  store.open("1h");
  expect(store.get().trend).toBeNull();
});

test("A part of everything has steps of its own, and hears only its own frames", async () => {
  const vip: Scope = { kind: "segment", name: "vip" };
  store.open("1h");
  asked[0]?.answer(trend("1h", 100));
  await settle();
  store.open("1h", vip);
  expect(store.get().trend).toBeNull();
  expect(asked[1]?.scope).toEqual(vip);
  asked[1]?.answer(trend("1h", 3));
  await settle();
  const frame = dashboardFrame(1, true, []);
  const busy = { ...frame, current: { ...frame.current, minute: { ...frame.current.minute, events: 120 } } };
  store.accept(busy);
  expect(store.get().trend?.buckets.at(-1)?.events).toBe(3);
  store.accept({ ...busy, scope: "segment/vip" });
  expect(store.get().trend?.buckets.at(-1)?.events).toBe(120);
});

test("The same window keeps its steps while it is fetched anew", async () => {
  store.open("1h");
  asked[0]?.answer(trend("1h"));
  await settle();
  store.open("1h");
  expect(store.get().trend).not.toBeNull();
});

test("A frame brings the current step, and a step that ended is fetched shortly after", async () => {
  store.open("1h");
  asked[0]?.answer(trend("1h"));
  await settle();
  const frame = dashboardFrame(2, false, []);
  const minute = { ...emptyBucket("2026-01-01T12:01:00.000Z"), events: 3 };
  store.accept({ ...frame, current: { ...frame.current, minute } });
  expect(store.get().trend?.buckets.at(-1)).toEqual(minute);
  expect(asked).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(settleFor * 2);
  expect(asked).toHaveLength(2);
});

test("A failure is said, what was there stays, and it is tried again", async () => {
  store.open("1h");
  asked[0]?.answer(trend("1h"));
  await settle();
  await vi.advanceTimersByTimeAsync(refetchEvery * 1.11);
  asked[1]?.fail(new Error("The server answered 503."));
  await settle();
  expect(store.get().error).toBe("The server answered 503.");
  expect(store.get().trend).not.toBeNull();
  await vi.advanceTimersByTimeAsync(15_000);
  asked[2]?.answer(trend("1h", 9));
  await settle();
  expect(store.get().error).toBeNull();
});

test("A closed store asks no more", async () => {
  store.open("1h");
  asked[0]?.answer(trend("1h"));
  await settle();
  store.close();
  store.accept(dashboardFrame(5, true, []));
  await vi.advanceTimersByTimeAsync(10 * refetchEvery);
  expect(asked).toHaveLength(1);
});
