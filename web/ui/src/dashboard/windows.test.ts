import { expect, test } from "vitest";
import { fairBefore } from "./windows";

test("At the start of a minute five minutes are measured against four", () => {
  expect(fairBefore(500, "5m", "2026-01-01T12:03:00.000Z")).toBe(400);
  expect(fairBefore(500, "5m", "2026-01-01T12:03:30.000Z")).toBe(450);
});

test("The longer the window, the less the current minute matters", () => {
  expect(fairBefore(6000, "1h", "2026-01-01T12:03:30.000Z")).toBe(5950);
  expect(fairBefore(43_200, "30d", "2026-01-01T12:03:00.000Z")).toBe(43_199);
});

test("What is not known stays unknown", () => {
  expect(fairBefore(undefined, "5m", "2026-01-01T12:03:00.000Z")).toBeUndefined();
});
