// The stages as somebody edits them: in order, each with an identity of its own, so that a row stays itself while it moves.
import type { JourneyVersion, StageDraft } from "../../api/contract";

export interface EditedStage {
  /** Of this page only. */
  readonly id: number;
  readonly name: string;
  readonly rule: string;
  readonly description: string;
}

let ids = 0;

export const edited = (stages: readonly StageDraft[]): readonly EditedStage[] =>
  stages.map(({ name, rule, description }) => ({ id: ++ids, name, rule, description: description ?? "" }));

export function added(stages: readonly EditedStage[]): readonly EditedStage[] {
  return [...stages, { id: ++ids, name: "", rule: "", description: "" }];
}

export function moved(stages: readonly EditedStage[], id: number, by: -1 | 1): readonly EditedStage[] {
  const from = stages.findIndex((each) => each.id === id);
  const to = from + by;
  if (from < 0 || to < 0 || to >= stages.length) return stages;
  const next = [...stages];
  next.splice(to, 0, ...next.splice(from, 1));
  return next;
}

export const without = (stages: readonly EditedStage[], id: number) => stages.filter((each) => each.id !== id);

export const changed = (stages: readonly EditedStage[], id: number, part: Partial<Omit<EditedStage, "id">>) =>
  stages.map((each) => (each.id === id ? { ...each, ...part } : each));

export const draftsOf = (stages: readonly EditedStage[]): readonly StageDraft[] =>
  stages.map(({ name, rule, description }) => ({ name: name.trim(), rule: rule.trim(), description: description.trim() || null }));

export const mostStages = 30;
const longestName = 64;

/** What is wrong with the names and the order; rules are checked by the server. By identity, then by field. */
export function problemsOf(stages: readonly EditedStage[]): ReadonlyMap<number, { readonly name?: string; readonly rule?: string }> {
  const problems = new Map<number, { name?: string; rule?: string }>();
  stages.forEach(({ id, name, rule }, index) => {
    const problem: { name?: string; rule?: string } = {};
    const trimmed = name.trim();
    if (trimmed === "") problem.name = "Give the stage a name.";
    else if (trimmed.length > longestName) problem.name = `${trimmed.length} characters are too many: at most ${longestName}.`;
    else if (trimmed.includes(">")) problem.name = "A name cannot have a > in it.";
    else if (stages.slice(0, index).some((other) => other.name.trim().toLowerCase() === trimmed.toLowerCase())) problem.name = `There are two stages called ${trimmed}.`;
    if (rule.trim() === "") problem.rule = "Write who is in this stage, such as: orders.count >= 1";
    else if (index === 0 && rule.trim().toLowerCase() !== "always") problem.rule = "The first stage takes everybody who is in no later one: its rule is always.";
    if (problem.name !== undefined || problem.rule !== undefined) problems.set(id, problem);
  });
  return problems;
}

/** What would be another journey, a line for each change; empty when nothing would. */
export function changesOf(before: readonly StageDraft[], after: readonly StageDraft[]): readonly string[] {
  const changes: string[] = [];
  const old = new Map(before.map((each) => [each.name, each]));
  const names = new Set(after.map((each) => each.name));
  for (const each of after) {
    const was = old.get(each.name);
    if (was === undefined) changes.push(`${each.name} is new`);
    else {
      if (was.rule !== each.rule) changes.push(`The rule of ${each.name} changes`);
      if ((was.description ?? "") !== (each.description ?? "")) changes.push(`The description of ${each.name} changes`);
    }
  }
  for (const each of before) if (!names.has(each.name)) changes.push(`${each.name} goes: its customers are decided anew`);
  const [kept, keptBefore] = [after.filter((each) => old.has(each.name)), before.filter((each) => names.has(each.name))];
  if (kept.some((each, index) => each.name !== keptBefore[index]?.name)) changes.push("The order changes");
  return changes;
}

export const sameStages = (a: readonly StageDraft[], b: readonly StageDraft[]) => changesOf(a, b).length === 0;

/** "Version 3, by maya". */
export const versionName = (version: Pick<JourneyVersion, "version" | "publishedBy">) => `Version ${version.version}, by ${version.publishedBy}`;
