import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { LiveSegmentsStore } from "../../live/segments";
import { backfill, segment, segmentsFrame } from "../../test/samples";
import { refetchEvery, SegmentListStore, settleFor } from "./store";

const size = { size: 1, joinedHour: 0, leftHour: 0 };
const source = vi.fn();
let live: LiveSegmentsStore;
let store: SegmentListStore;

beforeEach(() => {
  vi.useFakeTimers();
  source.mockReset().mockResolvedValue({ items: [segment("vip")], population: 10 });
  live = new LiveSegmentsStore();
  store = new SegmentListStore(source);
});

afterEach(() => {
  store.close();
  vi.useRealTimers();
});

const settled = () => vi.advanceTimersByTimeAsync(0);

function hear(...frame: Parameters<typeof segmentsFrame>) {
  live.accept(segmentsFrame(...frame), 0);
  store.accept(live.get());
}

test("The list is fetched once for all that look, and again once a minute", async () => {
  store.open();
  store.open();
  await settled();
  expect(source).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(refetchEvery * 1.1);
  expect(source).toHaveBeenCalledTimes(2);
  store.close();
  store.close();
  await vi.advanceTimersByTimeAsync(refetchEvery * 5);
  expect(source).toHaveBeenCalledTimes(2);
});

test("A size that changes fetches nothing; a segment that appears does", async () => {
  store.open();
  await settled();
  hear(1, true, { sizes: { vip: size } });
  hear(2, false, { sizes: { vip: { ...size, size: 2 } } });
  await vi.advanceTimersByTimeAsync(settleFor);
  expect(source).toHaveBeenCalledTimes(1);
  hear(3, false, { sizes: { risk: size } });
  await vi.advanceTimersByTimeAsync(settleFor);
  expect(source).toHaveBeenCalledTimes(2);
});

test("A backfill that begins or ends fetches anew, for somebody published; its progress does not", async () => {
  store.open();
  await settled();
  hear(1, true, { sizes: { vip: size } });
  hear(2, false, { backfills: [backfill(1)] });
  await vi.advanceTimersByTimeAsync(settleFor);
  expect(source).toHaveBeenCalledTimes(2);
  hear(3, false, { backfills: [backfill(1, { done: 50 })] });
  await vi.advanceTimersByTimeAsync(settleFor);
  expect(source).toHaveBeenCalledTimes(2);
  hear(4, false, { backfills: [backfill(1, { done: 100, state: "done" })] });
  await vi.advanceTimersByTimeAsync(settleFor);
  expect(source).toHaveBeenCalledTimes(3);
});

test("A server that does not answer keeps what is shown, says so and is asked again", async () => {
  store.open();
  await settled();
  source.mockRejectedValueOnce(new Error("The server did not answer."));
  await store.reload();
  expect(store.get()).toMatchObject({ items: [{ key: "vip" }], error: "The server did not answer." });
  await vi.advanceTimersByTimeAsync(5_000);
  expect(store.get().error).toBe(null);
});
