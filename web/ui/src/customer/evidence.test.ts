import { expect, test } from "vitest";
import { row } from "../test/samples";
import { evidenceOf } from "./evidence";

const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 10, minute)).toISOString();
const identify = (id: string, minute: number, body: unknown) => row(id, { kind: "identify", receivedAt: at(minute), body });

test("The first touchpoint that carried both ids is what links them", () => {
  const rows = [
    identify("late", 9, { userId: "ann", anonymousId: "device-1" }),
    identify("first", 3, { userId: "ann", anonymousId: "device-1" }),
    identify("alias", 5, { userId: "ann", previousId: "old-ann" }),
    identify("alone", 1, { userId: "ann" }),
    identify("none", 1, undefined),
  ];
  const found = evidenceOf(rows, ["device-1", "old-ann", "device-2"]);
  expect([...found].map(([id, found]) => [id, found.messageId])).toEqual([["device-1", "first"], ["old-ann", "alias"]]);
});

test("An id beside itself links nothing", () => {
  expect(evidenceOf([identify("same", 1, { userId: "x", previousId: "x" })], ["x"]).size).toBe(0);
});
