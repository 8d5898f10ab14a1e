import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Condition, Evidence } from "../../api/contract";
import { EvidenceStore, settleFor } from "./evidence";

const now = Date.UTC(2026, 0, 1, 12);
const iso = (after: number) => new Date(now + after).toISOString();
const leaf = (more: Partial<Condition> = {}): Condition => ({
  text: "cart.items > 0",
  kind: "condition",
  holds: true,
  actual: "2",
  expected: "> 0",
  changesAt: null,
  since: null,
  children: [],
  events: [],
  eventCount: 0,
  ...more,
});
const evidence = (root: Condition, changes: Evidence["changes"] = null): Evidence => ({
  customerId: "ann",
  key: "vip",
  name: "VIP",
  rule: "always",
  version: 1,
  member: true,
  since: iso(-1000),
  cause: "event",
  because: "m1",
  why: null,
  changes,
  root,
});
const source = vi.fn();
let store: EvidenceStore;

beforeEach(() => {
  vi.useFakeTimers({ now });
  source.mockReset();
  store = new EvidenceStore(source, true);
});

afterEach(() => {
  store.close();
  vi.useRealTimers();
});

test("It is asked for again when time has changed an answer in it, the nearest first", async () => {
  source.mockResolvedValue(evidence(leaf({ kind: "all", children: [leaf({ changesAt: iso(5_000) }), leaf({ changesAt: iso(60_000) })] }), { at: iso(60_000), to: "leaves" }));
  await store.load();
  await vi.advanceTimersByTimeAsync(5_000 + settleFor - 1);
  expect(source).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(1);
  expect(source).toHaveBeenCalledTimes(2);
  await vi.advanceTimersByTimeAsync(55_000);
  expect(source).toHaveBeenCalledTimes(3);
});

test("What time does not change is asked for once", async () => {
  source.mockResolvedValue(evidence(leaf()));
  await store.load();
  await vi.advanceTimersByTimeAsync(30 * 86_400_000);
  expect(source).toHaveBeenCalledTimes(1);
});

test("An instant further away than a timer reaches sets none off early", async () => {
  source.mockResolvedValue(evidence(leaf(), { at: iso(90 * 86_400_000), to: "leaves" }));
  await store.load();
  await vi.advanceTimersByTimeAsync(60 * 86_400_000);
  expect(source).toHaveBeenCalledTimes(1);
});

test("The past does not change", async () => {
  store = new EvidenceStore(source, false);
  source.mockResolvedValue(evidence(leaf({ changesAt: iso(5_000) })));
  await store.load();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(source).toHaveBeenCalledTimes(1);
});

test("A failure leaves what is shown and says what went wrong", async () => {
  source.mockResolvedValueOnce(evidence(leaf()));
  await store.load();
  source.mockRejectedValueOnce(new Error("The server did not answer."));
  await store.load();
  expect(store.get()).toMatchObject({ evidence: { key: "vip" }, error: "The server did not answer." });
});
