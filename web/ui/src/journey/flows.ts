// What the flows between stages mean: on, back, lost, won back, or new; and where customers drop off.
import type { Journey, JourneyFlow, JourneyStage } from "../api/contract";

/**
 * new: she began here. on: to a later stage. back: to an earlier one. lost: into a stage that waits for silence.
 * won: out of such a stage into one that does not.
 */
export type Way = "new" | "on" | "back" | "lost" | "won";

export const wayNames: Readonly<Record<Way, string>> = {
  new: "new",
  on: "moved on",
  back: "fell back",
  lost: "went quiet",
  won: "won back",
};

/** Comments and texts of a rule are not the rule. */
const asides = /--[^\n]*|"(?:[^"\\]|\\.)*"/g;

/** A stage that is reached by silence, such as "no order for 90 days": nobody does anything to get there. */
export function waitsForSilence(rule: string): boolean {
  return /\bolder\s+than\b/i.test(rule.replace(asides, " "));
}

export interface Flow extends JourneyFlow {
  /** Places in the order of stages; from is -1 for those who were new. */
  readonly start: number;
  readonly end: number;
  readonly way: Way;
}

/** One for each pair that names stages of this journey; a stage that was taken away since has no place on the map. */
export function flowsOf(journey: Journey): readonly Flow[] {
  const places = new Map(journey.stages.map((stage, index) => [stage.name, index]));
  return journey.flows.flatMap((flow) => {
    const start = flow.from === null ? -1 : places.get(flow.from);
    const end = places.get(flow.to);
    if (start === undefined || end === undefined || flow.count <= 0 || start === end) return [];
    return [{ ...flow, start, end, way: wayOf(journey.stages, start, end) }];
  });
}

function wayOf(stages: readonly JourneyStage[], start: number, end: number): Way {
  if (start < 0) return "new";
  const quiet = (index: number) => waitsForSilence(stages[index]?.rule ?? "");
  if (quiet(end)) return !quiet(start) || end > start ? "lost" : "won";
  if (quiet(start)) return "won";
  return end > start ? "on" : "back";
}

export const isDropOff = (flow: Flow) => flow.way === "lost" || flow.way === "back";

export interface DropOff extends Flow {
  /** Of all who left that stage in the window, 0 to 1. */
  readonly part: number;
}

/** Where customers drop off, most of them first. */
export function dropOffs(flows: readonly Flow[]): readonly DropOff[] {
  return flows
    .filter(isDropOff)
    .map((flow) => ({ ...flow, part: partOf(flow, flows) }))
    .sort((a, b) => b.count - a.count || b.part - a.part || a.start - b.start || a.end - b.end);
}

/** How much of what left a stage went this way; of those who were new, how many began there. */
export function partOf(flow: Flow, flows: readonly Flow[]): number {
  const all = flows.reduce((sum, each) => (each.start === flow.start ? sum + each.count : sum), 0);
  return all === 0 ? 0 : flow.count / all;
}

/** What became of those who left a stage: shares of one. Null when nobody did. */
export function leavings(flows: readonly Flow[], stage: number): { readonly on: number; readonly off: number; readonly count: number } | null {
  const out = flows.filter((each) => each.start === stage);
  const count = out.reduce((sum, each) => sum + each.count, 0);
  if (count === 0) return null;
  const off = out.filter(isDropOff).reduce((sum, each) => sum + each.count, 0);
  return { on: (count - off) / count, off: off / count, count };
}
