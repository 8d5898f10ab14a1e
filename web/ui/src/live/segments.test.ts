import { beforeEach, expect, test } from "vitest";
import { backfill, segmentsFrame, transition } from "../test/samples";
import { atWork, LiveSegmentsStore, mostTransitions, newsFor } from "./segments";

const vip = { size: 3, joinedHour: 1, leftHour: 0 };
const risk = { size: 9, joinedHour: 0, leftHour: 2 };
let store: LiveSegmentsStore;

beforeEach(() => {
  store = new LiveSegmentsStore();
});

test("A partial frame changes what it names and leaves the rest", () => {
  store.accept(segmentsFrame(1, true, { sizes: { vip, risk }, stages: { Aware: 90, Loyal: 10 } }), 0);
  store.accept(segmentsFrame(2, false, { sizes: { vip: { ...vip, size: 4 } }, stages: { Loyal: 11 } }), 1);
  expect(store.get().sizes["vip"]?.size).toBe(4);
  expect(store.get().sizes["risk"]).toBe(risk);
  expect(store.get().stages).toEqual({ Aware: 90, Loyal: 11 });
});

test("A full frame forgets what it does not name: a deleted segment has no size any more", () => {
  store.accept(segmentsFrame(1, true, { sizes: { vip, risk } }), 0);
  store.accept(segmentsFrame(5, true, { sizes: { vip } }), 1);
  expect(Object.keys(store.get().sizes)).toEqual(["vip"]);
});

test("A missed number is a gap, and nothing changes until the full frame", () => {
  store.accept(segmentsFrame(1, true, { sizes: { vip } }), 0);
  expect(store.accept(segmentsFrame(3, false, { sizes: { risk } }), 1)).toBe("gap");
  expect(store.accept(segmentsFrame(4, false, { sizes: { risk } }), 2)).toBe("ignore");
  expect(Object.keys(store.get().sizes)).toEqual(["vip"]);
  expect(store.accept(segmentsFrame(5, true, { sizes: { risk } }), 3)).toBe("take");
});

test("A transition is shown once, newest first, and only so many are kept", () => {
  store.accept(segmentsFrame(1, true, { transitions: [transition(2), transition(1)] }), 0);
  store.accept(segmentsFrame(2, false, { transitions: [transition(3), transition(2)] }), 1);
  expect(store.get().transitions.map((each) => each.id)).toEqual([3, 2, 1]);
  store.accept(segmentsFrame(3, false, { transitions: Array.from({ length: mostTransitions }, (_, i) => transition(1000 - i)) }), 2);
  expect(store.get().transitions).toHaveLength(mostTransitions);
});

test("What was there when the page was opened has not arrived; what no frame could carry has", () => {
  store.accept(segmentsFrame(1, true, { transitions: [transition(2), transition(1)] }), 0);
  expect(store.get().arrived).toBe(0);
  store.accept(segmentsFrame(2, false, { transitions: [transition(9)], skipped: 6 }), 1);
  expect(store.get().arrived).toBe(7);
  expect([...store.get().gaps]).toEqual([9]);
});

test("After a lost connection the rows below which some may be missing are marked; a picture that reaches back leaves no gap", () => {
  store.accept(segmentsFrame(1, true, { transitions: [transition(1)] }), 0);
  store.expectFull();
  store.accept(segmentsFrame(1, true, { transitions: [transition(9), transition(8)] }), 1);
  expect([...store.get().gaps]).toEqual([8]);
  store.expectFull();
  store.accept(segmentsFrame(1, true, { transitions: [transition(10), transition(9)] }), 2);
  expect([...store.get().gaps]).toEqual([8]);
});

test("A backfill is the newest word about it", () => {
  store.accept(segmentsFrame(1, true, { backfills: [backfill(1)] }), 0);
  store.accept(segmentsFrame(2, false, { backfills: [backfill(1, { done: 60 }), backfill(2)] }), 1);
  store.accept(segmentsFrame(3, false), 2);
  expect(store.get().backfills.map((each) => [each.id, each.done])).toEqual([
    [2, 0],
    [1, 60],
  ]);
});

test("What is through stays news for a while, by the server's clock, which goes on between frames", () => {
  const finishedAt = "2026-01-01T12:00:00.000Z";
  const over = backfill(1, { state: "done", done: 100, finishedAt });
  const ids = (now: number) => atWork({ backfills: [backfill(2), over], at: finishedAt, arrivedAt: 5_000 }, now).map((each) => each.id);
  expect(ids(5_000 + newsFor - 1)).toEqual([2, 1]);
  expect(ids(5_000 + newsFor)).toEqual([2]);
});
