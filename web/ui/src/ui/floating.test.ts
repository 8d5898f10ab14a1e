import { expect, test } from "vitest";
import { place } from "./floating";

const view = { width: 1000, height: 600 };
const floating = { width: 200, height: 100 };

test("There is room below: it goes below, at the asked edge", () => {
  const anchor = { top: 50, left: 300, width: 80, height: 30 };
  expect(place(anchor, floating, view, "start")).toEqual({ top: 86, left: 300 });
  expect(place(anchor, floating, view, "end")).toEqual({ top: 86, left: 180 });
  expect(place(anchor, floating, view, "center")).toEqual({ top: 86, left: 240 });
});

test("Without room below it goes above", () => {
  expect(place({ top: 560, left: 300, width: 80, height: 30 }, floating, view, "start").top).toBe(454);
});

test("It never leaves the window", () => {
  expect(place({ top: 50, left: 980, width: 20, height: 20 }, floating, view, "start").left).toBe(792);
  expect(place({ top: 50, left: 0, width: 20, height: 20 }, floating, view, "end").left).toBe(8);
  expect(place({ top: 40, left: 0, width: 20, height: 20 }, { width: 200, height: 580 }, view, "start").top).toBe(12);
});
