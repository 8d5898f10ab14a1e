import { expect, test } from "vitest";
import { row } from "../test/samples";
import { detail, title } from "./touchpoint";

test.each([
  ["Order Completed", "Order Completed 55.10 GBP", 55.1, ""],
  ["Product Added", "House Espresso 1 kg 18.90 GBP", 18.9, "House Espresso 1 kg"],
  ["Product Viewed", "House Espresso 1 kg", null, "House Espresso 1 kg"],
  ["Survey Answered", "nps 9", null, "nps 9"],
  ["Home", null, null, ""],
])("The summary of %s adds only what is not shown already", (name, summary, amount, rest) => {
  expect(detail(row("m", { name, summary, amount }))).toBe(rest);
});

test("Every kind of touchpoint has a title, also without a name", () => {
  for (const kind of ["identify", "page", "screen", "group", "alias"] as const) expect(title(row("m", { kind, name: "" }))).not.toBe("");
  expect(title(row("m", { kind: "screen", name: "Cart" }))).toBe("Viewed Cart Screen");
});
