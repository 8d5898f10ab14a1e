import { expect, test } from "vitest";
import { added, changed, changesOf, draftsOf, edited, moved, problemsOf, without } from "./draft";

const aware = { name: "Aware", rule: "always", description: null };
const buying = { name: "Buying", rule: "cart.items > 0", description: null };
const loyal = { name: "Loyal", rule: "orders.count >= 2", description: "Twice and more" };
const names = (stages: ReturnType<typeof edited>) => stages.map((each) => each.name);

test("Stages move, go and come, and stay themselves", () => {
  const stages = edited([aware, buying, loyal]);
  const id = stages[2]?.id ?? 0;
  expect(names(moved(stages, id, -1))).toEqual(["Aware", "Loyal", "Buying"]);
  expect(moved(stages, id, 1)).toBe(stages);
  expect(names(without(stages, id))).toEqual(["Aware", "Buying"]);
  expect(changed(stages, id, { rule: "orders.count >= 3" })[2]).toEqual({ ...stages[2], rule: "orders.count >= 3" });
  expect(new Set(added(stages).map((each) => each.id)).size).toBe(4);
  expect(draftsOf(stages)).toEqual([aware, buying, loyal]);
});

test("What is wrong is said at its stage", () => {
  expect(problemsOf(edited([aware, buying])).size).toBe(0);
  const stages = edited([{ ...buying, name: "First" }, { ...aware, name: "Zwölf > elf" }, aware, { ...aware, name: " aware " }, { name: "", rule: " ", description: null }]);
  const problems = stages.map(({ id }) => problemsOf(stages).get(id));
  expect(problems[0]?.rule).toContain("always");
  expect(problems[1]?.name).toContain(">");
  expect(problems[2]).toBeUndefined();
  expect(problems[3]?.name).toBe("There are two stages called aware.");
  expect(Object.keys(problems[4] ?? {})).toEqual(["name", "rule"]);
});

test("What would change is said before it is published", () => {
  expect(changesOf([aware, buying, loyal], [aware, buying, loyal])).toEqual([]);
  expect(changesOf([aware, buying, loyal], [aware, loyal, { ...buying, rule: "cart.items > 1" }])).toEqual(["The rule of Buying changes", "The order changes"]);
  expect(changesOf([aware, buying], [aware, loyal])).toEqual(["Loyal is new", "Buying goes: its customers are decided anew"]);
  expect(changesOf([aware, loyal], [aware, { ...loyal, description: null }])).toEqual(["The description of Loyal changes"]);
});
