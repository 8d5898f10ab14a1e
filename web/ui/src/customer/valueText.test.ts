import { expect, test } from "vitest";
import { valueText } from "./valueText";

test.each([
  [null, "–"],
  [true, "yes"],
  [0, "0"],
  ["Leeds", "Leeds"],
  [["a", 2, false], "a, 2, no"],
  [{ value: "phone", at: "2026-01-01" }, "phone"],
  [{ street: "", city: "Leeds", country: { name: "United Kingdom" } }, "Leeds, United Kingdom"],
])("%j reads as %s", (value, text) => {
  expect(valueText(value)).toBe(text);
});
