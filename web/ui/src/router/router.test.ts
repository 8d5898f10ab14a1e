import { expect, test } from "vitest";
import { customerHref, href, parsePlace } from "./router";

test.each(["c-1", "ann@example.com", "a/b", "100%", "a%2Fb", "x?y=1#z", "Zoë 🌾", "..x", "+44 20", '"<b>"'])(
  "The id %s survives the way into an address and back",
  (id) => {
    const address = new URL(customerHref(id, "2026-01-01T10:00:00.123Z"), "http://localhost");
    const place = parsePlace(address.pathname + address.search);
    expect(place.segments).toEqual(["customers", id]);
    expect(place.query.get("at")).toBe("2026-01-01T10:00:00.123Z");
  },
);

test("A broken escape in an address is taken as it stands", () => {
  expect(parsePlace("/customers/50%").segments).toEqual(["customers", "50%"]);
});

test("Empty values are left out of the query", () => {
  expect(href(["customers"], { query: "" })).toBe("/customers");
  expect(href([], { window: null })).toBe("/");
  expect(href([], { window: "5m" })).toBe("/?window=5m");
});

test("Ids that differ only by their escapes have addresses of their own", () => {
  const ids = ["a/b", "a%2Fb", "a%252Fb", "a b", "a%20b", "a+b", "a/b%20c?d#e", "a\\b", "a//b"];
  const addresses = ids.map((id) => new URL(customerHref(id), "http://localhost").pathname);
  expect(new Set(addresses).size).toBe(ids.length);
  expect(addresses.map((address) => parsePlace(address).segments[1])).toEqual(ids);
});
