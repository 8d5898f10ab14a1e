import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Preview, RuleCheck } from "../../api/contract";
import { pause, RuleChecks } from "./checks";

const good: RuleCheck = { ok: true, errors: [], dependsOnTime: false, segments: [] };
const bad: RuleCheck = { ...good, ok: false, errors: [{ start: 0, length: 5, line: 1, column: 1, message: "unknown field", suggestion: "orders.count" }] };
const found = (matches: number): Preview => ({ matches, share: 10, population: 100, scanned: 100, exact: true, milliseconds: 4, sample: [] });

let asked: string[];
let checks: RuleChecks;
let answer: (rule: string) => Promise<RuleCheck>;

beforeEach(() => {
  vi.useFakeTimers();
  asked = [];
  answer = async (rule) => (rule.startsWith("order.") ? bad : good);
  checks = new RuleChecks({
    check: (rule) => (asked.push(rule), answer(rule)),
    preview: async (rule) => found(rule.length),
  });
});
afterEach(() => {
  checks.close();
  vi.useRealTimers();
});

test("Only when the typing pauses the server is asked, and about the latest text", async () => {
  checks.write(1, "a");
  checks.write(1, "ab");
  await vi.advanceTimersByTimeAsync(pause - 1);
  expect(asked).toEqual([]);
  checks.write(1, "abc");
  await vi.advanceTimersByTimeAsync(pause);
  expect(asked).toEqual(["abc"]);
  expect(checks.get().get(1)).toMatchObject({ rule: "abc", problems: [], preview: { matches: 3 } });
});

test("A rule that does not read is not counted", async () => {
  checks.write(1, "order.count", 0);
  await vi.advanceTimersByTimeAsync(0);
  expect(checks.get().get(1)?.problems).toHaveLength(1);
  expect(checks.get().get(1)?.preview).toBeNull();
});

test("A late answer to an earlier text is not heard", async () => {
  let late: (check: RuleCheck) => void = () => undefined;
  answer = () => new Promise((done) => (late = done));
  checks.write(1, "order.count", 0);
  await vi.advanceTimersByTimeAsync(0);
  checks.write(1, "orders.count");
  late(bad);
  await vi.advanceTimersByTimeAsync(0);
  expect(checks.get().get(1)).toEqual({ rule: "orders.count", problems: null, preview: null, error: null });
});

test("Stages that are gone are forgotten, nothing is asked about nothing, and a failure is said", async () => {
  checks.write(1, "a");
  checks.write(2, "  ");
  checks.keep([2]);
  await vi.advanceTimersByTimeAsync(pause);
  expect(asked).toEqual([]);
  expect([...checks.get().keys()]).toEqual([2]);
  answer = () => Promise.reject(new Error("The server did not answer."));
  checks.write(2, "b", 0);
  await vi.advanceTimersByTimeAsync(0);
  expect(checks.get().get(2)?.error).toBe("The server did not answer.");
});
