import { expect, test } from "vitest";
import { parseScope, sameScope, scopeQuery, scopeText } from "./scope";

test.each(["segment/vip", "stage/At risk", "channel/web", "stage/a/b", "segment/x?y=1"])("%s survives the way to words and back", (text) => {
  expect(scopeText(parseScope(text))).toBe(text);
});

test.each([null, undefined, "", "vip", "segment/", "/vip", "country/uk", "Segment/vip"])("%s is no scope", (text) => {
  expect(parseScope(text)).toBeNull();
});

test("A question names the kind, and nothing when there is no scope", () => {
  expect(scopeQuery({ kind: "stage", name: "At risk" })).toEqual({ stage: "At risk" });
  expect(scopeQuery(null)).toEqual({});
});

test("Scopes are the same by what they say", () => {
  expect(sameScope({ kind: "segment", name: "vip" }, { kind: "segment", name: "vip" })).toBe(true);
  expect(sameScope(null, { kind: "segment", name: "vip" })).toBe(false);
});
