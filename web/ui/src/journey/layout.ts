// Where the map's stages and ribbons go. Stages stand in their order along one axis (to the right, or downwards where the
// window is narrow); across it stages are as thick as what flows through them. Ribbons to a later stage pass above the
// stages between, ribbons to an earlier one go back underneath. All numbers are pixels.
import type { Flow } from "./flows";

export interface Size {
  /** Along the order of stages. */
  readonly along: number;
  /** Across it. */
  readonly across: number;
}

export interface StageBox {
  readonly along: number;
  readonly across: number;
  readonly length: number;
  readonly thickness: number;
}

export interface Ribbon {
  readonly flow: Flow;
  /** The middle line: corners of a path of "M" and cubic "C", as (along, across) pairs. */
  readonly path: readonly Segment[];
  readonly thickness: number;
}

export type Segment =
  | { readonly to: readonly [number, number]; readonly kind: "move" | "line" }
  | { readonly to: readonly [number, number]; readonly kind: "curve"; readonly by: readonly [readonly [number, number], readonly [number, number]] };

export interface Layout {
  readonly stages: readonly StageBox[];
  readonly ribbons: readonly Ribbon[];
}

/** How long a stage is along the order. */
export const stageLength = 14;
/** What is there at all is seen. */
const thinnest = 1.5;
/** One customer is not drawn like a crowd. */
const thickestEach = 18;
const gap = 6;
/** Within a turn back there is room to see that it is one. */
const turn = 14;
const margin = 4;

interface Lane {
  readonly flow: Flow;
  readonly thickness: number;
}

/** As large as fits: pixels for one customer are found by trying. */
export function layout(count: number, flows: readonly Flow[], { along, across }: Size): Layout {
  let [low, high] = [0, thickestEach];
  let drawn = arrange(count, flows, along, high);
  if (depth(drawn) <= across) return drawn;
  for (let step = 0; step < 24; step++) {
    const scale = (low + high) / 2;
    drawn = arrange(count, flows, along, scale);
    if (depth(drawn) <= across) low = scale;
    else high = scale;
  }
  return arrange(count, flows, along, low);
}

function arrange(count: number, flows: readonly Flow[], along: number, scale: number): Layout {
  const step = along / Math.max(1, count);
  const middle = (index: number) => (index + 0.5) * step;
  const forward = flows.filter((each) => each.end > each.start);
  const backward = flows.filter((each) => each.end < each.start);
  const thick = (flow: Flow) => Math.max(thinnest, flow.count * scale);

  const stages = Array.from({ length: count }, (_, index) => {
    const sum = (these: readonly Flow[]) => these.reduce((total, each) => total + thick(each), 0);
    const thickness = Math.max(3, sum(flows.filter((each) => each.end === index)), sum(flows.filter((each) => each.start === index)));
    return thickness;
  });
  const passing = Array.from({ length: count }, (_, index) =>
    forward
      .filter((each) => each.start >= 0 && each.start < index && index < each.end)
      .sort((a, b) => a.end - b.end || b.start - a.start)
      .map((flow): Lane => ({ flow, thickness: thick(flow) })),
  );
  const tallest = Math.max(0, ...stages.map((own, index) => own + (passing[index] ?? []).reduce((sum, lane) => sum + lane.thickness + gap, 0)));
  // All stages stand on one line.
  const ground = margin + tallest;

  const boxes = stages.map((thickness, index): StageBox => ({ along: middle(index) - stageLength / 2, across: ground - thickness, length: stageLength, thickness }));
  const lanes = passing.map((lanes, index) => {
    let at = ground - (stages[index] ?? 0);
    return new Map(lanes.map((lane) => [lane.flow, (at -= gap + lane.thickness) + lane.thickness / 2]));
  });
  const inAt = ports(count, boxes, thick, flows, "end");
  const outAt = ports(count, boxes, thick, flows, "start");

  const ribbons = forward.map((flow): Ribbon => {
    const thickness = thick(flow);
    const end = inAt.get(flow) ?? ground;
    if (flow.start < 0) {
      const from = middle(flow.end) - Math.min(step * 0.34, 40);
      return { flow, thickness, path: [{ kind: "move", to: [from, end] }, { kind: "line", to: [middle(flow.end) - stageLength / 2, end] }] };
    }
    let [along, across] = [middle(flow.start) + stageLength / 2, outAt.get(flow) ?? ground];
    const path: Segment[] = [{ kind: "move", to: [along, across] }];
    for (let index = flow.start + 1; index <= flow.end; index++) {
      const [reach, height] = [middle(index) - stageLength / 2, index === flow.end ? end : (lanes[index]?.get(flow) ?? ground)];
      const half = (along + reach) / 2;
      path.push({ kind: "curve", by: [[half, across], [half, height]], to: [reach, height] });
      [along, across] = [reach + stageLength, height];
      if (index < flow.end) path.push({ kind: "line", to: [along, across] });
    }
    return { flow, thickness, path };
  });

  return { stages: boxes, ribbons: [...ribbons, ...returning(backward, thick, ground, step, middle, inAt, outAt)] };
}

/**
 * Where each ribbon meets its stage: those that pass above the others come in and go out on top, those that go back
 * at the bottom, so that as few as possible cross.
 */
function ports(count: number, boxes: readonly StageBox[], thick: (flow: Flow) => number, flows: readonly Flow[], side: "start" | "end"): ReadonlyMap<Flow, number> {
  const at = new Map<Flow, number>();
  for (let index = 0; index < count; index++) {
    const box = boxes[index];
    if (!box) continue;
    const here = flows.filter((each) => each[side] === index);
    const other = side === "start" ? "end" : "start";
    const onward = here.filter((each) => each.end > each.start).sort((a, b) => (side === "start" ? b[other] - a[other] : a[other] - b[other]));
    const back = here.filter((each) => each.end < each.start).sort((a, b) => Math.abs(b[other] - index) - Math.abs(a[other] - index));
    let top = box.across;
    for (const flow of onward) {
      at.set(flow, top + thick(flow) / 2);
      top += thick(flow);
    }
    let bottom = box.across + box.thickness;
    for (const flow of back.reverse()) {
      // The shortest way back leaves at the very bottom, and lies innermost below.
      at.set(flow, bottom - thick(flow) / 2);
      bottom -= thick(flow);
    }
  }
  return at;
}

/** Ribbons to earlier stages: out to the far side, down, back below everything, and up again. Short ones lie inside long ones. */
function returning(
  flows: readonly Flow[],
  thick: (flow: Flow) => number,
  ground: number,
  step: number,
  middle: (index: number) => number,
  inAt: ReadonlyMap<Flow, number>,
  outAt: ReadonlyMap<Flow, number>,
): readonly Ribbon[] {
  const placed: { readonly from: number; readonly to: number; readonly bottom: number }[] = [];
  const sorted = [...flows].sort((a, b) => a.start - a.end - (b.start - b.end) || a.end - b.end);
  return sorted.map((flow): Ribbon => {
    const thickness = thick(flow);
    const under = placed.filter((each) => each.from < flow.start + 0.5 && each.to > flow.end - 0.5).reduce((low, each) => Math.max(low, each.bottom), ground);
    const lane = under + (under === ground ? turn : gap) + thickness / 2;
    placed.push({ from: flow.end - 0.4, to: flow.start + 0.4, bottom: lane + thickness / 2 });
    const right = middle(flow.start) + stageLength / 2;
    const left = middle(flow.end) - stageLength / 2;
    const [out, into] = [outAt.get(flow) ?? ground, inAt.get(flow) ?? ground];
    const reach = (height: number) => Math.min(step * 0.38, 10 + thickness / 2 + Math.abs(lane - height) / 3);
    return {
      flow,
      thickness,
      path: [
        { kind: "move", to: [right, out] },
        { kind: "curve", by: [[right + reach(out), out], [right + reach(out), lane]], to: [right, lane] },
        { kind: "line", to: [left, lane] },
        { kind: "curve", by: [[left - reach(into), lane], [left - reach(into), into]], to: [left, into] },
      ],
    };
  });
}

/** How far across the drawing reaches. */
export function depth({ stages, ribbons }: Layout): number {
  const ends = [
    ...stages.map((each) => each.across + each.thickness),
    ...ribbons.flatMap(({ path, thickness }) => path.map(({ to: [, across] }) => across + thickness / 2)),
  ];
  return Math.ceil(Math.max(0, ...ends)) + margin;
}

/** The path as SVG writes it; `down`: the order of stages goes downwards. */
export function pathText(path: readonly Segment[], down: boolean): string {
  const point = ([along, across]: readonly [number, number]) => (down ? `${round(across)} ${round(along)}` : `${round(along)} ${round(across)}`);
  return path
    .map((each) => (each.kind === "curve" ? `C${point(each.by[0])} ${point(each.by[1])} ${point(each.to)}` : `${each.kind === "move" ? "M" : "L"}${point(each.to)}`))
    .join("");
}

const round = (value: number) => Math.round(value * 10) / 10;
