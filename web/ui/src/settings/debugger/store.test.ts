import { expect, test } from "vitest";
import type { KeyEvent, KeyFrame } from "../../live/contract";
import { KeyLogStore, most, only, readable } from "./store";

const event = (n: number, part: Partial<KeyEvent> = {}): KeyEvent => ({
  n,
  at: "2026-01-05T12:00:00Z",
  outcome: "accepted",
  messageId: `m${n}`,
  type: "track",
  name: "Order Completed",
  customerId: "ann",
  error: null,
  field: null,
  value: null,
  reason: null,
  status: null,
  body: "{}",
  cut: false,
  ...part,
});

const frame = (n: number, full: boolean, numbers: readonly number[], part: Partial<KeyFrame> = {}): KeyFrame => ({
  n,
  full,
  at: "2026-01-05T12:00:00Z",
  keyId: "k",
  counts: { accepted: numbers[0] ?? 0, duplicates: 0, rejected: 0 },
  events: numbers.map((number) => event(number)),
  skipped: 0,
  ...part,
});

const numbersOf = (store: KeyLogStore) => store.get().events.map((each) => each.n);

test("Events come newest first, each once, whatever comes twice", () => {
  const store = new KeyLogStore("k");
  expect(store.accept(frame(1, true, [2, 1]))).toBe("take");
  expect(store.accept(frame(2, false, [4, 3]))).toBe("take");
  expect(store.accept(frame(3, true, [5, 4, 3, 2, 1]))).toBe("take");
  expect(numbersOf(store)).toEqual([5, 4, 3, 2, 1]);
  expect(store.get().skipped).toBe(0);
});

test("A frame of another key, or one that is missing, changes nothing", () => {
  const store = new KeyLogStore("k");
  store.accept(frame(1, true, [1]));
  expect(store.accept(frame(2, false, [9], { keyId: "other" }))).toBe("ignore");
  expect(store.accept(frame(3, false, [3]))).toBe("gap");
  expect(numbersOf(store)).toEqual([1]);
});

test("What came faster than frames carry it is counted", () => {
  const store = new KeyLogStore("k");
  store.accept(frame(1, true, [1]));
  store.accept(frame(2, false, [52, 51], { skipped: 49 }));
  expect(store.get().skipped).toBe(49);
});

test("A server that started again starts the list again", () => {
  const store = new KeyLogStore("k");
  store.accept(frame(1, true, [700, 699]));
  store.expectFull();
  store.accept(frame(1, true, [2, 1]));
  expect(numbersOf(store)).toEqual([2, 1]);
  store.accept(frame(2, false, []));
  expect(numbersOf(store)).toEqual([2, 1]);
});

test("A page that stays open stays small", () => {
  const store = new KeyLogStore("k");
  store.accept(frame(1, true, [1]));
  for (let n = 2; n < most + 50; n++) store.accept(frame(n, false, [n]));
  expect(store.get().events).toHaveLength(most);
  expect(store.get().events[0]?.n).toBe(most + 49);
});

test("Outcomes are told apart, bodies are made readable where they are whole", () => {
  const events = [event(3, { outcome: "rejected" }), event(2, { outcome: "duplicate" }), event(1)];
  expect(only(events, "rejected").map((each) => each.n)).toEqual([3]);
  expect(only(events, "all")).toHaveLength(3);
  expect(readable(event(1, { body: '{"a":1}' }))).toBe('{\n  "a": 1\n}');
  expect(readable(event(1, { body: '{"a":1', cut: true }))).toBe('{"a":1');
  expect(readable(event(1, { body: "no json" }))).toBe("no json");
  expect(readable(event(1, { body: null }))).toBe("");
});
