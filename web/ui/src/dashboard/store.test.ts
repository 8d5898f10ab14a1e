import { expect, test } from "vitest";
import { dashboardFrame, row } from "../test/samples";
import { DashboardStore, listLength } from "./store";

test("Frames of another part are not shown, and changing the part shows nothing until its own picture comes", () => {
  const store = new DashboardStore();
  store.accept(dashboardFrame(1, true, [row("a")]), 0);
  store.show("segment/vip");
  expect(store.get()).toMatchObject({ scope: "segment/vip", frame: null, rows: [] });
  expect(store.accept(dashboardFrame(2, false, [row("b")]), 0)).toBe("ignore");
  expect(store.accept(dashboardFrame(1, true, [row("c")], "segment/vip"), 0)).toBe("take");
  expect(store.get().rows.map((r) => r.messageId)).toEqual(["c"]);
  store.show(null);
  expect(store.accept(dashboardFrame(2, false, [row("d")], "segment/vip"), 0)).toBe("ignore");
  expect(store.get().frame).toBeNull();
});

test("The first full frame is shown whole", () => {
  const store = new DashboardStore();
  expect(store.accept(dashboardFrame(7, true, [row("b"), row("a")]), 1000)).toBe("take");
  expect(store.get().rows.map((r) => r.messageId)).toEqual(["b", "a"]);
  expect(store.get().arrivedAt).toBe(1000);
});

test("Partial frames before the first full one are ignored", () => {
  const store = new DashboardStore();
  expect(store.accept(dashboardFrame(3, false, [row("a")]), 0)).toBe("ignore");
  expect(store.get().frame).toBeNull();
});

test("A partial frame that follows puts its touchpoints on top", () => {
  const store = new DashboardStore();
  store.accept(dashboardFrame(1, true, [row("a")]), 0);
  expect(store.accept(dashboardFrame(2, false, [row("c"), row("b")]), 5)).toBe("take");
  expect(store.get().rows.map((r) => r.messageId)).toEqual(["c", "b", "a"]);
  expect(store.get().frame?.n).toBe(2);
});

test("A gap is reported once and changes nothing until the full frame comes", () => {
  const store = new DashboardStore();
  store.accept(dashboardFrame(1, true, [row("a")]), 0);
  expect(store.accept(dashboardFrame(3, false, [row("c")]), 0)).toBe("gap");
  expect(store.accept(dashboardFrame(4, false, [row("d")]), 0)).toBe("ignore");
  expect(store.get().rows.map((r) => r.messageId)).toEqual(["a"]);
  store.accept(dashboardFrame(5, true, [row("d"), row("c"), row("b"), row("a")]), 0);
  expect(store.get().rows.map((r) => r.messageId)).toEqual(["d", "c", "b", "a"]);
  expect(store.accept(dashboardFrame(6, false, [row("e")]), 0)).toBe("take");
});

test("A frame that comes twice or late is ignored", () => {
  const store = new DashboardStore();
  store.accept(dashboardFrame(5, true, [row("a")]), 0);
  expect(store.accept(dashboardFrame(5, false, [row("b")]), 0)).toBe("ignore");
  expect(store.accept(dashboardFrame(4, false, [row("b")]), 0)).toBe("ignore");
  expect(store.get().rows).toHaveLength(1);
});

test("After a reconnect the old picture stays until the full frame, also when the server counts from one again", () => {
  const store = new DashboardStore();
  store.accept(dashboardFrame(90, true, [row("a")]), 0);
  store.expectFull();
  expect(store.accept(dashboardFrame(91, false, [row("b")]), 0)).toBe("ignore");
  expect(store.get().rows.map((r) => r.messageId)).toEqual(["a"]);
  expect(store.accept(dashboardFrame(1, true, [row("c"), row("b"), row("a")]), 0)).toBe("take");
  expect(store.accept(dashboardFrame(2, false, [row("d")]), 0)).toBe("take");
  expect(store.get().rows.map((r) => r.messageId)).toEqual(["d", "c", "b", "a"]);
});

test("A restarted server has an empty list, and the screen keeps its own", () => {
  const store = new DashboardStore();
  store.accept(dashboardFrame(9, true, [row("b"), row("a")]), 0);
  store.expectFull();
  store.accept(dashboardFrame(1, true, []), 0);
  store.accept(dashboardFrame(2, false, [row("c")]), 0);
  expect(store.get().rows.map((r) => r.messageId)).toEqual(["c", "b", "a"]);
});

test("A touchpoint that is sent again is not shown twice, and the list stays bounded", () => {
  const store = new DashboardStore();
  store.accept(dashboardFrame(1, true, [row("b"), row("a")]), 0);
  store.accept(dashboardFrame(2, false, [row("c"), row("b"), row("c")]), 0);
  expect(store.get().rows.map((r) => r.messageId)).toEqual(["c", "b", "a"]);
  store.accept(dashboardFrame(3, false, Array.from({ length: listLength + 80 }, (_, i) => row(`x${i}`))), 0);
  expect(store.get().rows).toHaveLength(listLength);
});

test("The same message id of two customers is two touchpoints", () => {
  const store = new DashboardStore();
  store.accept(dashboardFrame(1, true, [row("a", { customerId: "ann" }), row("a", { customerId: "bob" })]), 0);
  expect(store.get().rows).toHaveLength(2);
});

test("What arrived is counted once, with what no frame could carry", () => {
  const store = new DashboardStore();
  store.accept(dashboardFrame(1, true, [row("b"), row("a")]), 0);
  store.accept({ ...dashboardFrame(2, false, [row("c"), row("b")]), skipped: 40 }, 0);
  store.accept(dashboardFrame(3, false, []), 0);
  expect(store.get().arrived).toBe(43);
});

test("A frame without a breakdown leaves it as it was", () => {
  const store = new DashboardStore();
  const counts = { channels: { web: 3 }, names: {} };
  const breakdown = { "5m": counts, "1h": counts, "24h": counts, "30d": counts, all: counts };
  store.accept({ ...dashboardFrame(1, true, []), breakdown }, 0);
  store.accept(dashboardFrame(2, false, []), 0);
  expect(store.get().breakdown).toBe(breakdown);
});

const many = (prefix: string, n: number) => Array.from({ length: n }, (_, i) => row(`${prefix}${i}`));
const gaps = (store: DashboardStore) => [...store.get().gaps].map((key) => key.split("\n")[1]);

test("Where a frame could not carry everything a gap is marked below what it carried", () => {
  const store = new DashboardStore();
  store.accept(dashboardFrame(1, true, [row("a")]), 0);
  store.accept({ ...dashboardFrame(2, false, [row("c"), row("b")]), skipped: 3 }, 0);
  store.accept(dashboardFrame(3, false, [row("d")]), 0);
  expect(gaps(store)).toEqual(["b"]);
});

test("After a break of which not everything is known a gap is marked; where the lists meet there is none", () => {
  const store = new DashboardStore();
  store.accept(dashboardFrame(1, true, many("x", 50)), 0);
  expect(gaps(store)).toEqual([]);
  store.accept(dashboardFrame(9, true, [...many("y", 10), ...many("x", 40)]), 0);
  expect(gaps(store)).toEqual([]);
  store.accept(dashboardFrame(30, true, many("z", 50)), 0);
  expect(gaps(store)).toEqual(["z49"]);
});
