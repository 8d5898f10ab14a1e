import { expect, test } from "vitest";
import { forget, keep, kept } from "./keep";

function shelf(begin: Record<string, string> = {}) {
  const items = new Map(Object.entries(begin));
  return {
    getItem: (name: string) => items.get(name) ?? null,
    setItem: (name: string, value: string) => void items.set(name, value),
    removeItem: (name: string) => void items.delete(name),
  };
}

test("A draft comes back for its own segment and for no other", () => {
  const keeper = shelf();
  keep(keeper, "vip", { text: "orders.count > 3", version: 2 });
  keep(keeper, null, { text: "always", version: 0 });
  expect(kept(keeper, "vip")).toEqual({ text: "orders.count > 3", version: 2 });
  expect(kept(keeper, null)).toEqual({ text: "always", version: 0 });
  expect(kept(keeper, "risk")).toBe(null);
  forget(keeper, "vip");
  expect(kept(keeper, "vip")).toBe(null);
});

test.each(["{", "null", "3", '{"text":1,"version":1}', '{"text":"always"}'])("What is stored wrong, such as %s, is nothing", (value) => {
  expect(kept(shelf({ "rule of vip": value }), "vip")).toBe(null);
});

test("A browser that stores nothing fails nobody", () => {
  const broken = {
    getItem: () => {
      throw new Error("forbidden");
    },
    setItem: () => {
      throw new Error("full");
    },
    removeItem: () => {
      throw new Error("forbidden");
    },
  };
  keep(broken, "vip", { text: "always", version: 1 });
  forget(broken, "vip");
  expect(kept(broken, "vip")).toBe(null);
  expect(kept(null, "vip")).toBe(null);
});
