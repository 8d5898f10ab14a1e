import { expect, test } from "vitest";
import { LiveSegmentsStore } from "../../live/segments";
import { segment, segmentsFrame } from "../../test/samples";
import { arrange, inPlace, rowsOf, shareOf } from "./arrange";

const quiet = new LiveSegmentsStore().get();
const items = [
  segment("vip", { name: "VIP", size: 5, rule: "orders.count >= 10", joined: { hour: 0, day: 2 } }),
  segment("risk", { name: "At risk", size: 50, rule: "last(orders) older than 90d", description: "Win them back" }),
  segment("cart", { name: "Cart abandoned", size: 5, rule: "cart.items > 0" }),
];
const keys = (rows: readonly { readonly key: string }[]) => rows.map((row) => row.key);

test("The size of the hub is the size, and the end of the course", () => {
  const live = new LiveSegmentsStore();
  live.accept(segmentsFrame(1, true, { sizes: { vip: { size: 7, joinedHour: 3, leftHour: 1 } } }), 0);
  const [vip, risk] = rowsOf([segment("vip", { size: 5, spark: [1, 2], joined: { hour: 0, day: 2 } }), segment("risk", { size: 50 })], live.get());
  expect(vip).toMatchObject({ size: 7, joined: { hour: 3, day: 3 }, left: { hour: 1, day: 1 }, course: [1, 2, 7] });
  expect(risk).toMatchObject({ size: 50, course: [50] });
});

test("Equal ones stand by name", () => {
  expect(keys(arrange(rowsOf(items, quiet), "", "size"))).toEqual(["risk", "cart", "vip"]);
  expect(keys(arrange(rowsOf(items, quiet), "", "name"))).toEqual(["risk", "cart", "vip"]);
  expect(keys(arrange(rowsOf(items, quiet), "", "joined"))).toEqual(["vip", "risk", "cart"]);
});

test.each([
  ["vip", ["vip"]],
  ["WIN back", ["risk"]],
  ["orders 90d", ["risk"]],
  ["nothing of the kind", []],
])("Searching %j looks into name, key, description and rule", (text, expected) => {
  expect(keys(arrange(rowsOf(items, quiet), text, "name"))).toEqual(expected);
});

test("While somebody points at the list rows stay where they are, with their newest figures", () => {
  const rows = arrange(rowsOf([...items, segment("new", { size: 999 })], quiet), "", "size");
  expect(keys(inPlace(rows, ["vip", "cart", "risk", "gone"]))).toEqual(["vip", "cart", "risk", "new"]);
});

test("Of nobody there is no share", () => {
  expect(shareOf(0, 0)).toBe(null);
  expect(shareOf(1, 4)).toBe(25);
});
