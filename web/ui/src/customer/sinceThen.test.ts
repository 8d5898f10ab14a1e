import { expect, test } from "vitest";
import type { CustomerView } from "../api/contract";
import { money } from "../format/format";
import { view } from "../test/samples";
import { sinceThen } from "./sinceThen";

const ticket = (ticketId: string) => ({ ticketId, subject: null, opened: null, updated: null });
const sums = (gross: number) => ({ orders: 1, gross, refundCount: 0, refunded: 0, net: gross });

function customer(stage: string, orders: number, byCurrency: CustomerView["value"]["byCurrency"], tickets: readonly string[], total: number): CustomerView {
  const plain = view("ann", [], total);
  return {
    ...plain,
    journey: { ...plain.journey, stage },
    value: { ...plain.value, orders, byCurrency },
    experience: { ...plain.experience, openTickets: tickets.map(ticket) },
  };
}

test("What has changed since is said in words, money by currency", () => {
  const then = customer("New", 1, { GBP: sums(10) }, ["a", "b"], 5);
  const now = customer("Loyal", 3, { GBP: sums(35), EUR: sums(7) }, ["b", "c"], 1);
  expect(sinceThen(then, { ...now, touchpoints: { ...now.touchpoints, total: 25 } })).toEqual([
    "became Loyal, was New",
    `2 more orders (${money(25, "GBP")} + ${money(7, "EUR")})`,
    "1 ticket resolved",
    "1 new open ticket",
    "20 more touchpoints",
  ]);
});

test("Where nothing has happened nothing is said", () => {
  const same = customer("New", 1, { GBP: sums(10) }, ["a"], 5);
  expect(sinceThen(same, same)).toEqual([]);
});
