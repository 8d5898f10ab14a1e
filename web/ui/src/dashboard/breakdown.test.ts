import { expect, test } from "vitest";
import { calmOrder, present, shares } from "./breakdown";

test("At first the largest comes first, and equals by name", () => {
  expect(calmOrder([], { b: 1, web: 50, a: 1, store: 7 })).toEqual(["web", "store", "a", "b"]);
});

test("A near tie changes no places, a clear lead does", () => {
  const shown = ["web", "mobile"];
  expect(calmOrder(shown, { web: 100, mobile: 104 })).toBe(shown);
  expect(calmOrder(shown, { web: 100, mobile: 106 })).toEqual(["mobile", "web"]);
});

test("A newcomer finds its place, and one that is gone leaves no hole", () => {
  expect(calmOrder(["a", "b", "c"], { a: 10, c: 5, d: 7 })).toEqual(["a", "d", "c"]);
});

test("The smallest may rise all the way", () => {
  expect(calmOrder(["a", "b", "c"], { a: 10, b: 9, c: 90 })).toEqual(["c", "a", "b"]);
});

test("Shares are of all, bars are of the largest", () => {
  expect(shares(["a", "b"], { a: 30, b: 10 })).toEqual([
    { key: "a", count: 30, share: 0.75, length: 1 },
    { key: "b", count: 10, share: 0.25, length: 1 / 3 },
  ]);
  expect(shares(["a"], { a: 0 })).toEqual([{ key: "a", count: 0, share: 0, length: 0 }]);
});

test("What never came is not shown", () => {
  expect(present({ web: 2, chat: 0 })).toEqual({ web: 2 });
  expect(present(undefined)).toEqual({});
});
