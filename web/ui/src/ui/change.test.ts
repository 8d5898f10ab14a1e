import { expect, test } from "vitest";
import { percentChange } from "../format/format";
import { pointChange, relativeChange } from "./change";

test("More of what should grow is good, more of what should not is bad", () => {
  expect(relativeChange(120, 100, "up")).toEqual({ text: percentChange(0.2), direction: "up", tone: "good" });
  expect(relativeChange(120, 100, "down")?.tone).toBe("bad");
  expect(relativeChange(80, 100, "down")).toEqual({ text: percentChange(-0.2), direction: "down", tone: "good" });
  expect(relativeChange(80, 100, "neither")?.tone).toBe("neutral");
});

test("From nothing there is no percentage", () => {
  expect(relativeChange(5, 0, "up")).toBeNull();
  expect(relativeChange(0, 0, "up")).toBeNull();
});

test("What has no figure on one side has no change", () => {
  expect(relativeChange(undefined, 5, "up")).toBeNull();
  expect(pointChange(4, null, "up")).toBeNull();
});

test("Growth out of a loss is growth", () => {
  expect(relativeChange(10, -10, "up")).toMatchObject({ direction: "up", tone: "good" });
});

test("Scores change by points", () => {
  expect(pointChange(-20, 10, "up")).toMatchObject({ direction: "down", tone: "bad" });
  expect(pointChange(4.2, 4.2, "up")).toMatchObject({ direction: "same", tone: "neutral" });
});

test("What is written as zero is no change", () => {
  expect(pointChange(5.38, 5.35, "up")).toMatchObject({ direction: "same", tone: "neutral" });
  expect(relativeChange(100_001, 100_000, "up")?.direction).toBe("same");
});
