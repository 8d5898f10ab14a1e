import { expect, test } from "vitest";
import { rule } from "./samples";
import { draftOf, emptyForm, formOf, keyFor, problemsOf, sentence } from "./words";

const nameOf = (scope: string) => ({ "stage/At risk": "At risk", "segment/vip": "Big spenders", "channel/web": "web" })[scope] ?? scope;

test.each([
  [rule(), "more than 20 customers enter At risk within 10 minutes"],
  [rule({ source: "joined", scope: "segment/vip", op: ">=", threshold: 5, window: "1h" }), "at least 5 customers join Big spenders within an hour"],
  [rule({ source: "left", scope: "segment/vip", window: "24h" }), "more than 20 customers leave Big spenders within 24 hours"],
  [rule({ source: "size", scope: "segment/vip", window: null, op: "<", threshold: 100 }), "less than 100 customers are in Big spenders"],
  [rule({ source: "kpi", metric: "orders", scope: null, op: "<", threshold: 3, window: "5m" }), "less than 3 orders within 5 minutes"],
  [rule({ source: "kpi", metric: "nps", scope: "segment/vip", op: "<=", threshold: -10.5, window: "24h" }), "at most -10.5 points of NPS of customers in Big spenders within 24 hours"],
  [rule({ source: "kpi", metric: "events", scope: "channel/web", op: "<", threshold: 100, window: "1h" }), "less than 100 events by web within an hour"],
  [rule({ source: "kpi", metric: "openTickets", scope: null, threshold: 30 }), "more than 30 open tickets"],
])("%o reads as a sentence", (each, words) => {
  expect(sentence(each, nameOf)).toBe(words);
});

test("A rule goes into the form and comes out as it was", () => {
  expect(draftOf(formOf(rule({ threshold: 20.5, source: "kpi", metric: "csat" })))).toEqual({
    name: "At risk fills up", source: "kpi", metric: "csat", scope: "stage/At risk", window: "10m", op: ">", threshold: 20.5, enabled: true,
  });
  expect(draftOf(formOf(rule({ source: "size", window: null }))).window).toBeNull();
  expect(draftOf(formOf(rule()))).toMatchObject({ metric: null, threshold: 20 });
});

test("What is missing or wrong is said at its field", () => {
  expect(Object.keys(problemsOf(emptyForm)).sort()).toEqual(["name", "scope", "threshold"]);
  expect(problemsOf(formOf(rule()))).toEqual({});
  expect(problemsOf({ ...formOf(rule()), threshold: "twenty" }).threshold).toContain("“twenty” is no number");
  expect(problemsOf({ ...formOf(rule()), threshold: "1.5" }).threshold).toContain("whole");
  expect(problemsOf({ ...formOf(rule()), threshold: "-1" }).threshold).toContain("whole");
  expect(problemsOf({ ...formOf(rule()), op: "<", threshold: "0" }).threshold).toContain("never");
  expect(problemsOf({ ...formOf(rule()), source: "joined" }).scope).toContain("segment");
  expect(problemsOf({ ...formOf(rule()), source: "kpi", metric: "newCustomers", scope: "channel/web" }).scope).toContain("no channel");
  expect(problemsOf({ ...formOf(rule()), source: "kpi", metric: "orders", scope: "channel/web" })).toEqual({});
  expect(problemsOf({ ...formOf(rule()), source: "kpi", metric: "csat", scope: null, threshold: "-1.5" })).toEqual({});
  expect(problemsOf({ ...formOf(rule()), name: "x".repeat(101) }).name).toContain("101");
});

test("A key is made of the name, and no other rule has it", () => {
  expect(keyFor("At risk fills up!", [])).toBe("at-risk-fills-up");
  expect(keyFor("Zoë & Günther", ["zoe-gunther", "zoe-gunther-2"])).toBe("zoe-gunther-3");
  expect(keyFor("日本", [])).toBe("alert");
  expect(keyFor("x".repeat(100), []).length).toBeLessThanOrEqual(64);
});
