import { expect, test } from "vitest";
import { flowsOf } from "./flows";
import { depth, layout, pathText, stageLength } from "./layout";
import { flow, journey } from "./samples";

const size = { along: 1200, across: 300 };
const lay = (...flows: ReturnType<typeof flow>[]) => layout(6, flowsOf(journey(flows)), size);

const everything = [
  flow(null, "Aware", 900),
  flow("Aware", "Considering", 500),
  flow("Aware", "Buying", 60),
  flow("Considering", "Buying", 310),
  flow("Aware", "Loyal", 2),
  flow("Buying", "Considering", 120),
  flow("Buying", "Loyal", 210),
  flow("Loyal", "At risk", 40),
  flow("At risk", "Lapsed", 12),
  flow("Lapsed", "Loyal", 5),
  flow("At risk", "Aware", 1),
];

test("Stages stand in their order, on one line, as thick as what flows through them", () => {
  const { stages } = lay(flow("Aware", "Considering", 30), flow("Considering", "Buying", 10));
  expect(stages.map((each) => each.along)).toEqual([...stages.map((each) => each.along)].sort((a, b) => a - b));
  expect(new Set(stages.map((each) => Math.round(each.across + each.thickness))).size).toBe(1);
  const [aware, considering, buying] = stages;
  expect(aware?.thickness).toBeCloseTo(considering?.thickness ?? 0);
  expect((buying?.thickness ?? 0) * 3).toBeCloseTo(aware?.thickness ?? 0);
});

test("Ribbons begin at one stage's side and end at the other's", () => {
  const { stages, ribbons } = lay(...everything);
  for (const { flow, path, thickness } of ribbons) {
    const end = path.at(-1)?.to ?? [0, 0];
    const box = stages[flow.end];
    expect(end[0]).toBeCloseTo(box?.along ?? -1);
    expect(end[1] - thickness / 2).toBeGreaterThanOrEqual((box?.across ?? 0) - 0.01);
    expect(end[1] + thickness / 2).toBeLessThanOrEqual((box?.across ?? 0) + (box?.thickness ?? 0) + 0.01);
    if (flow.start < 0) continue;
    const from = stages[flow.start];
    expect(path[0]?.to[0]).toBeCloseTo((from?.along ?? -1) + stageLength);
  }
});

test("A ribbon that skips a stage passes above it", () => {
  const { stages, ribbons } = lay(...everything);
  const skips = ribbons.find(({ flow }) => flow.from === "Aware" && flow.to === "Buying");
  const over = stages[1];
  const at = skips?.path.find(({ to: [along] }) => along === (over?.along ?? 0));
  expect((at?.to[1] ?? Infinity) + (skips?.thickness ?? 0) / 2).toBeLessThan(over?.across ?? 0);
});

test("Ribbons back go below all stages, and those that overlap lie apart", () => {
  const { stages, ribbons } = lay(...everything);
  const ground = (stages[0]?.across ?? 0) + (stages[0]?.thickness ?? 0);
  const back = ribbons.filter(({ flow }) => flow.end < flow.start).map(({ flow, path, thickness }) => ({ flow, top: (path[1]?.to[1] ?? 0) - thickness / 2, bottom: (path[1]?.to[1] ?? 0) + thickness / 2 }));
  expect(back).toHaveLength(3);
  for (const each of back) expect(each.top).toBeGreaterThan(ground);
  const inner = back.find(({ flow }) => flow.from === "Lapsed");
  const outer = back.find(({ flow }) => flow.from === "At risk");
  expect(outer?.top ?? 0).toBeGreaterThan(inner?.bottom ?? Infinity);
});

test("Everything fits, and what is there at all is seen", () => {
  const { ribbons } = lay(...everything);
  expect(depth(lay(...everything))).toBeLessThanOrEqual(size.across);
  expect(Math.min(...ribbons.map((each) => each.thickness))).toBeGreaterThanOrEqual(1.5);
});

test("What there is room for is used", () => {
  expect(depth(lay(...everything))).toBeGreaterThan(size.across * 0.95);
  const many = lay(...everything.map((each) => ({ ...each, count: each.count * 1_000 })));
  expect(depth(many)).toBeLessThanOrEqual(size.across);
  expect(depth(many)).toBeGreaterThan(size.across * 0.95);
});

test("A handful of customers is not drawn like a crowd, and nothing draws nothing", () => {
  expect(lay(flow("Aware", "Buying", 2)).ribbons[0]?.thickness).toBe(36);
  expect(lay().ribbons).toEqual([]);
  expect(layout(0, [], size)).toEqual({ stages: [], ribbons: [] });
});

test("A path turns with the order of stages", () => {
  const path = [
    { kind: "move", to: [10, 20] },
    { kind: "curve", by: [[15, 20], [15, 40]], to: [20, 40] },
    { kind: "line", to: [30, 40.04] },
  ] as const;
  expect(pathText(path, false)).toBe("M10 20C15 20 15 40 20 40L30 40");
  expect(pathText(path, true)).toBe("M20 10C20 15 40 15 40 20L40 30");
});
