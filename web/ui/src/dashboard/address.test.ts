import { expect, test } from "vitest";
import { parseView, viewHref, type View } from "./address";

const plain: View = { window: "1h", scope: null, wall: false, channel: "", name: "", text: "", score: "csat" };
const roundTrip = (view: View) => parseView(new URL(viewHref(view), "http://localhost").searchParams);

test("The plain dashboard has a plain address", () => {
  expect(viewHref(plain)).toBe("/");
  expect(parseView(new URLSearchParams())).toEqual(plain);
});

test("Everything that was chosen survives the way through the address", () => {
  const view: View = { window: "30d", scope: { kind: "stage", name: "At risk" }, wall: true, channel: "e-mail & chat", name: "Order Completed", text: "a/b%20c?d#e", score: "ces" };
  expect(roundTrip(view)).toEqual(view);
});

test("A part of everything is in the address as it is written everywhere", () => {
  expect(viewHref({ ...plain, scope: { kind: "segment", name: "vip" } })).toBe("/?scope=segment%2Fvip");
  expect(parseView(new URLSearchParams("scope=country/uk")).scope).toBeNull();
});

test("A window that does not exist is the usual one", () => {
  expect(parseView(new URLSearchParams("window=7y")).window).toBe("1h");
});
