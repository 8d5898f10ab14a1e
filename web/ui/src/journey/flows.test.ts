import { expect, test } from "vitest";
import { dropOffs, flowsOf, leavings, partOf, waitsForSilence } from "./flows";
import { flow, journey, stage } from "./samples";

test.each([
  [null, "Aware", "new"],
  ["Aware", "Buying", "on"],
  ["Buying", "Considering", "back"],
  ["Loyal", "At risk", "lost"],
  ["At risk", "Lapsed", "lost"],
  ["Lapsed", "Loyal", "won"],
  ["Lapsed", "At risk", "won"],
] as const)("From %s to %s is %s", (from, to, way) => {
  expect(flowsOf(journey([flow(from, to, 3)]))[0]?.way).toBe(way);
});

test("A stage waits for silence when its rule does, whatever its comments and texts say", () => {
  expect(waitsForSilence("orders.count >= 1 and last(orders) OLDER  THAN 90d")).toBe(true);
  expect(waitsForSilence("cart.items > 0 -- not older than 30m")).toBe(false);
  expect(waitsForSilence('traits.plan = "older than time" and ordered within 30d')).toBe(false);
});

test("Flows of stages that are gone, and flows of nobody, are left out", () => {
  const flows = flowsOf(journey([flow("Gone", "Aware", 3), flow("Aware", "Gone", 3), flow("Aware", "Buying", 0), flow("Aware", "Loyal", 1)]));
  expect(flows.map((each) => [each.start, each.end])).toEqual([[0, 3]]);
});

test("Drop-offs are ranked, each with its part of those who left", () => {
  const flows = flowsOf(journey([flow(null, "Aware", 50), flow("Buying", "Considering", 6), flow("Buying", "Loyal", 18), flow("Loyal", "At risk", 9)]));
  expect(dropOffs(flows).map(({ from, to, part }) => [from, to, part])).toEqual([
    ["Loyal", "At risk", 1],
    ["Buying", "Considering", 0.25],
  ]);
  expect(leavings(flows, 2)).toEqual({ on: 0.75, off: 0.25, count: 24 });
  expect(leavings(flows, 0)).toBeNull();
});

test("Of those who were new a part began in each stage", () => {
  const flows = flowsOf(journey([flow(null, "Aware", 30), flow(null, "Buying", 10)], { stages: [stage("Aware"), stage("Buying")] }));
  expect(flows.map((each) => partOf(each, flows))).toEqual([0.75, 0.25]);
});
