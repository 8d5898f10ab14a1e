import { expect, test } from "vitest";
import { row, view } from "../../test/samples";
import { choices, isFiltered, matches } from "./filter";

const named = (name: string | null) => ({ channel: null, name });

test("A touchpoint is found by the name it is shown with, and by that of its kind", () => {
  const page = row("p", { kind: "page", name: "Home" });
  expect(["Viewed Home Page", "Page Viewed", "Home"].map((name) => matches(page, named(name)))).toEqual([true, true, false]);
  expect(matches(row("i", { kind: "identify", name: "" }), named("Identified"))).toBe(true);
  expect(matches(row("t", { name: "Order Completed" }), named("Order Completed"))).toBe(true);
  expect(matches(row("t", { channel: "email" }), { channel: "web", name: null })).toBe(false);
});

test("There is to choose what there is, the most frequent first, unnamed kinds too", () => {
  const { touchpoints } = view("ann");
  const all = choices({ ...touchpoints, byKind: { identify: 2, track: 5 }, byChannel: { web: 1, email: 6 }, byName: { "Product Viewed": 4, "Order Completed": 1 } });
  expect(all.channels.map((each) => each.key)).toEqual(["email", "web"]);
  expect(all.names.map((each) => `${each.key} ${each.count}`)).toEqual(["Product Viewed 4", "Identified 2", "Order Completed 1"]);
});

test("Without a channel and a name there is no filter", () => {
  expect([isFiltered(named(null)), isFiltered(named("x")), isFiltered({ channel: "web", name: null })]).toEqual([false, true, true]);
});
