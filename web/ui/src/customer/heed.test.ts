import { expect, test } from "vitest";
import type { CustomerView } from "../api/contract";
import { money } from "../format/format";
import { row, view } from "../test/samples";
import { heedOf } from "./heed";

const now = Date.UTC(2026, 0, 10, 12);
const ago = (days: number) => new Date(now - days * 86_400_000).toISOString();
const calm: CustomerView = { ...view("ann"), lastSeen: ago(3) };
const texts = (customer: CustomerView) => heedOf(customer, now).map((each) => each.text);

const ticket = (ticketId: string, days: number) => ({ ticketId, subject: `Trouble ${ticketId}`, opened: ago(days), updated: null });
const answered = (last: number, days: number, comment: string | null = null) => ({ last, at: ago(days), comment, answers: 1 });

test("A customer without any trouble gives no reason to take heed", () => {
  expect(heedOf(calm, now)).toEqual([]);
});

test("Tickets come first, the oldest of them before the others, and many of them do not crowd out the rest", () => {
  const experience = { ...calm.experience, openTickets: [ticket("b", 1), ticket("a", 9), ticket("c", 0)], nps: { ...answered(2, 5, "Too slow."), score: -100 } };
  expect(texts({ ...calm, experience })).toEqual([
    "Open ticket: Trouble a",
    "Open ticket: Trouble b",
    "and 1 more open ticket",
    "Would not recommend us: 2 of 10",
  ]);
  expect(heedOf({ ...calm, experience }, now)[3]?.quote).toBe("Too slow.");
});

test.each([
  ["nps", 6, 7],
  ["csat", 2, 3],
  ["ces", 3, 4],
] as const)("A low %s is said, one that is not low or long ago is not", (metric, low, fine) => {
  const rated = (last: number, days: number) => texts({ ...calm, experience: { ...calm.experience, [metric]: { ...calm.experience[metric], ...answered(last, days) } } });
  expect(rated(low, 1)).toHaveLength(1);
  expect(rated(fine, 1)).toEqual([]);
  expect(rated(low, 200)).toEqual([]);
});

test("A refund of late is said with its amount, an old one is not", () => {
  const refund = (days: number) => row("r", { name: "Order Refunded", occurredAt: ago(days), amount: 20, currency: "GBP" });
  expect(texts({ ...calm, recent: [refund(2)] })).toEqual([`Order refunded: ${money(20, "GBP")}`]);
  expect(texts({ ...calm, recent: [refund(40)] })).toEqual([]);
});

test("The cart, what she does not want and what she asked for are said", () => {
  const customer: CustomerView = {
    ...calm,
    cart: { items: [{ productId: "p", name: "Tea", quantity: 2, price: 5, currency: "GBP" }], quantity: 2, total: 10, currency: "GBP", updated: ago(0.01) },
    preferences: {
      ...calm.preferences,
      consents: [
        { purpose: "marketing", channel: "email", given: false, at: ago(9), messageId: null },
        { purpose: "analytics", channel: null, given: true, at: ago(9), messageId: null },
      ],
      explicit: { language: "de" },
    },
  };
  expect(texts(customer)).toEqual([
    `In the cart: 2 items for ${money(10, "GBP")}`,
    "Does not want marketing by email",
    "Prefers language de",
  ]);
});

test("Who is about to leave is said, who is loyal is not a worry", () => {
  expect(texts({ ...calm, journey: { ...calm.journey, stage: "At risk" } })).toEqual(["At risk of leaving us"]);
  expect(texts({ ...calm, journey: { ...calm.journey, stage: "Loyal" } })).toEqual([]);
});
