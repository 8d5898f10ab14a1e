import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { LiveClient, firstDelay, longestDelay, patience, type HubPort } from "./client";
import type { DashboardFrame } from "./contract";
import { dashboardFrame } from "../test/samples";

/** A hub that the test lets fail, close and speak. */
class FakeHub implements HubPort {
  static made: FakeHub[] = [];
  static refusal: Error | null = null;
  static silent = false;
  readonly calls: string[] = [];
  readonly handlers = new Map<string, (message: never) => void>();
  close: () => void = () => undefined;

  constructor() {
    FakeHub.made.push(this);
  }

  start = () => {
    if (FakeHub.silent) return new Promise<void>(() => undefined);
    return FakeHub.refusal ? Promise.reject(FakeHub.refusal) : Promise.resolve();
  };
  stop = () => Promise.resolve();
  invoke = (method: string, ...args: readonly string[]) => {
    this.calls.push([method, ...args].join(" "));
    return Promise.resolve();
  };
  on = (method: string, handler: (message: never) => void) => void this.handlers.set(method, handler);
  onclose = (handler: () => void) => void (this.close = handler);
  say = (frame: DashboardFrame) => this.handlers.get("dashboard")?.(frame as never);
}

const settle = () => vi.advanceTimersByTimeAsync(0);
const last = () => FakeHub.made[FakeHub.made.length - 1] as FakeHub;
const watch = { start: ["WatchDashboard"], stop: ["UnwatchDashboard"], onRenew: vi.fn() } as const;

let client: LiveClient;
let refused: number;

beforeEach(() => {
  vi.useFakeTimers({ now: Date.UTC(2026, 0, 1, 14, 2) });
  FakeHub.made = [];
  FakeHub.refusal = null;
  FakeHub.silent = false;
  watch.onRenew.mockClear();
  refused = 0;
  client = new LiveClient(() => new FakeHub(), () => refused++);
});

afterEach(() => {
  client.stop();
  vi.useRealTimers();
});

test("A watch from before the connection starts when it is there", async () => {
  client.watch(watch);
  client.start();
  await settle();
  expect(client.connection.get().status).toBe("live");
  expect(last().calls).toEqual(["WatchDashboard"]);
});

test("A lost connection says since when, reconnects and watches again", async () => {
  client.start();
  await settle();
  client.watch(watch);
  await vi.advanceTimersByTimeAsync(60_000);
  const lostAt = Date.now();
  last().close();
  expect(client.connection.get()).toEqual({ status: "lost", since: lostAt });
  await vi.advanceTimersByTimeAsync(firstDelay);
  expect(FakeHub.made).toHaveLength(2);
  expect(client.connection.get().status).toBe("live");
  expect(last().calls).toEqual(["WatchDashboard"]);
  expect(watch.onRenew).toHaveBeenCalledTimes(2);
});

test("Attempts back off to the longest delay and never end", async () => {
  FakeHub.refusal = new Error("connection refused");
  client.start();
  await vi.advanceTimersByTimeAsync(10 * 60_000);
  const attempts = FakeHub.made.length;
  expect(attempts).toBeGreaterThan(10 * 60_000 / longestDelay);
  expect(attempts).toBeLessThan(10 * 60_000 / (longestDelay / 2) + 10);
  FakeHub.refusal = null;
  client.hurry();
  await settle();
  expect(client.connection.get().status).toBe("live");
});

test("An attempt that nobody answers is given up for the next one", async () => {
  FakeHub.silent = true;
  client.watch(watch);
  client.start();
  await vi.advanceTimersByTimeAsync(patience);
  expect(client.connection.get().status).toBe("lost");
  FakeHub.silent = false;
  await vi.advanceTimersByTimeAsync(firstDelay);
  expect(client.connection.get().status).toBe("live");
  expect(last().calls).toEqual(["WatchDashboard"]);
});

test("A refusal for want of a session stops trying and says so", async () => {
  FakeHub.refusal = new Error("Failed to complete negotiation with the server: Error: : Status code '401'");
  client.start();
  await vi.advanceTimersByTimeAsync(120_000);
  expect(refused).toBe(1);
  expect(FakeHub.made).toHaveLength(1);
});

test("Frames of a connection that was given up are not heard", async () => {
  const heard: number[] = [];
  client.on("dashboard", (frame) => heard.push(frame.n));
  client.start();
  await settle();
  const first = last();
  first.say(dashboardFrame(1, true, []));
  first.close();
  await vi.advanceTimersByTimeAsync(firstDelay);
  first.say(dashboardFrame(2, false, []));
  last().say(dashboardFrame(9, true, []));
  expect(heard).toEqual([1, 9]);
});

test("After the machine slept the connection is renewed, and was live until it fell asleep", async () => {
  client.watch(watch);
  client.start();
  await settle();
  await vi.advanceTimersByTimeAsync(10_000);
  const asleep = Date.now();
  const states: [string, number][] = [];
  client.connection.subscribe(() => states.push([client.connection.get().status, client.connection.get().since]));
  vi.setSystemTime(asleep + 2 * 3_600_000);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(states[0]).toEqual(["lost", asleep]);
  expect(states[1]?.[0]).toBe("live");
  expect(last().calls).toEqual(["WatchDashboard"]);
});

test("What is not watched any more is not watched after a reconnect", async () => {
  client.start();
  await settle();
  const stop = client.watch(watch);
  stop();
  expect(last().calls).toEqual(["WatchDashboard", "UnwatchDashboard"]);
  last().close();
  await vi.advanceTimersByTimeAsync(firstDelay);
  expect(last().calls).toEqual([]);
});
