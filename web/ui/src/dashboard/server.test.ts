import { expect, test } from "vitest";
import type { ServerStatus } from "../api/contract";
import { count, hourAndMinute } from "../format/format";
import { doing } from "./server";

const since = "2026-01-01T12:00:00.000Z";
const status = (state: ServerStatus["state"]): ServerStatus => ({ state, since, queued: 39_000, capacity: 40_000, refusedPerSecond: 12, commitMs: null });

test("A server that keeps up is a word, not a story", () => {
  expect(doing(status("ok"), 0)).toMatchObject({ tone: "good", short: "Keeping up" });
});

test("A queue says how long it is and since when", () => {
  const { tone, sentence } = doing(status("busy"), 0);
  expect(tone).toBe("warn");
  expect(sentence).toContain(`since ${hourAndMinute(since)}`);
  expect(sentence).toContain(`${count(39_000)} of at most ${count(40_000)} wait`);
});

test("Refusing says how much is refused, and that senders keep it", () => {
  expect(doing(status("refusing"), 0)).toMatchObject({ tone: "bad" });
  expect(doing(status("refusing"), 0).sentence).toMatch(/12.* requests a second.*Senders keep/);
  expect(doing(status("storeDown"), 0).sentence).toContain(`since ${hourAndMinute(since)}`);
});

test("An older server says nothing of itself: what waits speaks for it", () => {
  expect(doing(undefined, 0).tone).toBe("good");
  expect(doing(undefined, 3).tone).toBe("warn");
});
