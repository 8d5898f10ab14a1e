import { expect, test } from "vitest";
import { row } from "../test/samples";
import { countedName, inSight, matching, newerThan } from "./stream";

const none = { channel: "", name: "", text: "" };
const names = new Set(["Product Viewed", "Order Completed", "Page Viewed"]);
const ids = (rows: readonly { messageId: string }[]) => rows.map((r) => r.messageId).join("");

const rows = [
  row("a", { channel: "web" }),
  row("b", { channel: "store", name: "Order Completed", customerId: "zoë" }),
  row("c", { channel: "web", kind: "page", name: "Home" }),
  row("d", { channel: "web", name: "Loyalty Card Scanned", summary: "Loyalty Card Scanned gold" }),
];

test("Without a filter nothing is copied", () => {
  expect(matching(rows, none, names)).toBe(rows);
});

test("Channel, name and text each narrow it down", () => {
  expect(ids(matching(rows, { ...none, channel: "web" }, names))).toBe("acd");
  expect(ids(matching(rows, { ...none, name: "Page Viewed" }, names))).toBe("c");
  expect(ids(matching(rows, { ...none, text: "ZOË order" }, names))).toBe("b");
  expect(ids(matching(rows, { ...none, text: "gold", channel: "store" }, names))).toBe("");
});

test("Names that are not counted by themselves are found under Other, and by themselves", () => {
  expect(ids(matching(rows, { ...none, name: "Other" }, names))).toBe("d");
  expect(ids(matching(rows, { ...none, name: "Loyalty Card Scanned" }, names))).toBe("d");
});

test("Every kind is counted under a name", () => {
  expect((["identify", "alias", "group", "page", "screen", "track"] as const).map((kind) => countedName(row("x", { kind })))).toEqual([
    "Identified",
    "Aliased",
    "Grouped",
    "Page Viewed",
    "Screen Viewed",
    "Product Viewed",
  ]);
});

test("What came since is counted, also when what was shown has fallen off the end", () => {
  expect(newerThan(rows.slice(2), rows)).toBe(2);
  expect(newerThan(rows, rows)).toBe(0);
  expect(newerThan([row("gone")], rows)).toBe(4);
  expect(newerThan([], rows)).toBe(4);
});

test("Only rows in sight are drawn", () => {
  expect(inSight(0, 400, 40, 1000)).toEqual({ first: 0, end: 18 });
  expect(inSight(4000, 400, 40, 1000)).toEqual({ first: 92, end: 118 });
  expect(inSight(39_600, 400, 40, 1000)).toEqual({ first: 982, end: 1000 });
});

test("A list that shrank under the scroll bar is not drawn beyond its end", () => {
  expect(inSight(39_600, 400, 40, 3)).toEqual({ first: 0, end: 3 });
  expect(inSight(0, 400, 40, 0)).toEqual({ first: 0, end: 0 });
});
