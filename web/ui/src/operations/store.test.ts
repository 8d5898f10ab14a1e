import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Operations } from "../api/contract";
import { answer, instrument, series } from "./samples";
import { askEvery, goOn, OperationsStore } from "./store";

const events = (...values: (number | null)[]) => instrument("events", "counter", "{event}", series(values));

let server: (after: number | null) => Operations;
let asked: (number | null)[];
let store: OperationsStore;

beforeEach(() => {
  vi.useFakeTimers();
  asked = [];
  store = new OperationsStore({ operations: async (_, after) => (asked.push(after), server(after)) });
});

afterEach(() => vi.useRealTimers());

test("It is asked for everything first, then for what came since, until nobody looks any more", async () => {
  server = (after) => (after === null ? answer(1, 2, [events(1, 2)]) : answer(2, 1, [events(3)]));
  const close = store.open();
  await vi.advanceTimersByTimeAsync(0);
  await vi.advanceTimersByTimeAsync(askEvery);
  expect(asked).toEqual([null, 1]);
  expect(store.get().shown?.instruments[0]?.series[0]?.values).toEqual([1, 2, 3]);
  expect(store.get().shown?.times).toHaveLength(3);
  close();
  await vi.advanceTimersByTimeAsync(10 * askEvery);
  expect(asked).toHaveLength(2);
});

test("A process that was started anew is asked for everything again", async () => {
  server = () => answer(100, 1, [events(9)]);
  store.open();
  await vi.advanceTimersByTimeAsync(0);
  server = (after) => answer(1, after === null ? 2 : 0, [events(...(after === null ? [1, 2] : []))], "here:2");
  await vi.advanceTimersByTimeAsync(askEvery);
  expect(asked).toEqual([null, 100, null]);
  expect(store.get().shown?.instruments[0]?.series[0]?.values).toEqual([1, 2]);
});

test("While it does not answer the last picture stays and the reason is said, and it is asked again", async () => {
  server = () => answer(0, 1, [events(1)]);
  store.open();
  await vi.advanceTimersByTimeAsync(0);
  server = () => {
    throw new Error("The server did not answer.");
  };
  await vi.advanceTimersByTimeAsync(askEvery);
  expect(store.get().error).toBe("The server did not answer.");
  expect(store.get().shown).not.toBeNull();
  server = () => answer(1, 1, [events(2)]);
  await vi.advanceTimersByTimeAsync(askEvery);
  expect(store.get().error).toBeNull();
});

test("A series that is new has no values before, and no more is kept than the server keeps", () => {
  const known = answer(179, 180, [events(...Array.from({ length: 180 }, (_, i) => i))]);
  const next = goOn(known, answer(181, 2, [events(180, 181), instrument("refused", "counter", "{request}", series([null, 4], "429"))]));
  expect(next.times).toHaveLength(180);
  expect(next.instruments[0]?.series[0]?.values.slice(0, 1)).toEqual([2]);
  expect(next.instruments[1]?.series[0]?.values).toHaveLength(180);
  expect(next.instruments[1]?.series[0]?.values.at(-1)).toBe(4);
});
