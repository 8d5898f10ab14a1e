import { expect, test } from "vitest";
import { inUtc, isPast, once, spanName, stepName, stepTick } from "./steps";

const midnight = Date.UTC(2026, 0, 1) / 1000;

test("A course is past when its last step and the one after are over; days of other years say which", () => {
  const now = Date.UTC(2026, 0, 3, 12);
  expect([isPast(midnight, "day", now), isPast(midnight + 86_400, "day", now), isPast(now / 1000, "minute", now)]).toEqual([true, false, false]);
  expect(stepName(Date.UTC(2011, 11, 9) / 1000, "day")).toContain("2011");
});

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
