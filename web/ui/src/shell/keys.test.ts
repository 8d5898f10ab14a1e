import { beforeEach, expect, test } from "vitest";
import { pause, Shortcuts } from "./keys";

let shortcuts: Shortcuts;
let ran: string[];
const add = (keys: string, label = keys) => shortcuts.register({ keys, label, run: () => ran.push(label) });

beforeEach(() => {
  shortcuts = new Shortcuts();
  ran = [];
});

test("A single key runs at once", () => {
  add("?");
  expect(shortcuts.press("?", 0)).toBe(true);
  expect(shortcuts.press("x", 1)).toBe(false);
  expect(ran).toEqual(["?"]);
});

test("A sequence runs with its last key, and only without a long pause", () => {
  add("g d");
  expect(shortcuts.press("g", 0)).toBe(false);
  expect(shortcuts.press("d", 100)).toBe(true);
  shortcuts.press("g", 1_000);
  expect(shortcuts.press("d", 1_000 + pause + 1)).toBe(false);
  expect(ran).toEqual(["g d"]);
});

test("A wrong key before a sequence does not spoil it", () => {
  add("g d");
  add("g c");
  for (const key of ["x", "g", "g", "c"]) shortcuts.press(key, 0);
  expect(ran).toEqual(["g c"]);
});

test("What was registered last wins for as long as it is there", () => {
  add("/", "everywhere");
  const remove = add("/", "here");
  shortcuts.press("/", 0);
  expect(shortcuts.inForce().map((each) => each.label)).toEqual(["here"]);
  remove();
  shortcuts.press("/", 0);
  expect(ran).toEqual(["here", "everywhere"]);
});
