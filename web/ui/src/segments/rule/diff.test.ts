import { expect, test } from "vitest";
import { difference } from "./diff";

const marked = (before: string, after: string) =>
  difference(before, after)
    .map(({ kind, text }) => (kind === "same" ? text : kind === "added" ? `+{${text}}` : `-{${text}}`))
    .join("");

test.each([
  ["orders.count >= 2", "orders.count >= 3", "orders.count >= -{2}+{3}"],
  ["always", "always", "always"],
  ["", "always", "+{always}"],
  ["always", "", "-{always}"],
  ["a = 1", "a = 1 and b = 2", "a = 1+{ and b = 2}"],
  ["a = 1 and b = 2", "b = 2", "-{a = 1 and }b = 2"],
])("From %j to %j", (before, after, expected) => {
  expect(marked(before, after)).toBe(expected);
});

test("Another line break is no change", () => {
  expect(difference("a = 1 and b = 2", "a = 1\n  and b = 2").every((change) => change.kind === "same")).toBe(true);
});

test("What stays and what comes make the text after, what stays and what goes the words before", () => {
  const before = "cart.items > 0 and cart.updated older than 30m -- an hour was too long";
  const after = "cart.items >= 1\nand (cart.updated older than 45m or seen within 1d)";
  const changes = difference(before, after);
  const text = (without: string) => changes.filter((change) => change.kind !== without).map((change) => change.text).join("");
  expect(text("removed")).toBe(after);
  expect(text("added").replaceAll(/\s+/g, " ")).toBe(before.replaceAll(/\s+/g, " "));
});
