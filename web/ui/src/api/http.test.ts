import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { api, doubtWires } from "./http";

/** Wires of the browser: a dead one swallows a request, and goes when the request is given up. */
let dead: number;
let asked: number;
let today = Date.UTC(2026, 0, 1);

beforeEach(() => {
  // A day for each test: what one of them doubts does not concern the next.
  vi.useFakeTimers({ now: (today += 86_400_000) });
  (dead = 0), (asked = 0);
  vi.stubGlobal("fetch", (_: string, init: RequestInit) => {
    asked++;
    if (dead === 0) return Promise.resolve(new Response("{}", { status: 200 }));
    return new Promise((_, fail) => init.signal?.addEventListener("abort", () => (dead--, fail(init.signal?.reason as Error))));
  });
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("After a break dead wires are given up quickly until one answers", async () => {
  dead = 3;
  doubtWires();
  const answer = api.journey("24h");
  await vi.advanceTimersByTimeAsync(7_400);
  expect(asked).toBe(3);
  await vi.advanceTimersByTimeAsync(100);
  await expect(answer).resolves.toEqual({});
  expect(asked).toBe(4);
});

test("A server that is slow after a break gets all its time in the end", async () => {
  dead = 100;
  doubtWires();
  const answer = api.journey("24h").catch((error: unknown) => error);
  await vi.advanceTimersByTimeAsync(6 * 2_500 + 29_900);
  expect(asked).toBe(7);
  await vi.advanceTimersByTimeAsync(100);
  expect(String(await answer)).toContain("The server did not answer");
});

test("Without a break a request is asked once and fails when no answer begins", async () => {
  dead = 1;
  const answer = api.journey("24h").catch((error: unknown) => error);
  await vi.advanceTimersByTimeAsync(30_000);
  expect(String(await answer)).toContain("The server did not answer");
  expect(asked).toBe(1);
});

test("Who gives up is not asked for again", async () => {
  dead = 3;
  doubtWires();
  const abort = new AbortController();
  const answer = api.journey("24h", abort.signal).catch((error: unknown) => error);
  abort.abort();
  expect((await answer) as DOMException).toHaveProperty("name", "AbortError");
  await vi.advanceTimersByTimeAsync(10_000);
  expect(asked).toBe(1);
});
