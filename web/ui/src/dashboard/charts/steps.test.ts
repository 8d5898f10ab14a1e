import { expect, test } from "vitest";
import { inUtc, once, spanName, stepName, stepTick } from "./steps";

const midnight = Date.UTC(2026, 0, 1) / 1000;

test("Days and longer are named as they are counted: in UTC, wherever the viewer is", () => {
  expect(stepName(midnight, "day")).toMatch(/UTC$/);
  expect(stepName(midnight, "day")).toContain("1");
  expect(stepTick(midnight, "day")).not.toContain("31");
  expect(stepName(midnight, "month")).toContain("2026");
  expect(["minute", "hour", "day", "week", "month"].filter((step) => inUtc(step as "day"))).toEqual(["day", "week", "month"]);
});

test("Minutes are in the viewer's zone", () => {
  const local = new Date(2026, 5, 1, 14, 2).getTime() / 1000;
  expect(stepName(local, "minute")).toMatch(/02/);
  expect(stepTick(local, "minute")).toBe(stepName(local, "minute"));
});

test("The span is said in steps", () => {
  expect(spanName(60, "minute")).toBe("60 minutes");
  expect(spanName(1, "week")).toBe("1 week");
});

test("A tick that reads like the one before is left blank", () => {
  expect(once(["21 Nov", "21 Nov", "22 Nov", "22 Nov"])).toEqual(["21 Nov", "", "22 Nov", ""]);
});
