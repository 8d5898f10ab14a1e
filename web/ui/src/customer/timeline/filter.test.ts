import { expect, test } from "vitest";
import { row, view } from "../../test/samples";
import { title } from "../../ui/touchpoint";
import { askedName, choices, isFiltered, matches } from "./filter";

const named = (name: string | null) => ({ channel: null, name });

test("A touchpoint is found by the name it is shown with, and by that of its kind", () => {
  const page = row("p", { kind: "page", name: "Home" });
  expect(["Viewed Home Page", "Page Viewed", "Home"].map((name) => matches(page, named(name)))).toEqual([true, true, false]);
  expect(matches(row("i", { kind: "identify", name: "" }), named("Identified"))).toBe(true);
  expect(matches(row("t", { name: "Order Completed" }), named("Order Completed"))).toBe(true);
  expect(matches(row("t", { channel: "email" }), { channel: "web", name: null })).toBe(false);
});

test.each(["page", "screen"] as const)("The server is not asked for the name of a %s, which it does not show that way", (kind) => {
  expect(askedName(title(row("m", { kind, name: "Cart" })))).toBeNull();
  expect(askedName(title(row("m", { kind, name: "" })))).toBeNull();
});

test("The server is asked for every other name", () => {
  for (const name of ["Order Completed", "Product Viewed", "Identified", "Viewed", null]) expect(askedName(name)).toBe(name);
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
