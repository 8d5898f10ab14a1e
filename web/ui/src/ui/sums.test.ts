import { expect, test } from "vitest";
import { money } from "../format/format";
import { otherCurrencies, wholeSum } from "./sums";

const each = (net: number) => ({ orders: 1, gross: net, refundCount: 0, refunded: 0, net });
const sums = (net: number, unconverted: number, byCurrency: Record<string, ReturnType<typeof each>>) => ({
  ...each(net),
  currency: "EUR",
  unconverted,
  byCurrency,
});

test("A total in which nothing is missing is shown as it is", () => {
  expect(wholeSum(sums(30, 0, { EUR: each(10), GBP: each(17) }), "net")).toBe(money(30, "EUR"));
  expect(otherCurrencies(sums(30, 0, { EUR: each(10), GBP: each(17) }), "net")).toBe("from 2 currencies");
  expect(otherCurrencies(sums(10, 0, { EUR: each(10) }), "net")).toBe("");
});

test("What has no rate is shown in its own currency", () => {
  expect(wholeSum(sums(0, 1, { GBP: each(68.3) }), "net")).toBe(money(68.3, "GBP"));
  expect(wholeSum(sums(10, 1, { EUR: each(10), GBP: each(5) }), "net")).toBe(`${money(10, "EUR")} + ${money(5, "GBP")}`);
  expect(otherCurrencies(sums(10, 1, { EUR: each(10), GBP: each(5) }), "net")).toBe(`and ${money(5, "GBP")}`);
});

test("Without anything the total is zero", () => {
  expect(wholeSum(sums(0, 0, {}), "net")).toBe(money(0, "EUR"));
  expect(wholeSum(sums(0, 1, { GBP: { ...each(0), refundCount: 1 } }), "net")).toBe(money(0, "EUR"));
});
