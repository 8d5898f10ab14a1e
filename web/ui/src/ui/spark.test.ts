import { expect, test } from "vitest";
import { sparkPath } from "./spark";

test("Zero is at the foot and the highest value at the top", () => {
  expect(sparkPath([0, 10], 100, 22).line).toBe("M0 21L100 1");
});

test("Values below zero have the zero line inside", () => {
  expect(sparkPath([-10, 10], 100, 22).line).toBe("M0 21L100 1");
  expect(sparkPath([-10, 10], 100, 22).area).toBe("M0 21L100 1L100 11L0 11Z");
});

test("Where nothing was measured the line goes straight on", () => {
  expect(sparkPath([1, 1, null, 1, 1], 100, 22).line).toBe("M0 1L25 1L75 1L100 1");
  expect(sparkPath([null, 1, null, null, 1], 100, 22, true)).toMatchObject({ line: "", last: "M25 1L100 1" });
});

test("A step that has not ended is drawn apart", () => {
  const { line, last } = sparkPath([10, 10, 5], 100, 22, true);
  expect(line).toBe("M0 1L50 1");
  expect(last).toBe("M50 1L100 11");
});

test("Nothing to draw draws nothing", () => {
  expect(sparkPath([], 100, 22)).toEqual({ line: "", area: "", last: "" });
  expect(sparkPath([null, null], 100, 22).line).toBe("");
  expect(sparkPath([0, 0], 100, 22).line).toBe("M0 21L100 21");
});
