import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Simulator } from "../api/contract";
import { ApiError } from "../api/http";
import { askEvery, firstSpeed, SimulatorStore } from "./simulator";

const resting: Simulator = { running: false, eventsPerSecond: 0, sent: 0, startedBy: null, since: null, until: null };
const running = (eventsPerSecond: number): Simulator => ({ ...resting, running: true, eventsPerSecond });

let server: Simulator;
let asked: number;
let refusal: Error | null;
let store: SimulatorStore;

beforeEach(() => {
  vi.useFakeTimers();
  server = resting;
  asked = 0;
  refusal = null;
  const answer = () => (refusal ? Promise.reject(refusal) : Promise.resolve(server));
  store = new SimulatorStore({
    simulator: () => (asked++, answer()),
    startSimulator: (speed) => ((server = running(speed)), answer()),
    stopSimulator: () => ((server = resting), Promise.resolve()),
  });
});

afterEach(() => vi.useRealTimers());

test("It is asked at once and now and then, until nobody looks any more", async () => {
  const close = store.open();
  await vi.advanceTimersByTimeAsync(0);
  expect(store.get().simulator).toEqual(resting);
  server = running(50);
  await vi.advanceTimersByTimeAsync(askEvery);
  expect(store.get().simulator?.running).toBe(true);
  close();
  await vi.advanceTimersByTimeAsync(10 * askEvery);
  expect(asked).toBe(2);
});

test("Starting and stopping show at once", async () => {
  await store.start();
  expect(store.get()).toEqual({ simulator: running(firstSpeed), busy: false, error: null });
  await store.stop();
  expect(store.get().simulator).toEqual(resting);
});

test("A refusal says why, and the button works again", async () => {
  refusal = new ApiError(409, { detail: "Another simulator is running." });
  await store.start();
  expect(store.get()).toMatchObject({ busy: false, error: "Another simulator is running." });
});

test("A server that has no simulator is asked once", async () => {
  refusal = new ApiError(404, {});
  store.open();
  await vi.advanceTimersByTimeAsync(10 * askEvery);
  expect(asked).toBe(1);
  expect(store.get().simulator).toBeNull();
});
