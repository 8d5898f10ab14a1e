import { expect, test } from "vitest";
import type { Predicted } from "../api/contract";
import { basis, chance, expected, spread } from "./outlook";

const predicted = (more: Partial<Predicted>): Predicted => ({
  alive: 0.7,
  returns12m: 0.5,
  orders12m: 1.2,
  ordersLow: 0,
  ordersHigh: 3,
  value12m: 40,
  spendPerDay: 30,
  doubtfulFrom: null,
  buyingDays: 3,
  rfm: { recency: 5, frequency: 4, monetary: 3 },
  asOf: "2026-01-01",
  model: { version: 1, fittedAt: "2026-01-01T00:00:00.000Z", customers: 4339, repeatCustomers: 2845 },
  ...more,
});

test.each([
  [0, "under 1\u202f%"],
  [0.004, "under 1\u202f%"],
  [0.726, "73\u202f%"],
  [0.999, "over 99\u202f%"],
])("A chance of %d reads %s: certainty is never claimed", (part, text) => {
  expect(chance(part)).toBe(text);
});

test.each([
  [0.01, "nearly none"],
  [0.234, "about 0.23"],
  [12.34, "about 12"],
])("%d expected orders read %s", (orders, text) => {
  expect(expected(orders)).toBe(text);
});

test("The range says for whom it holds", () => {
  expect(spread(predicted({}))).toBe("8 of 10 like her: 0 to 3");
  expect(spread(predicted({ ordersHigh: 0 }))).toBe("8 of 10 like her: none");
  expect(spread(predicted({ ordersLow: 2, ordersHigh: 2 }))).toBe("8 of 10 like her: 2");
});

test("It says what it rests on", () => {
  expect(basis(predicted({ buyingDays: 1 }))).toContain("her one buying day and from 4,339 customers, 2,845 of whom came back");
});
