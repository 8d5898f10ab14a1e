import { expect, test } from "vitest";
import { reasonIn } from "./reason";

const segments = [{ key: "vip", name: "VIP" }];

test.each([
  ["segment/vip", segments, "VIP was published"],
  ["segment/risk", segments, "risk was deleted"],
  ["segment/vip", null, "vip"],
  ["journey", segments, "The journey was published"],
  ["a new value model", segments, "a new value model"],
])("%s", (reason, known, words) => {
  expect(reasonIn({ reason }, known)).toBe(words);
});
