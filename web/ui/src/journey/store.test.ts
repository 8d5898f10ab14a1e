import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { JourneyWindow } from "../api/contract";
import { transition } from "../test/samples";
import { flow, journey } from "./samples";
import { JourneyStore, refetchEvery, settleFor, withLive, type LiveStages } from "./store";

const live = (stages: Record<string, number>, ...transitions: ReturnType<typeof transition>[]): LiveStages => ({ population: 100, stages, transitions });
const moved = (id: number, from: string | null, to: string) => transition(id, { kind: "stage", from, key: to, name: to });

let asked: JourneyWindow[];
let fail = false;
const fetch = async (window: JourneyWindow) => {
  asked.push(window);
  if (fail) throw new Error("The server did not answer.");
  return journey([flow("Aware", "Buying", asked.length)], { window });
};

beforeEach(() => {
  vi.useFakeTimers();
  asked = [];
  fail = false;
});
afterEach(() => vi.useRealTimers());

async function opened(): Promise<JourneyStore> {
  const store = new JourneyStore(fetch);
  store.open("24h");
  await vi.advanceTimersByTimeAsync(0);
  return store;
}
const customers = (store: JourneyStore, name: string) => store.get().journey?.stages.find((stage) => stage.name === name)?.customers;

test("Customers follow the hub, without a question to the server in between", async () => {
  const store = await opened();
  store.accept(live({ Aware: 40, Buying: 7 }));
  expect(customers(store, "Aware")).toBe(40);
  expect(store.get().journey?.stages[0]?.share).toBeCloseTo(40);
  expect(customers(store, "Loyal")).toBe(0);
  expect(asked).toHaveLength(1);
});

test("When somebody moves, the flows are fetched, once for many", async () => {
  const store = await opened();
  store.accept(live({ Aware: 10 }, moved(1, null, "Aware")));
  asked.length = 0;
  store.accept(live({ Aware: 10 }, moved(3, "Aware", "Buying"), moved(2, "Aware", "Buying"), moved(1, null, "Aware")));
  store.accept(live({ Aware: 10 }, moved(4, "Buying", "Loyal"), moved(3, "Aware", "Buying")));
  expect(store.get().taken).toEqual(new Map([["Aware>Buying", 2], ["Buying>Loyal", 1]]));
  await vi.advanceTimersByTimeAsync(settleFor);
  expect(asked).toEqual(["24h"]);
});

test("Segments that are joined move nobody on the map", async () => {
  const store = await opened();
  store.accept(live({ Aware: 10 }, moved(1, null, "Aware")));
  store.accept(live({ Aware: 10 }, transition(2), moved(1, null, "Aware")));
  expect(store.get().taken.size).toBe(0);
});

test("What the hub said while the answer was on its way still counts", async () => {
  const store = new JourneyStore(fetch);
  store.open("24h");
  store.accept(live({ Aware: 55 }));
  await vi.advanceTimersByTimeAsync(0);
  expect(customers(store, "Aware")).toBe(55);
});

test("Another window shows nothing until its own answer is there", async () => {
  const store = await opened();
  store.open("1h");
  expect(store.get().journey).toBeNull();
  await vi.advanceTimersByTimeAsync(0);
  expect(store.get().journey?.window).toBe("1h");
});

test("Windows move on by themselves, and what went wrong is tried again", async () => {
  const store = await opened();
  fail = true;
  await vi.advanceTimersByTimeAsync(refetchEvery);
  expect(store.get().error).toBe("The server did not answer.");
  expect(store.get().journey).not.toBeNull();
  fail = false;
  await vi.advanceTimersByTimeAsync(10_000);
  expect(store.get().error).toBeNull();
  store.close();
  await vi.advanceTimersByTimeAsync(refetchEvery * 3);
  expect(asked).toHaveLength(3);
});

test("Nothing changed is the same journey", () => {
  const before = journey();
  const same = live(Object.fromEntries(before.stages.map((stage) => [stage.name, 25])));
  const once = withLive(before, same);
  expect(withLive(once, same)).toBe(once);
  expect(withLive(before, { population: null, stages: {}, transitions: [] })).toBe(before);
});
