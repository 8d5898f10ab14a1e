import { expect, test } from "vitest";
import { row } from "../test/samples";
import { mergeTimeline, prependNew } from "./touchpoints";

const at = (n: number) => new Date(Date.UTC(2026, 0, 1, 10, 0, n)).toISOString();
const event = (id: string, n: number, body?: unknown) => row(id, { occurredAt: at(n), body });
const ids = (rows: readonly { messageId: string }[]) => rows.map((each) => each.messageId).join(" ");

test("Rows are merged by event time wherever they belong, and none twice", () => {
  const known = [event("e", 50), event("c", 30), event("a", 10)];
  expect(ids(mergeTimeline(known, [event("f", 60), event("d", 40), event("c", 30), event("b", 20), event("0", 5)]))).toBe("f e d c b a 0");
});

test("Any order of arrival gives the same list", () => {
  const all = [event("a", 1), event("b", 1), event("c", 2), event("d", 3), event("e", 3), event("f", 9)];
  const whole = ids(mergeTimeline([], all));
  for (let turn = 0; turn < all.length; turn++) {
    const turned = [...all.slice(turn), ...all.slice(0, turn)];
    let rows = mergeTimeline([], turned.slice(0, 2));
    rows = mergeTimeline(rows, turned.slice(1, 5));
    rows = mergeTimeline(rows, turned.slice(4).reverse());
    expect(ids(rows)).toBe(whole);
  }
});

test("What is known already changes nothing, not even the list itself", () => {
  const known = [event("b", 2, { raw: true }), event("a", 1)];
  expect(mergeTimeline(known, [event("a", 1), event("b", 2)])).toBe(known);
  expect(mergeTimeline(known, [])).toBe(known);
});

test("The copy with the raw event takes the place of the one without", () => {
  const rows = mergeTimeline([event("a", 1)], [event("a", 1, { raw: 1 }), event("a", 1)]);
  expect(rows).toHaveLength(1);
  expect(rows[0]?.body).toEqual({ raw: 1 });
});

test("New rows go on top of a bounded list, and none twice", () => {
  const known = [event("b", 2), event("a", 1)];
  expect(ids(prependNew(known, [event("c", 3), event("b", 2), event("c", 3)], 2))).toBe("c b");
});
