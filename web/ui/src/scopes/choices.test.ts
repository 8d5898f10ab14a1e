import { expect, test } from "vitest";
import type { Journey } from "../api/contract";
import { segment } from "../test/samples";
import { ChoicesStore, freshFor, matching, nameIn, type Choice } from "./choices";

const journey: Journey = {
  version: 1,
  window: "24h",
  stages: [{ name: "At risk", rule: "always", description: null, customers: 4, share: 10, entered: 0, left: 0, meanSeconds: null }],
  flows: [],
};

function store(now: () => number = () => 0) {
  let asked = 0;
  const choices = new ChoicesStore(
    { segments: () => (asked++, Promise.resolve({ items: [segment("vip", { name: "Big spenders", size: 7 })], population: 40 })), stages: () => Promise.resolve(journey) },
    now,
  );
  return { choices, asked: () => asked };
}

test("Segments, stages and channels can be chosen, by their names", async () => {
  const { choices } = store();
  await choices.load();
  const { all } = choices.get();
  expect(all?.slice(0, 3)).toEqual([
    { scope: { kind: "segment", name: "vip" }, label: "Big spenders", customers: 7 },
    { scope: { kind: "stage", name: "At risk" }, label: "At risk", customers: 4 },
    { scope: { kind: "channel", name: "web" }, label: "web", customers: null },
  ]);
  expect(nameIn(all, { kind: "segment", name: "vip" })).toBe("Big spenders");
  expect(nameIn(all, { kind: "segment", name: "gone" })).toBe("gone");
  expect(nameIn(null, { kind: "segment", name: "vip" })).toBe("vip");
});

test("Many who ask at once are one question, and an answer is good for a while", async () => {
  let now = 0;
  const { choices, asked } = store(() => now);
  await Promise.all([choices.load(), choices.load()]);
  await choices.load();
  expect(asked()).toBe(1);
  now = freshFor;
  await choices.load();
  expect(asked()).toBe(2);
});

test("What went wrong is said, and what is known stays", async () => {
  let fail = false;
  let now = 0;
  const choices = new ChoicesStore(
    { segments: () => (fail ? Promise.reject(new Error("The server did not answer.")) : Promise.resolve({ items: [], population: 0 })), stages: () => Promise.resolve(journey) },
    () => now,
  );
  await choices.load();
  const known = choices.get().all;
  fail = true;
  now = freshFor;
  await choices.load();
  expect(choices.get()).toEqual({ all: known, error: "The server did not answer." });
});

test("A few letters of any word find it", () => {
  const all: readonly Choice[] = [
    { scope: { kind: "segment", name: "win-back" }, label: "Win back", customers: 1 },
    { scope: { kind: "stage", name: "At risk" }, label: "At risk", customers: 1 },
  ];
  expect(matching(all, "ba")).toHaveLength(1);
  expect(matching(all, "stage")).toEqual([all[1]]);
  expect(matching(all, "ri at")).toEqual([all[1]]);
  expect(matching(all, "zz")).toEqual([]);
  expect(matching(all, " ")).toBe(all);
});
