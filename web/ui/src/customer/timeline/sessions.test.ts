import { expect, test } from "vitest";
import { row } from "../../test/samples";
import { itemsOf, placeOf, sessionGap, sessionsOf } from "./sessions";

// Local times, so that a day is a day in every zone that the tests run in.
const local = (day: number, hour: number, minute = 0) => new Date(2026, 0, day, hour, minute);
const event = (id: string, at: Date | number, more = {}) => row(id, { occurredAt: new Date(at).toISOString(), ...more });

test("Half an hour of silence starts a new session, a moment less does not", () => {
  const noon = local(5, 12).getTime();
  const rows = [event("d", noon), event("c", noon - sessionGap + 1), event("b", noon - 2 * sessionGap + 1), event("a", noon - 2 * sessionGap)];
  expect(sessionsOf(rows, true).map((each) => each.rows.map((one) => one.messageId).join(""))).toEqual(["dc", "ba"]);
});

test("A session says how long it was, over which channels, and what was ordered", () => {
  const [only] = sessionsOf(
    [
      event("c", local(5, 12, 20), { channel: "email" }),
      event("b", local(5, 12, 10), { name: "Order Completed", amount: 10, currency: "GBP" }),
      event("a", local(5, 12, 0)),
    ],
    true,
  );
  expect(only).toMatchObject({ channels: ["web", "email"], ordered: [{ currency: "GBP", amount: 10 }], open: false });
  expect((only?.to ?? 0) - (only?.from ?? 0)).toBe(20 * 60_000);
});

test("Only the last session of an unfinished history may be longer than it looks", () => {
  const rows = [event("b", local(5, 12)), event("a", local(4, 12))];
  expect(sessionsOf(rows, false).map((each) => each.open)).toEqual([false, true]);
  expect(sessionsOf(rows, true).map((each) => each.open)).toEqual([false, false]);
  expect(sessionsOf([], false)).toEqual([]);
});

test("A session past midnight is headed on both days, the second time as going on", () => {
  const rows = [event("b", local(6, 0, 5)), event("a", local(5, 23, 55))];
  const items = itemsOf(rows, true).map((item) => (item.type === "session" ? `session ${item.continued}` : item.type));
  expect(items).toEqual(["day", "session false", "row", "day", "session true", "row"]);
});

test("Every item has a key of its own", () => {
  const rows = Array.from({ length: 200 }, (_, i) => event(`m${i}`, local(20, 12).getTime() - i * 25 * 60_000 - (i % 3) * 9 * 60_000));
  const keys = itemsOf(rows, false).map((item) => item.key);
  expect(new Set(keys).size).toBe(keys.length);
});

test("Where she was is what the event's context says, the most telling first", () => {
  const body = (context: unknown) => row("a", { body: { context } });
  expect(placeOf(body({ location: { city: "Leeds", country: "United Kingdom" }, page: { url: "https://shop.example/x" } }))).toBe("Leeds, United Kingdom");
  expect(placeOf(body({ page: { url: "https://shop.example/x" } }))).toBe("shop.example");
  expect(placeOf(body({ page: { url: "not an address" } }))).toBeNull();
  expect(placeOf(row("a", { body: { properties: { store: "Leeds 2" } } }))).toBe("Leeds 2");
  expect(placeOf(row("a"))).toBeNull();
});
