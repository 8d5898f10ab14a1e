import { expect, test } from "vitest";
import type { TouchpointRow } from "../../api/contract";
import { row } from "../../test/samples";
import { MomentsStore, mostKept, mostWaiting, mostPages, neighbour, spanOf, stretches, ticksOf, type Moment } from "./moments";

const moment = (at: number, weight: Moment["weight"] = "plain"): Moment => ({ at, weight });
const received = (id: string, at: number, name = "Product Viewed") => row(id, { receivedAt: new Date(at).toISOString(), name });

test("The steps lead from moment to moment, from wherever one is, and end at the ends", () => {
  const moments = [10, 20, 20, 30].map((at) => moment(at));
  expect([neighbour(moments, 20, 1), neighbour(moments, 20, -1), neighbour(moments, 25, 1), neighbour(moments, 25, -1)]).toEqual([30, 10, 30, 20]);
  expect([neighbour(moments, 30, 1), neighbour(moments, 10, -1), neighbour([], 5, 1)]).toEqual([null, null, null]);
});

test("What falls together is one tick that shows the weightiest, and the busiest is the tallest", () => {
  const ticks = ticksOf([moment(0), moment(1, "money"), moment(2), moment(3, "trouble"), moment(100)], 0, 100, 10);
  expect(ticks.map((tick) => [tick.count, tick.weight])).toEqual([[4, "trouble"], [1, "plain"]]);
  expect(ticks.map((tick) => tick.height)).toEqual([1, 0.5]);
  expect(ticks.every((tick) => tick.place > 0 && tick.place < 1)).toBe(true);
});

test("Thousands of moments make no more ticks than there is room for", () => {
  const moments = Array.from({ length: 5000 }, (_, i) => moment(i));
  const ticks = ticksOf(moments, 0, 4999, 120);
  expect(ticks).toHaveLength(120);
  expect(ticks.reduce((sum, tick) => sum + tick.count, 0)).toBe(5000);
});

test("The slider begins where she became known, which for imported history is later than it happened", () => {
  const firstSeen = new Date(1000).toISOString();
  expect(spanOf({ moments: [moment(50_000)], complete: true, status: "loaded" }, firstSeen, 90_000)).toEqual({ from: 50_000, to: 90_000 });
  expect(spanOf({ moments: [moment(50_000)], complete: false, status: "few" }, firstSeen, 90_000)).toEqual({ from: 1000, to: 90_000 });
  const { from, to } = spanOf({ moments: [moment(90_000)], complete: true, status: "loaded" }, null, 90_000);
  expect(from).toBeLessThan(to);
});

test("Moments are loaded once, in pages back to the first, and none counts twice", async () => {
  const asked: (string | null)[] = [];
  const pages: Record<string, { items: TouchpointRow[]; next: string | null }> = {
    "": { items: [received("c", 30), received("b", 20)], next: "p" },
    p: { items: [received("a", 10)], next: null },
  };
  const store = new MomentsStore((before) => (asked.push(before), Promise.resolve(pages[before ?? ""] as (typeof pages)[string])));
  store.add([received("c", 30, "Order Completed")]);
  await Promise.all([store.load(), store.load()]);
  expect(asked).toEqual([null, "p"]);
  expect(store.get()).toEqual({ moments: [moment(10), moment(20), moment(30, "money")], complete: true, status: "loaded" });
  store.add([received("d", 40)]);
  expect(store.get().moments).toHaveLength(4);
});

test("A history without end is not read to its end", async () => {
  let n = 0;
  const store = new MomentsStore(() => Promise.resolve({ items: [received(`m${n++}`, n)], next: "more" }));
  await store.load();
  expect(n).toBe(mostPages);
  expect(store.get()).toMatchObject({ complete: false, status: "loaded" });
});

test("A page that stays open for days keeps the latest moments and no more", async () => {
  const store = new MomentsStore(() => Promise.resolve({ items: [], next: null }));
  const stayOpen = (from: number, most: number) => {
    const last = from + most * 3;
    for (let at = from; at <= last; at++) store.add([received(`m${at}`, at)], at === 1);
    const { moments } = store.get();
    expect(moments.length).toBeLessThanOrEqual(most * 1.1);
    expect(moments.length).toBeGreaterThanOrEqual(most);
    expect(moments.at(-1)).toEqual(moment(last));
    expect(moments.length).toBe(new Set(moments.map((each) => each.at)).size);
    expect(store.get().complete).toBe(false);
    store.add([received(`m${last}`, last)]);
    expect(store.get().moments).toHaveLength(moments.length);
    return last;
  };
  const last = stayOpen(1, mostWaiting);
  await store.load();
  stayOpen(last + 1, mostKept);
});

test("What was put out while nobody looked comes back with the slider", async () => {
  const all = Array.from({ length: mostWaiting * 2 }, (_, i) => received(`m${i + 1}`, i + 1));
  const newestFirst = all.toReversed();
  const store = new MomentsStore((before, limit) => {
    const from = Number(before ?? 0);
    return Promise.resolve({ items: newestFirst.slice(from, from + limit), next: from + limit < all.length ? String(from + limit) : null });
  });
  for (const row of all) store.add([row], row === all[0]);
  expect(store.get().moments.length).toBeLessThan(all.length);
  await store.load();
  expect(store.get().moments.map((each) => each.at)).toEqual(all.map((_, i) => i + 1));
  expect(store.get()).toMatchObject({ complete: true, status: "loaded" });
});

test("After a failure the ticks that are there stay, and one may try again", async () => {
  let fails = true;
  const store = new MomentsStore(() => (fails ? Promise.reject(new Error("away")) : Promise.resolve({ items: [received("b", 2)], next: null })));
  store.add([received("a", 1)]);
  await store.load();
  expect(store.get()).toMatchObject({ moments: [moment(1)], status: "few" });
  fails = false;
  await store.load();
  expect(store.get()).toMatchObject({ moments: [moment(1), moment(2)], status: "loaded", complete: true });
});

test("Each stage reaches to the next, the last one to the end, and nothing beyond the slider", () => {
  const entry = (stage: string, at: number) => ({ stage, from: null, at: new Date(at).toISOString(), because: null });
  expect(stretches([entry("New", 500), entry("Aware", 0)], 100, 900)).toEqual([
    { stage: "Aware", from: 100, to: 500 },
    { stage: "New", from: 500, to: 900 },
  ]);
  expect(stretches([entry("Aware", 0), entry("New", 50)], 100, 900)).toEqual([{ stage: "New", from: 100, to: 900 }]);
});
