import { expect, test } from "vitest";
import { transition } from "../test/samples";
import { manner, reason, verb, wasLate, who } from "./words";

const sentence = (...[more]: [Parameters<typeof transition>[1]]) => {
  const each = transition(1, more);
  const because = reason(each);
  return `${who(each)} ${verb(each)} ${each.name}${because === "" ? "" : `, because ${because}`}`;
};

test("Joining, leaving and moving on are sentences with their reason", () => {
  expect(sentence({ name: "Cart abandoned", cause: "time", why: "cart.items = 2, cart untouched since 12:03" })).toBe(
    "Ann joined Cart abandoned, because cart.items = 2, cart untouched since 12:03",
  );
  expect(sentence({ kind: "left", name: "VIP", displayName: null, customerId: "c-7", why: null })).toBe("c-7 left VIP");
  expect(sentence({ kind: "stage", name: "New", from: "Buying", why: "orders.count = 1" })).toBe("Ann moved to New, because orders.count = 1");
  expect(sentence({ kind: "stage", name: "Aware", from: null, why: "always" })).toBe("Ann began in Aware");
});

test("A rule that was changed and ids that were joined are reasons of their own", () => {
  expect(sentence({ cause: "rule", why: "orders.count = 3" })).toBe("Ann joined VIP, because its rule was changed: orders.count = 3");
  expect(sentence({ kind: "left", cause: "link", why: null })).toBe("Ann left VIP, because two of her ids were joined");
});

test("Time alone is said, and so is a decision that came late", () => {
  expect(manner(transition(1, { cause: "time" }))).toBe("by time alone");
  expect(manner(transition(1))).toBe("");
  expect(wasLate(transition(1))).toBe(false);
  expect(wasLate(transition(1, { at: "2026-01-01T12:00:00.000Z", decidedAt: "2026-01-01T12:05:00.000Z" }))).toBe(true);
});
