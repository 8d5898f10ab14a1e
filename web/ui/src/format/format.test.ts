import { expect, test } from "vitest";
import * as format from "./format";

const now = Date.UTC(2026, 5, 15, 12, 0, 0);

test.each([
  [now, "just now"],
  [now - 999, "just now"],
  [now - 12_400, "12 s ago"],
  [now - 59 * 60_000, "59 min ago"],
  [now - 47 * 3_600_000, "47 h ago"],
  [now - 3 * 86_400_000, "3 d ago"],
  [now - 400 * 86_400_000, format.date(now - 400 * 86_400_000)],
])("An age is said in its largest whole unit, and as a date when it is long ago: %d", (then, text) => {
  expect(format.ago(then, now)).toBe(text);
});

test("What is not known is a dash, and zero is not", () => {
  expect(format.count(null)).toBe(format.nothing);
  expect(format.percent(null)).toBe(format.nothing);
  expect(format.score(undefined)).toBe(format.nothing);
  expect(format.money(null, "GBP")).toBe(format.nothing);
  expect(format.count(0)).toBe("0");
});

test("Any three letters are a currency, and an amount without one is a plain number", () => {
  expect(format.money(1.5, "ZZZ")).toContain("1");
  expect(format.money(1.5, "")).toMatch(/^1.5$/);
  expect(() => format.money(1, "not a currency")).not.toThrow();
});

test("Days have names near today", () => {
  expect(format.dayHeading(now, now)).toBe("Today");
  expect(format.dayHeading(now - 86_400_000, now)).toBe("Yesterday");
  expect(format.dayHeading(now - 3 * 86_400_000, now)).not.toMatch(/day$/);
});

test("A local input takes the instant back to the second", () => {
  expect(new Date(format.toLocalInput(now + 123)).getTime()).toBe(now);
});

test.each([
  [30 * 86_400_000, "30 d"],
  [20 * 60_000, "20 min"],
  [245_000, "4 min 05 s"],
  [59_001, "1 min 00 s"],
  [12_000, "12 s"],
  [0, "a moment"],
  [-5_000, "a moment"],
])("%d ms from now is %s away", (after, expected) => {
  expect(format.countdown(1_000_000 + after, 1_000_000)).toBe(expected);
});

test("An estimated amount shows no pennies, unless there is nothing else", () => {
  expect(format.aboutMoney(116.44, "GBP")).toBe("£116");
  expect(format.aboutMoney(4.2, "GBP")).toBe("£4.20");
  expect(format.aboutMoney(1234.5, "")).toBe("1,235");
});

test.each([
  [0.000045, "45 µs"],
  [0.0032, "3.2 ms"],
  [0.0123, "12 ms"],
  [0.84, "840 ms"],
  [2.4, "2.4 s"],
  [0, "0 s"],
])("A short time is said in the unit that suits it: %d s", (seconds, text) => {
  expect(format.shortTime(seconds)).toBe(text);
  expect(format.shortTime(null)).toBe(format.nothing);
});

test.each([
  [0, "0 B"],
  [1023, "1,023 B"],
  [1024, "1.0 KB"],
  [312 * 1024 * 1024, "312 MB"],
  [23.5 * 1024 ** 3, "24 GB"],
])("Bytes are said in the unit that suits them: %d", (value, text) => {
  expect(format.bytes(value)).toBe(text);
});
