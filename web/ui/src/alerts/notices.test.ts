import { expect, test } from "vitest";
import { alert, cleared } from "./samples";
import { Notices } from "./notices";

test("What is raised is told once, the newest on top, and only a few", () => {
  const notices = new Notices();
  for (let id = 1; id <= 5; id++) notices.hear(alert(id), false);
  notices.hear(alert(5, { value: 40 }), true);
  expect(notices.get().map((each) => [each.id, each.value])).toEqual([[5, 40], [4, 23], [3, 23]]);
});

test("Clearing what is empty changes nothing", () => {
  const notices = new Notices();
  const before = notices.get();
  notices.clear();
  expect(notices.get()).toBe(before);
});

test("What was open before, or is over, or was seen to, is no news", () => {
  const notices = new Notices();
  notices.hear(alert(1), true);
  notices.hear(cleared(2), false);
  notices.hear(alert(3, { acknowledgedAt: "2026-01-01T12:00:00.000Z", acknowledgedBy: "maya" }), false);
  expect(notices.get()).toEqual([]);
});

test("A notice says when its alert is over, and goes when somebody acknowledges it", () => {
  const notices = new Notices();
  notices.hear(alert(1), false);
  notices.hear(cleared(1), true);
  expect(notices.get()[0]?.state).toBe("cleared");
  notices.hear(alert(2), false);
  notices.hear(alert(2, { acknowledgedAt: "2026-01-01T12:00:00.000Z", acknowledgedBy: "maya" }), true);
  expect(notices.get().map((each) => each.id)).toEqual([1]);
});
